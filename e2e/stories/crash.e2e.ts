import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectStatus, importWorkflow, openApp, readExport, run } from '../app.ts';
import { expect, listen, test } from '../fixtures.ts';
import { startBrowser } from '../kills/browser.ts';
import { desk, expectSaved } from './desk.ts';

const workflow = JSON.stringify({
  millrace: 1,
  id: 'long',
  name: 'A long one',
  tasks: {
    first: { type: 'noop', with: { output: 1 } },
    second: {
      type: 'js',
      dependencies: ['first'],
      with: {
        code: 'export default ({ inputs }) => new Promise((resolve) => setTimeout(() => resolve(inputs.first + 1), 2000));',
      },
    },
    third: { type: 'noop', dependencies: ['second'], with: { output: 'done' } },
  },
});

test('who comes back after a crash finds the run going on and the text as it was', async ({
  host,
}) => {
  test.setTimeout(60_000);
  const profile = await mkdtemp(join(tmpdir(), 'millrace-crash-'));
  const before = await startBrowser(profile);
  before.page.setDefaultTimeout(10_000);
  await before.page.setViewportSize({ width: 1280, height: 800 });
  await openApp(before.page, host.url);
  await importWorkflow(before.page, { name: 'long.json', text: workflow }, 'long');
  const id = await run(before.page);
  await expect(before.page.getByRole('row', { name: /^second/ })).toContainText('Running');
  await before.page.goto(`${host.url}#/workflows/delayed-flights`);
  await desk(before.page).source.click();
  await before.page.keyboard.press('Control+Home');
  await before.page.keyboard.insertText('# in the middle of a thought');
  await expect(before.page.getByText('edited since version 1')).toBeHidden();
  await expectSaved(before.page);
  await before.kill();

  const after = await startBrowser(profile);
  try {
    const complaints: string[] = [];
    await listen(after.page, complaints);
    const { page } = after;
    page.setDefaultTimeout(10_000);
    await page.setViewportSize({ width: 1280, height: 800 });
    await openApp(page, host.url);
    // No question, and no empty library: the run is under way again by itself.
    await expect(page.getByRole('dialog')).toHaveCount(0);
    const row = page.getByRole('listitem').filter({ hasText: 'A long one' });
    await expect(row).toContainText(/Running|Completed/);
    await page.goto(`${host.url}#/runs/${id}`);
    await expectStatus(page, 'Completed');
    const note = page.getByRole('region', { name: 'Carried on' });
    await expect(note).toContainText('carried on by itself');
    await expect(note).toContainText('1 task had started and not finished');
    await note.getByText('What ran again, and why').click();
    await expect(note).toContainText('It changes nothing outside, so running it again is safe.');
    const exported = await readExport(page);
    expect(exported.tasks['second']?.output).toBe(2);
    expect(exported.tasks['second']?.attempts.map(({ recovered }) => recovered)).toEqual([
      false,
      true,
    ]);

    await page.goto(`${host.url}#/workflows/delayed-flights`);
    await expect(desk(page).source).toContainText('# in the middle of a thought');
    await desk(page).button('Undo').click();
    await expect(desk(page).source).not.toContainText('# in the middle of a thought');
    expect(complaints).toEqual([]);
  } finally {
    await after.kill();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});
