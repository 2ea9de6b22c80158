import type { Page } from '@playwright/test';
import { strToU8, zipSync } from 'fflate';
import { readFile } from 'node:fs/promises';
import { importWorkflow, openApp } from './app.ts';
import { expect, listen, test } from './fixtures.ts';

const named = (id: string, name: string, output: number) =>
  JSON.stringify({ millrace: 1, id, name, tasks: { one: { type: 'noop', with: { output } } } });

async function importArchive(page: Page, buffer: Buffer): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import' }).click();
  await (await chooser).setFiles({ name: 'many.zip', mimeType: 'application/zip', buffer });
}

/** The list follows the store a moment later. */
async function expectNames(page: Page, names: readonly string[]): Promise<void> {
  const links = page.getByRole('list', { name: 'Workflows' }).locator('a.name');
  const read = async () => (await links.allTextContents()).map((name) => name.trim()).toSorted();
  await expect.poll(read).toEqual(names.toSorted());
}

test('many workflows go into one zip file and come back into another profile', async ({
  page,
  host,
  browser,
  complaints,
}) => {
  await openApp(page, host.url);
  const mine = { lab: named('lab', 'Lab', 1), 'a/名': named('a/名', 'Letters', 2) };
  for (const [id, text] of Object.entries(mine)) {
    await importWorkflow(page, { name: 'w.json', text }, id);
    await page.goto(`${host.url}#/`);
  }
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export all 3' }).click();
  const file = await download;
  await expect(page.getByText('3 workflows are in millrace-workflows.zip.')).toBeVisible();
  expect(file.suggestedFilename()).toBe('millrace-workflows.zip');

  const other = await browser.newContext();
  const fresh = await other.newPage();
  await listen(fresh, complaints);
  await openApp(fresh, host.url);
  await importArchive(fresh, await readFile(await file.path()));
  await expect(fresh.getByText('3 workflows were imported.')).toBeVisible();

  await expectNames(fresh, ['Delayed flights by airport', 'Lab', 'Letters']);
  await fresh.goto(`${host.url}#/workflows/${encodeURIComponent('a/名')}`);
  await expect(fresh.getByRole('textbox', { name: 'Source' })).toContainText(mine['a/名']);
  await other.close();
  expect(complaints).toEqual([]);
});

test('what is wrong in a zip file is settled one after the other, and the rest comes in', async ({
  page,
  host,
  complaints,
}) => {
  await openApp(page, host.url);
  await importWorkflow(page, { name: 'w.json', text: named('lab', 'Lab', 1) }, 'lab');
  await page.goto(`${host.url}#/`);
  const files = {
    'good.json': named('good', 'Good', 1),
    'broken.yaml': 'millrace: 1\nid: broken\ntasks:\n  a: { type: noop, dependencies: [b] }\n',
    'one.json': named('twice', 'Twice', 1),
    'another.json': named('twice', 'Twice', 2),
    'known.json': named('lab', 'Lab', 2),
    '../../up.json': named('up', 'Up', 1),
    'notes.txt': 'not a workflow',
  };
  const entries = Object.entries(files).map(([name, text]) => [name, strToU8(text)] as const);
  await importArchive(page, Buffer.from(zipSync(Object.fromEntries(entries))));

  const alert = page.getByRole('alert');
  await expect(alert).toContainText('broken.yaml:4');
  await alert.getByRole('button', { name: 'Close this message' }).click();
  const twice = page.getByRole('dialog', { name: 'Twice is here already' });
  await twice.getByRole('button', { name: 'Keep both' }).click();
  const known = page.getByRole('dialog', { name: 'Lab is here already' });
  await known.getByRole('button', { name: 'New version' }).click();

  await expect(page.getByText('5 workflows were imported.')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Up' })).toBeVisible();
  await expectNames(page, ['Delayed flights by airport', 'Good', 'Lab', 'Twice', 'Twice', 'Up']);
  await page.goto(`${host.url}#/workflows/lab`);
  await expect(page.getByRole('textbox', { name: 'Source' })).toContainText('"output":2');
  await page.goto(`${host.url}#/workflows/twice-2`);
  await expect(page.getByRole('textbox', { name: 'Source' })).toContainText('"output":2');
  expect(complaints).toEqual([]);
});

test('a file that is no archive, or holds no workflow, is refused in words', async ({
  page,
  host,
  complaints,
}) => {
  await openApp(page, host.url);
  const alert = page.getByRole('alert');

  await importArchive(page, Buffer.from('not a zip'));
  await expect(alert).toContainText('It is no zip file that can be read');
  await alert.getByRole('button', { name: 'Close this message' }).click();
  await expect(alert).toHaveCount(0);
  await importArchive(page, Buffer.from(zipSync({ 'notes.txt': strToU8('a note') })));
  await expect(alert).toContainText('It holds no workflow');

  await expect(page.getByRole('list', { name: 'Workflows' }).getByRole('listitem')).toHaveCount(1);
  expect(complaints).toEqual([]);
});
