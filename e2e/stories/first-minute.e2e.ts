import { expectStatus, openApp } from '../app.ts';
import { expect, test } from '../fixtures.ts';
import { desk, expectSaved } from './desk.ts';

test('a stranger’s first minute, to a change of their own', async ({ page, host, complaints }) => {
  await openApp(page, host.url);
  const { button, node, source } = desk(page);
  await expect(page.getByText('Work that keeps going, on your own machine.')).toBeVisible();
  await expect(page.getByText('Nothing is sent away')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await button('Run the example').click();
  await expectStatus(page, 'Completed');
  const output = page.getByRole('region', { name: 'Output' });
  const late = /^DFW/;
  await expect(output.getByRole('row', { name: late })).toContainText('282');

  // Its tab is closed and opened: the run is there, without a question.
  const run = page.url();
  await page.goto('about:blank');
  await openApp(page, run);
  await expectStatus(page, 'Completed');
  await page.getByRole('heading', { level: 1 }).getByRole('link').click();
  await expect(node('Read flights')).toBeVisible();

  // 30 minutes instead of 15, beside Run: fewer are late.
  await page.getByRole('textbox', { name: 'minimumDelay' }).fill('30');
  await button('Run').click();
  await page.waitForURL((url) => url.hash.startsWith('#/runs/') && url.href !== run);
  await expectStatus(page, 'Completed');
  await expect(output.getByRole('row', { name: late })).not.toContainText('282');

  // And it is theirs to change.
  await page.getByRole('heading', { level: 1 }).getByRole('link').click();
  await node('Keep late flights').click();
  await button('Source').click();
  await expect(source).toContainText('minimumDelay');
  await button('Task').click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Only the late ones');
  await expect(node('Only the late ones')).toBeVisible();
  await expectSaved(page);
  await expect(page.getByText('edited since version 1')).toBeVisible();
  await button('Undo').click();
  await expect(node('Keep late flights')).toBeVisible();
  await expect(page.getByText('version 1', { exact: true })).toBeVisible();
  expect(complaints).toEqual([]);
});
