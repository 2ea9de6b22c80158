import type { Page } from '@playwright/test';
import { expectStatus, importWorkflow, openApp } from './app.ts';
import { expect, test } from './fixtures.ts';

const workflow = {
  name: 'read.yaml',
  text: `millrace: 1
id: read
name: Read
params:
  table: { type: file, required: true }
tasks:
  rows:
    type: files
    with: { param: table, format: csv }
`,
};
const large = 65 * 1024 * 1024;

/** The browser's picker asks nobody here: it hands out a file of the origin's own, by its handle. */
async function stubPicker(page: Page, names: readonly string[]): Promise<void> {
  await page.addInitScript((files: readonly string[]) => {
    const left = [...files];
    const pick = async () => {
      const root = await navigator.storage.getDirectory();
      return [await root.getFileHandle(left.shift() ?? '')];
    };
    Object.assign(globalThis, { showOpenFilePicker: pick });
  }, names);
}

async function writeFile(page: Page, name: string, text: string): Promise<void> {
  await page.evaluate(
    async ([file, content]) => {
      const root = await navigator.storage.getDirectory();
      const handle = await root.getFileHandle(file, { create: true });
      const writable = await handle.createWritable();
      await writable.write(content);
      await writable.close();
    },
    [name, text] as const,
  );
}

async function removeFile(page: Page, name: string): Promise<void> {
  await page.evaluate(async (file) => {
    await (await navigator.storage.getDirectory()).removeEntry(file);
  }, name);
}

async function openForm(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('dialog', { name: 'Run Read' }).waitFor();
}

async function start(page: Page): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: 'Run' }).click();
  await page.waitForURL(/#\/runs\//);
}

test('a file is read in place, and again as it is by then', async ({ page, host, complaints }) => {
  await stubPicker(page, ['a.csv']);
  await openApp(page, host.url);
  await writeFile(page, 'a.csv', 'city,n\nOslo,1\n');
  await importWorkflow(page, workflow, 'read');
  await openForm(page);
  await page.getByRole('button', { name: 'Read in place' }).click();
  await expect(page.getByRole('dialog')).toContainText('read where it lies');
  await start(page);
  await expectStatus(page, 'Completed');
  await expect(page.getByRole('region', { name: 'Output' })).toContainText('Oslo');

  // After a restart the handle is still there: the same run again reads what the file holds now.
  await writeFile(page, 'a.csv', 'city,n\nLima,2\n');
  await page.reload();
  await page.getByRole('button', { name: 'Run again', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Output' })).toContainText('Lima');
  expect(complaints).toEqual([]);
});

test('a task waits for a file that was moved, until a person shows where it is', async ({
  page,
  host,
  complaints,
}) => {
  await stubPicker(page, ['a.csv', 'b.csv']);
  await openApp(page, host.url);
  await writeFile(page, 'a.csv', 'city\nOslo\n');
  await writeFile(page, 'b.csv', 'city\nLima\n');
  await importWorkflow(page, workflow, 'read');
  await openForm(page);
  await page.getByRole('button', { name: 'Read in place' }).click();
  await expect(page.getByRole('dialog')).toContainText('a.csv');
  await removeFile(page, 'a.csv');
  await start(page);
  await expectStatus(page, 'Waiting');
  const ask = page.getByRole('group', { name: 'a.csv is needed' });
  await expect(ask).toBeVisible();
  await ask.getByRole('button', { name: 'Choose the file' }).click();

  await expect(page.getByRole('group', { name: 'is needed' })).toHaveCount(0);
  complaints.length = 0;
});

test('a file too large to be copied is held, and asked for again after a restart', async ({
  page,
  host,
}) => {
  // A browser that hands out no files by handle.
  await page.addInitScript(() => {
    Object.assign(globalThis, { showOpenFilePicker: undefined });
  });
  await openApp(page, host.url);
  await importWorkflow(page, workflow, 'read');
  await openForm(page);
  const rows = Buffer.alloc(large, 'Oslo,1\n');
  rows.write('city,n\n');
  const folder = test.info().outputPath('large.csv');
  await (await import('node:fs/promises')).writeFile(folder, rows.subarray(0, large - (large % 7)));
  await page.getByLabel('table').setInputFiles(folder);
  await expect(page.getByRole('dialog')).toContainText('asked for again after a restart');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
});

test('small files are copied in where there is no handle, and it says so', async ({
  page,
  host,
  complaints,
}) => {
  await openApp(page, host.url);
  await importWorkflow(page, workflow, 'read');
  await openForm(page);
  await page
    .getByLabel('table')
    .setInputFiles({ name: 'c.csv', mimeType: 'text/csv', buffer: Buffer.from('city\nRoma\n') });
  await expect(page.getByRole('dialog')).toContainText('It is copied in');
  await start(page);
  await expectStatus(page, 'Completed');
  await expect(page.getByRole('region', { name: 'Output' })).toContainText('Roma');
  expect(complaints).toEqual([]);
});

test('JSON and CSV become workflows; what a person says of them is kept', async ({
  page,
  host,
  complaints,
}) => {
  await openApp(page, host.url);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import' }).click();
  const buffer = Buffer.from('code;city\n007;Zürich\n008;Köln\n', 'latin1');
  await (await chooser).setFiles({ name: 'My cities.csv', mimeType: 'text/csv', buffer });
  const stand = page.getByRole('region', { name: 'My cities.csv' });
  await expect(stand).toContainText('2 rows, 2 columns');
  await expect(stand.getByLabel('Encoding')).toHaveValue('windows-1252');
  await expect(stand.getByLabel('Separator')).toHaveValue(';');
  await stand.getByLabel('Type of code').selectOption('number');
  await expect(stand.getByRole('cell', { name: '7', exact: true })).toBeVisible();
  await stand.getByRole('button', { name: 'Make a workflow' }).click();
  await expectStatus(page, 'Completed');
  const output = page.getByRole('region', { name: 'Output' });
  await expect(output).toContainText('Zürich');
  await expect(output.getByRole('cell', { name: '7', exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('My cities');
  expect(complaints).toEqual([]);
});
