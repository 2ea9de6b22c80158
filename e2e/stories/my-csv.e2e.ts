import { expectStatus, openApp } from '../app.ts';
import { expect, test } from '../fixtures.ts';
import { desk, expectSaved, outletOf, drag } from './desk.ts';

const rows = Array.from({ length: 300 }, (_, index) => `item ${String(index)};${String(index)},5`);
const csv = `name;price\n${rows.join('\n')}\nblue;1.000,5\n`;

test('a stranger drops a table of their own and gets a result of it', async ({
  page,
  host,
  complaints,
}) => {
  const outside: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(host.url) && request.url().startsWith('http')) {
      outside.push(request.url());
    }
  });
  await openApp(page, host.url);
  const { button, node, field, graph } = desk(page);
  const chooser = page.waitForEvent('filechooser');
  await button('Import').click();
  const file = { name: 'Prices 2026.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) };
  await (await chooser).setFiles(file);

  // What it is, before anything is made of it; nothing leaves the browser.
  const stand = page.getByRole('region', { name: 'Prices 2026.csv' });
  await expect(stand).toContainText('301 rows, 2 columns');
  await expect(stand).toContainText('Nothing is sent anywhere.');
  await expect(stand.getByLabel('Separator')).toHaveValue(';');
  await expect(stand.getByRole('columnheader')).toHaveCount(2);
  await stand.getByLabel('Type of price').selectOption('text');
  await button('Make a workflow').click();

  // The first result is the table itself.
  await page.waitForURL(/#\/runs\/[^/]+$/);
  await expectStatus(page, 'Completed');
  const output = page.getByRole('region', { name: 'Output' });
  await expect(output).toContainText('301 rows');
  await page.getByRole('heading', { level: 1 }).getByRole('link', { name: 'Prices 2026' }).click();
  await page.waitForURL(/#\/workflows\/prices-2026$/);

  await expect(node('Read the file')).toBeVisible();
  const { x, y, width } = await graph.boundingBox().then((box) => box ?? Promise.reject(Error()));
  await drag(page, await outletOf(node('Read the file')), { x: x + width * 0.8, y: y + 90 });
  await page.mouse.up();
  await page.getByRole('option', { name: 'js' }).click();
  await field('Code').fill('export default ({ inputs }) => inputs.table.slice(-1);');
  await expectSaved(page);

  // The file is asked for once, by its name in the form of the run.
  await button('Run').click();
  const dialog = page.getByRole('dialog', { name: 'Run Prices 2026' });
  await dialog.getByLabel('file', { exact: true }).setInputFiles(file);
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();
  await expectStatus(page, 'Completed');

  await expect(output.getByRole('cell', { name: 'blue' })).toBeVisible();
  await expect(output.getByRole('cell', { name: '1.000,5' })).toBeVisible();
  expect(outside).toEqual([]);
  expect(complaints).toEqual([]);
});
