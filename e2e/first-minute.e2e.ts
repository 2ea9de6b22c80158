import { expectStatus, openApp, readExport } from './app.ts';
import { expect, test } from './fixtures.ts';

// GEN-02, USE-01, PWA-03, PWA-04, PWA-08: a stranger's first minute, on the two kinds of host.
for (const policyHeader of [false, true]) {
  test.describe(policyHeader ? 'on a host that sends the policy' : 'on a plain static host', () => {
    test.use({ policyHeader });

    test('a stranger runs the example and sees its table', async ({ page, host, complaints }) => {
      const outside: string[] = [];
      page.on('request', (request) => {
        if (!request.url().startsWith(host.url) && request.url().startsWith('http')) {
          outside.push(request.url());
        }
      });
      await openApp(page, host.url);
      await expect(page.getByRole('heading', { name: 'Workflows' })).toBeVisible();
      await expect(page.getByRole('list', { name: 'Workflows' }).getByRole('listitem')).toHaveCount(
        1,
      );
      await expect(page.locator('html')).toHaveAttribute('data-owner', 'true');

      await page.getByRole('button', { name: 'Run the example' }).click();
      await page.waitForURL(/#\/runs\//);
      await expectStatus(page, 'Completed');

      await expect(page.getByRole('heading', { name: 'Delayed flights by airport' })).toBeVisible();
      await expect(page.getByRole('status')).toHaveCount(1);
      await expect(page.getByRole('table', { name: 'Tasks' }).getByRole('row')).toHaveCount(9);
      const output = page.getByRole('region', { name: 'Output' });
      await expect(output.getByRole('cell', { name: 'DFW', exact: true })).toBeVisible();
      await expect(output.getByRole('row')).toHaveCount(11);
      await expect(page.getByRole('log', { name: 'Logs' })).toContainText('flights were late');
      expect(outside).toEqual([]);
      expect(complaints).toEqual([]);
    });
  });
}

test('a run is exported with its journal and outputs (STO-12)', async ({ page, host }) => {
  await openApp(page, host.url);
  await page.getByRole('button', { name: 'Run the example' }).click();
  await expectStatus(page, 'Completed');

  const exported = await readExport(page);

  expect(exported.millraceExecution).toBe(1);
  expect(exported.status).toBe('completed');
  expect(exported.outputsHash).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(exported.journal.map((event) => event.seq)).toEqual(
    exported.journal.map((_event, index) => index + 1),
  );
  expect(exported.tasks['worst']?.output).toHaveLength(10);
});

test('a param beside Run changes the run', async ({ page, host }) => {
  await openApp(page, `${host.url}#/workflows/delayed-flights`);
  await page.getByLabel('minimumDelay').fill('120');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expectStatus(page, 'Completed');

  await expect(page.getByRole('log', { name: 'Logs' })).toContainText(
    /^(?!.*4551).*flights were late/s,
  );
});

test('the example runs with the server gone (PWA-11, GEN-01)', async ({
  page,
  host,
  complaints,
}) => {
  await openApp(page, host.url);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await host.close();
  await page.reload();
  await page.getByRole('button', { name: 'Run the example' }).click();
  await expectStatus(page, 'Completed');

  expect(complaints).toEqual([]);
});
