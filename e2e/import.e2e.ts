import { importFile, importWorkflow, openApp, run, expectStatus } from './app.ts';
import { expect, test } from './fixtures.ts';

const simple = (id: string, name: string, output: number) =>
  JSON.stringify({
    millrace: 1,
    id,
    name,
    tasks: { one: { type: 'noop', with: { output } } },
  });

test('what is invalid is refused with its first problem, and nothing is saved', async ({
  page,
  host,
  complaints,
}) => {
  await openApp(page, host.url);
  await importFile(page, {
    name: 'bad.yaml',
    text: 'millrace: 1\nid: bad\ntasks:\n  a: { type: noop, dependencies: [b] }\n  c: { type: nope }\n',
  });

  const alert = page.getByRole('alert');
  await expect(alert).toContainText('b');
  await expect(alert).toContainText('bad.yaml:4');
  await page.goto(`${host.url}#/`);
  await expect(page.getByRole('list', { name: 'Workflows' }).getByRole('listitem')).toHaveCount(1);
  expect(complaints).toEqual([]);
});

test('an import over a known id asks, and does what is answered', async ({ page, host }) => {
  await openApp(page, host.url);
  await importWorkflow(page, { name: 'w.json', text: simple('w', 'Mine', 1) }, 'w');
  await page.goto(`${host.url}#/`);
  await importFile(page, { name: 'w.json', text: simple('w', 'Mine', 2) });
  const dialog = page.getByRole('dialog', { name: 'Mine is here already' });
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toBeHidden();
  await importFile(page, { name: 'w.json', text: simple('w', 'Mine', 2) });
  await dialog.getByRole('button', { name: 'Keep both' }).click();
  await page.waitForURL(/#\/workflows\/w-2$/);

  await page.goto(`${host.url}#/`);
  const items = page.getByRole('list', { name: 'Workflows' }).getByRole('listitem');
  await expect(items).toHaveCount(3);

  await importFile(page, { name: 'w.json', text: simple('w', 'Mine', 3) });
  await dialog.getByRole('button', { name: 'New version' }).click();
  await page.waitForURL(/#\/workflows\/w$/);
  await expect(page.getByRole('textbox', { name: 'Source' })).toContainText('"output":3');
});

// STO-11, MOD-04
test('ids of any kind are ordinary', async ({ page, host, complaints }) => {
  const text = JSON.stringify({
    millrace: 1,
    id: '../__proto__/名',
    name: '<b>名</b>',
    tasks: JSON.parse(
      '{"__proto__":{"type":"noop","with":{"output":1}},"python3.11":{"type":"js","dependencies":["__proto__"],"with":{"code":"export default ({ inputs }) => inputs[\\"__proto__\\"] + 1;"}}}',
    ) as unknown,
  });
  await openApp(page, host.url);
  await importWorkflow(page, { name: 'odd.json', text }, '../__proto__/名');
  await expect(page.getByRole('heading', { name: '<b>名</b>' })).toBeVisible();
  await run(page);
  await expectStatus(page, 'Completed');
  await expect(page.getByRole('region', { name: 'Output' })).toContainText('2');

  expect(complaints).toEqual([]);
});
