import type { BrowserContext, Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { expectStatus, importWorkflow, openApp, readExport, run, type ExportedRun } from './app.ts';
import { expect, test } from './fixtures.ts';
import { openStaticHost, type StaticHost } from './static-host.ts';

const waits = JSON.stringify({
  millrace: 1,
  id: 'waits',
  name: 'Waits',
  tasks: {
    before: { type: 'noop', with: { output: 1 } },
    pause: { type: 'wait', dependencies: ['before'], with: { seconds: 4 } },
    after: { type: 'noop', dependencies: ['pause'], with: { output: 2 } },
  },
});

/** As Chromium does it now and then under SIGKILL: every database gone, the file system whole. */
async function dropDatabases(context: BrowserContext, url: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${url}icon.svg`);
  await page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) {
      if (name === undefined) continue;
      await new Promise((resolve, reject) => {
        const deleting = indexedDB.deleteDatabase(name);
        deleting.onsuccess = resolve;
        deleting.onerror = reject;
      });
    }
  });
  await page.close();
}

async function runExample(page: Page, url: string): Promise<string> {
  await openApp(page, url);
  await page.getByRole('button', { name: 'Run the example' }).click();
  await page.waitForURL(/#\/runs\//);
  await expectStatus(page, 'Completed');
  return page.url().split('#/runs/')[1] ?? '';
}

// One profile for all of it, in which the example has run: opening and running it is what takes the time.
test.describe.configure({ mode: 'serial' });
let host: StaticHost;
let context: BrowserContext;
let page: Page;
let finished: string;
let before: ExportedRun;
test.beforeAll(async ({ browser }) => {
  host = await openStaticHost();
  context = await browser.newContext();
  page = await context.newPage();
  finished = await runExample(page, host.url);
  before = await readExport(page);
});
test.afterAll(async () => {
  await context.close();
  await host.close();
});

test('everything goes into one file and comes back into another profile (STO-14)', async ({
  browser,
}) => {
  await page.goto(`${host.url}#/settings`);
  const storage = page.getByRole('region', { name: 'Storage' });
  await expect(storage).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Back up everything' }).click();
  const file = await download;
  const bytes = await readFile(await file.path());

  const other = await browser.newContext();
  const fresh = await other.newPage();
  await openApp(fresh, `${host.url}#/settings`);
  const chooser = fresh.waitForEvent('filechooser');
  await fresh.getByRole('button', { name: 'Restore' }).click();
  await (
    await chooser
  ).setFiles({
    name: file.suggestedFilename(),
    mimeType: 'application/octet-stream',
    buffer: bytes,
  });
  await expect(fresh.getByRole('main')).toContainText(/1 run/);
  await fresh.goto(`${host.url}#/runs/${finished}`);
  await expectStatus(fresh, 'Completed');
  const after = await readExport(fresh);
  await other.close();

  expect(after.outputsHash).toBe(before.outputsHash);
  expect(after.journal).toEqual(before.journal);
});

test('databases deleted under open tabs: they stop and say so; after a reload everything is back (PWA-03)', async () => {
  const second = await context.newPage();
  await openApp(second, `${host.url}#/`);
  await importWorkflow(second, { name: 'w.json', text: waits }, 'waits');
  const running = await run(second);
  await expectStatus(second, 'Waiting');
  await dropDatabases(context, host.url);

  for (const tab of [page, second]) {
    await expect(tab.locator('html')).toHaveAttribute('data-owner', 'false');
    await expect(tab.getByText('What was stored here was cleared').first()).toBeVisible();
    await expect(tab.getByRole('button', { name: 'Reload' }).first()).toBeVisible();
  }
  await page.getByRole('button', { name: 'Reload' }).first().click();
  await expect(page.locator('html')).toHaveAttribute('data-owner', 'true');
  await page.goto(`${host.url}#/`);
  const items = page.getByRole('list', { name: 'Workflows' }).getByRole('listitem');
  await expect(items).toHaveCount(2);
  await page.goto(`${host.url}#/runs/${finished}`);
  await expectStatus(page, 'Completed');
  expect((await readExport(page)).journal).toEqual(before.journal);
  await page.goto(`${host.url}#/runs/${running}`);
  await expectStatus(page, 'Completed');
  await second.close();
});

test('a dropped database is healed: workflows, a finished run and a running one are back (PWA-03)', async () => {
  await page.goto(`${host.url}#/workflows/waits`);
  const running = await run(page);
  await expectStatus(page, 'Waiting');
  await page.close();
  await dropDatabases(context, host.url);

  const again = await context.newPage();
  await openApp(again, `${host.url}#/`);
  const items = again.getByRole('list', { name: 'Workflows' }).getByRole('listitem');
  await expect(items).toHaveCount(2);
  await again.goto(`${host.url}#/runs/${finished}`);
  await expectStatus(again, 'Completed');
  const after = await readExport(again);
  expect(after.outputsHash).toBe(before.outputsHash);
  expect(after.journal).toEqual(before.journal);
  await again.goto(`${host.url}#/runs/${running}`);
  await expectStatus(again, 'Completed');
});
