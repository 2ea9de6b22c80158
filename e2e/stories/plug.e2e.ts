import { expectStatus, openApp, readExport } from '../app.ts';
import { expect, test } from '../fixtures.ts';

test('who pulls the plug sees that nothing was lost', async ({ page, host, complaints }) => {
  await openApp(page, host.url);
  await page.getByRole('button', { name: 'Run it and pull the plug' }).click();
  await page.waitForURL(/#\/runs\//);
  const story = page.getByRole('group', { name: 'The plug is pulled' });

  await expect(story).toContainText(/Lost: 0 of \d+ events\. The run goes on by itself\./);
  await expectStatus(page, 'Completed');
  await expect(story).toContainText(/Another one was at work .+ later\./);
  const { journal, tasks } = await readExport(page);
  expect(journal.map(({ seq }) => seq)).toEqual(journal.map((_, index) => index + 1));
  expect(Object.values(tasks).every(({ state }) => state === 'succeeded')).toBe(true);
  expect(complaints).toEqual([]);
});
