import { expectStatus, openApp } from '../app.ts';
import { expect, test } from '../fixtures.ts';
import { desk, expectSaved, outletOf, drag } from './desk.ts';
import { readers } from './readers.ts';

for (const { lang, inLanguage, text, names } of readers) {
  const { table } = names;
  const rows = Array.from(
    { length: 300 },
    (_, index) => `${table.item} ${String(index)};${String(index)},5`,
  );
  const csv = `${table.columns.join(';')}\n${rows.join('\n')}\n${table.last};1.000,5\n`;

  test(`a stranger drops a table of their own and gets a result of it${inLanguage}`, async ({
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
    await openApp(page, `${host.url}?lang=${lang}`);
    const { button, node, field, graph } = desk(page, text);
    const chooser = page.waitForEvent('filechooser');
    await button(text.library.import).click();
    const file = { name: `${table.name}.csv`, mimeType: 'text/csv', buffer: Buffer.from(csv) };
    await (await chooser).setFiles(file);

    // What it is, before anything is made of it; nothing leaves the browser.
    const stand = page.getByRole('region', { name: `${table.name}.csv` });
    await expect(stand).toContainText(text.files.data.table('301', '2'));
    await expect(stand).toContainText(text.files.data.local);
    await expect(stand.getByLabel(text.files.data.separator)).toHaveValue(';');
    await expect(stand.getByRole('columnheader')).toHaveCount(2);
    await stand.getByLabel(text.files.data.typeOf(table.columns[1])).selectOption('text');
    await button(text.files.data.make).click();

    // The first result is the table itself.
    await page.waitForURL(/#\/runs\/[^/]+$/);
    await expectStatus(page, text.states.status.completed);
    const output = page.getByRole('region', { name: text.run.output });
    await expect(output).toContainText(text.run.rows('301'));
    await page.getByRole('heading', { level: 1 }).getByRole('link', { name: table.name }).click();
    await page.waitForURL(({ hash }) => hash === `#/workflows/${encodeURIComponent(table.id)}`);

    await expect(node(text.files.data.readTask)).toBeVisible();
    const { x, y, width } = await graph.boundingBox().then((box) => box ?? Promise.reject(Error()));
    await drag(page, await outletOf(node(text.files.data.readTask)), {
      x: x + width * 0.8,
      y: y + 90,
    });
    await page.mouse.up();
    await page.getByRole('option', { name: 'js' }).click();
    await field(text.editor.task.titles['js.code'] ?? '').fill(
      'export default ({ inputs }) => inputs.table.slice(-1);',
    );
    await expectSaved(page, text);

    // The file is asked for once, by its name in the form of the run.
    await button(text.workflow.run).click();
    const dialog = page.getByRole('dialog', { name: text.params.heading(table.name) });
    await dialog.getByLabel('file', { exact: true }).setInputFiles(file);
    await dialog.getByRole('button', { name: text.params.run, exact: true }).click();
    await expectStatus(page, text.states.status.completed);

    await expect(output.getByRole('cell', { name: table.last })).toBeVisible();
    await expect(output.getByRole('cell', { name: '1.000,5' })).toBeVisible();
    expect(outside).toEqual([]);
    expect(complaints).toEqual([]);
  });
}
