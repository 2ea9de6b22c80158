import { expectStatus, importWorkflow, openApp, run } from '../app.ts';
import { expect, test } from '../fixtures.ts';
import { desk, expectSaved } from './desk.ts';

const workflow = `millrace: 1
id: prices
name: Prices
tasks:
  read:
    type: noop
    with: { output: [{ price: 3 }, { price: null }, { price: 5 }] }
  total:
    name: Add them up
    type: js
    dependencies: [read]
    with:
      code: |
        export default ({ inputs }) => {
          let sum = 0;
          for (const row of inputs.read) sum += Number(row.price.toFixed(2));
          return { sum };
        };
  report:
    type: noop
    dependencies: [total]
    with: { output: '\${{ tasks.total.output.sum }}' }
`;

test('a failure is understood, mended, and run again', async ({ page, host, complaints }) => {
  await openApp(page, host.url);
  const { button, field, node } = desk(page);
  await importWorkflow(page, { name: 'prices.yaml', text: workflow }, 'prices');
  const failed = await run(page);
  await expectStatus(page, 'Failed');

  // The library says which task, and leads there.
  await page.getByRole('link', { name: 'Workflows', exact: true }).click();
  const row = page.getByRole('listitem').filter({ hasText: 'Prices' });
  await expect(row).toContainText('Failed');
  await expect(row).toContainText('at Add them up');
  await row.getByRole('link', { name: 'See why' }).click();
  await page.waitForURL(new RegExp(`#/runs/${failed}`));
  await expectStatus(page, 'Failed');
  const tasks = page.getByRole('table', { name: 'Tasks' });
  await expect(tasks.getByRole('row', { name: /^Add them up/ })).toContainText('Failed');
  await expect(tasks.getByRole('row', { name: /report/ })).toContainText('Skipped');
  await tasks.getByRole('link', { name: 'Add them up' }).click();
  const panel = page.getByRole('region', { name: 'Task total' });
  await expect(panel).toContainText("Cannot read properties of null (reading 'toFixed')");
  await expect(panel).toContainText('line 3');

  // Mended where the mistake is; the run that failed keeps the version it ran with.
  await page.getByRole('heading', { level: 1 }).getByRole('link', { name: 'Prices' }).click();
  await node('Add them up').click();
  const code = await field('Code').inputValue();
  await field('Code').fill(code.replace('row.price.toFixed(2)', '(row.price ?? 0).toFixed(2)'));
  await expect(page.getByText('edited since version 1')).toBeVisible();
  await expectSaved(page);
  await button('Run').click();
  await page.waitForURL((url) => /#\/runs\/[^/]+$/.test(url.href) && !url.href.endsWith(failed));
  await expectStatus(page, 'Completed');
  await expect(page.getByRole('region', { name: 'Output' })).toContainText('8');

  await page.goto(`${host.url}#/runs/${failed}`);
  await expectStatus(page, 'Failed');
  await page.goto(`${host.url}#/workflows/prices/versions`);
  await expect(page.getByRole('table', { name: 'Versions' }).getByRole('row')).toHaveCount(3);
  expect(complaints).toEqual([]);
});
