import type { BrowserContext, Page } from '@playwright/test';
import { expectStatus, importWorkflow, openApp, run } from './app.ts';
import { expect, test } from './fixtures.ts';

/** Each is said on screen, and costs no more than it must (durability: degraded, and said). */
function workflow(id: string, tasks: Record<string, unknown>): string {
  return JSON.stringify({ millrace: 1, id, name: id, tasks });
}
const waits = (id: string, seconds: number) =>
  workflow(id, {
    before: { type: 'noop', with: { output: 1 } },
    pause: { type: 'wait', dependencies: ['before'], with: { seconds } },
  });

/** The engine worker begins without something that this browser has. */
async function takeFromWorker(context: BrowserContext, script: string): Promise<void> {
  await context.route(/engine\.worker-.*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${script};${await response.text()}` });
  });
}

async function inDatabase(page: Page, url: string, script: string): Promise<void> {
  await page.goto(`${url}icon.svg`);
  await page.evaluate(async (source) => {
    const opening = indexedDB.open('millrace');
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      opening.onsuccess = () => {
        resolve(opening.result);
      };
      opening.onerror = reject;
    });
    const transaction = database.transaction([...database.objectStoreNames], 'readwrite');
    await new Promise((resolve) => {
      transaction.oncomplete = resolve;
      // Its text is ours; the page it runs in is an image without a policy.
      // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
      new Function('transaction', source)(transaction);
    });
    database.close();
  }, script);
}

test('without a private file system everything works, and there is no safe copy', async ({
  page,
  host,
  context,
}) => {
  await takeFromWorker(context, 'delete globalThis.FileSystemSyncAccessHandle');
  await openApp(page, host.url);
  await expect(page.getByText(/no safe copy/i).first()).toBeVisible();
  await page.getByRole('button', { name: 'Run the example' }).click();

  await expectStatus(page, 'Completed');
});

test('without Web Locks nobody drives, and the reason is said', async ({ page, host, context }) => {
  await takeFromWorker(context, 'delete WorkerNavigator.prototype.locks');
  await openApp(page, host.url);

  await expect(page.locator('html')).toHaveAttribute('data-owner', 'false');
  await expect(page.getByRole('button', { name: 'Run the example' })).toHaveCount(0);
  await expect(page.getByText(/keep two tabs apart/).first()).toBeVisible();
});

test('a row that cannot be read costs its execution and nothing else (STO-06)', async ({
  page,
  host,
}) => {
  await openApp(page, host.url);
  await importWorkflow(page, { name: 'a.json', text: waits('bad', 60) }, 'bad');
  const bad = await run(page);
  await expectStatus(page, 'Waiting');
  await page.goto(`${host.url}#/`);
  await importWorkflow(page, { name: 'b.json', text: waits('good', 4) }, 'good');
  const good = await run(page);
  await expectStatus(page, 'Waiting');
  const spoil = `
    const rows = transaction.objectStore('journal');
    rows.openCursor().onsuccess = ({ target }) => {
      const cursor = target.result;
      if (cursor === null) return;
      if (cursor.value.executionId === '${bad}') cursor.update({ ...cursor.value, body: '[{"type":' });
      cursor.continue();
    };
    transaction.objectStore('states').delete('${bad}');`;
  await inDatabase(page, host.url, spoil);

  await openApp(page, `${host.url}#/runs/${good}`);
  await expectStatus(page, 'Completed');
});

test('site data cleared under an open tab: it stops and says so', async ({
  page,
  host,
  context,
}) => {
  await openApp(page, host.url);
  await importWorkflow(page, { name: 'a.json', text: waits('w', 60) }, 'w');
  const devtools = await context.newCDPSession(page);
  const { origin } = new URL(host.url);
  await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await expect(page.locator('html')).toHaveAttribute('data-owner', 'false');
  await expect(page.getByText(/reload/i).first()).toBeVisible();
});

test('what a newer build owns is only looked at, and the page asks to reload', async ({
  page,
  host,
}) => {
  await openApp(page, host.url);
  const newer = `
    const owners = transaction.objectStore('owner');
    owners.get('owner').onsuccess = ({ target }) => owners.put({ ...target.result, code: 999 });`;
  await inDatabase(page, host.url, newer);
  await openApp(page, host.url);

  await expect(page.locator('html')).toHaveAttribute('data-owner', 'false');
  await expect(page.getByRole('button', { name: 'Reload' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Run the example' })).toHaveCount(0);
  await expect(page.getByRole('list', { name: 'Workflows' }).getByRole('listitem')).toHaveCount(1);
});
