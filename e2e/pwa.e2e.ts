import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { writeFile } from 'node:fs/promises';
import { deflateRawSync } from 'node:zlib';
import { chromiumArgs, chromiumPath } from '../tools/chromium.ts';
import { buildForTests } from '../tools/test-build.ts';
import { expectStatus, importWorkflow, openApp, readExport, run } from './app.ts';
import { expect, listen, test } from './fixtures.ts';
import { openStaticHost } from './static-host.ts';
import { expectWhole, slow } from './two-tabs.ts';

// Issue 9, 7: the app as a thing that is installed, works without a server, and is brought up to date.
const newerBuild = '.cache/newer-version';
const newerVersion = '9.9.9+test';
const hourMs = 3_600_000;
/** Longer than a test lives: only the clock of a test build brings its end. */
const longRun = JSON.stringify({
  millrace: 1,
  id: 'nap',
  name: 'A long nap',
  tasks: {
    nap: { type: 'wait', with: { seconds: 3_600 } },
    after: { type: 'noop', dependencies: ['nap'], with: { output: 1 } },
  },
});
const update = (page: Page) => page.getByRole('button', { name: 'Update', exact: true });
const html = (page: Page) => page.locator('html');

test.beforeAll(async () => {
  test.setTimeout(120_000);
  await buildForTests(newerBuild, { version: newerVersion });
});

async function beginLongRun(page: Page, url: string): Promise<string> {
  await openApp(page, url);
  await importWorkflow(page, { name: 'nap.json', text: longRun }, 'nap');
  const id = await run(page);
  await expectStatus(page, 'Waiting');
  return id;
}

/** On the disk, since a private window installs nothing; as long as the test's other output. */
async function openProfile(complaints: string[]): Promise<[BrowserContext, Page]> {
  const context = await chromium.launchPersistentContext(test.info().outputPath('profile'), {
    executablePath: chromiumPath,
    args: [...chromiumArgs],
    headless: true,
  });
  const page = await context.newPage();
  await listen(page, complaints);
  return [context, page];
}

interface Installed {
  readonly page: Page;
  readonly context: BrowserContext;
  /** The number on its icon. */
  readonly badge: () => Promise<number>;
  /** As when a person opens a file of the system with it. */
  readonly openWith: (path: string) => Promise<void>;
}

async function install(url: string, complaints: string[]): Promise<Installed> {
  const [context, page] = await openProfile(complaints);
  await openApp(page, url);
  await expect(html(page)).toHaveAttribute('data-offline', 'ready');
  const browser = await context.newCDPSession(page);
  const { appId: manifestId = '' } = await browser.send('Page.getAppId');
  await browser.send('PWA.install', { manifestId });
  return {
    page,
    context,
    badge: async () => (await browser.send('PWA.getOsAppState', { manifestId })).badgeCount,
    openWith: async (path) => {
      await browser.send('PWA.launchFilesInApp', { manifestId, files: [path] });
    },
  };
}

/** All engines of test builds live an hour later from now on. */
async function sleepAnHour(page: Page): Promise<void> {
  await page.evaluate((ms) => {
    new BroadcastChannel('millrace-test-sleep').postMessage(ms);
  }, hourMs);
}

test('can be installed from a folder of any host, in a window of its own (PWA-12)', async () => {
  const host = await openStaticHost({ folder: '/some/where/' });
  const complaints: string[] = [];
  const [context, page] = await openProfile(complaints);
  await openApp(page, host.url);
  await expect(html(page)).toHaveAttribute('data-offline', 'ready');

  const browser = await context.newCDPSession(page);
  const { errors, data, url } = await browser.send('Page.getAppManifest');
  const { installabilityErrors } = await browser.send('Page.getInstallabilityErrors');
  const { appId } = await browser.send('Page.getAppId');

  expect(errors).toEqual([]);
  expect(installabilityErrors).toEqual([]);
  expect(url).toBe(`${host.url}manifest.webmanifest`);
  // Two apps of one host are two apps.
  expect(appId).toBe(host.url);
  const manifest = JSON.parse(data ?? '') as Record<string, unknown>;
  expect(manifest['display']).toBe('standalone');
  expect(manifest['file_handlers']).toEqual([
    {
      action: './',
      accept: { 'text/csv': ['.csv'], 'application/yaml': ['.yaml', '.yml'] },
    },
  ]);
  expect(complaints).toEqual([]);
  await context.close();
  await host.close();
});

test('is ready to work offline after one visit, and starts at each of its addresses with the server stopped', async ({
  page,
  host,
  complaints,
}) => {
  test.setTimeout(60_000);
  await openApp(page, host.url);
  await expect(html(page)).toHaveAttribute('data-offline', 'ready');
  await expect(page.getByText('Ready to work offline')).toBeVisible();
  await page.getByRole('button', { name: 'Run the example' }).click();
  await expectStatus(page, 'Completed');
  const runHash = new URL(page.url()).hash;
  const shared = JSON.stringify({ millrace: 1, id: 'shared', tasks: { one: { type: 'noop' } } });
  const data = deflateRawSync(shared).toString('base64url');
  await host.close();

  const addresses = [
    ['#/', 'Workflows'],
    ['#/workflows/delayed-flights', 'Delayed flights by airport'],
    ['#/workflows/delayed-flights/versions', /./],
    ['#/runs', 'Runs'],
    [runHash, 'Delayed flights by airport'],
    [`${runHash}/tasks/worst`, 'Delayed flights by airport'],
    ['#/settings', 'Settings'],
    [`#/preview/${data}`, 'shared'],
  ] as const;
  for (const [hash, name] of addresses) {
    // Away first, so that it is a start and no mere change of the hash.
    await page.goto('about:blank');
    await openApp(page, host.url + hash);
    await expect(page.getByRole('heading', { level: 1, name }).first()).toBeVisible();
    // What is drawn late is here too.
    if (hash.startsWith('#/runs/')) {
      await expect(page.locator('.svelte-flow [data-task-id]')).toHaveCount(8);
    }
  }
  await page.goto('about:blank');
  await openApp(page, `${host.url}#/workflows/delayed-flights`);
  await expect(page.getByRole('textbox', { name: 'Source' })).toContainText('millrace: 1');
  expect(complaints).toEqual([]);
});

test('a newer build waits for the press, ends no run, and breaks no other tab (PWA-13)', async ({
  page,
  host,
  context,
  complaints,
}) => {
  test.setTimeout(60_000);
  const id = await beginLongRun(page, host.url);
  await expect(html(page)).toHaveAttribute('data-offline', 'ready');
  const older = (await html(page).getAttribute('data-version')) ?? '';
  const second = await context.newPage();
  await listen(second, complaints);
  await openApp(second, `${host.url}#/runs/${id}`);
  await expect(update(page)).toHaveCount(0);

  host.serve(newerBuild);
  // What the page does by itself once an hour.
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });
  await expect(update(page)).toBeVisible();
  await expect(update(second)).toBeVisible();
  // Not even a reload brings it: only the press does.
  await page.reload();
  await expect(update(page)).toBeVisible();
  await expect(html(page)).toHaveAttribute('data-version', older);
  await expectStatus(page, 'Waiting');

  await update(page).click();
  await expect(html(page)).toHaveAttribute('data-version', newerVersion);
  await expectStatus(page, 'Waiting');
  await expect(update(page)).toHaveCount(0);
  // Looked at, it is not reloaded under somebody's hands; it says so, and goes on.
  await expect(update(second)).toBeVisible();
  await expect(html(second)).toHaveAttribute('data-version', older);
  await expectStatus(second, 'Waiting');
  await update(second).click();
  await expect(html(second)).toHaveAttribute('data-version', newerVersion);
  await expectStatus(second, 'Waiting');

  await sleepAnHour(page);
  await expectStatus(page, 'Completed');
  await expectStatus(second, 'Completed');
  expect(complaints).toEqual([]);
});

test('Update waits for a task that runs only once, and says so; it is not cut off', async ({
  page,
  host,
  complaints,
}) => {
  test.setTimeout(60_000);
  await openApp(page, host.url);
  await expect(html(page)).toHaveAttribute('data-offline', 'ready');
  // From its second visit on it comes from what is kept here, and a newer build has to wait.
  await page.reload();
  host.serve(newerBuild);
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });
  await expect(update(page)).toBeVisible();
  const text = slow(5, { effect: 'once' });
  await importWorkflow(page, { name: 's.json', text }, 'slow-5');
  await run(page);
  await expect(page.locator('tr[data-task-id="sealed"]')).toHaveAttribute('data-state', 'running');

  await update(page).click();
  await expect(page.getByText('A task comes to its end first; 10 s at most.')).toBeVisible();
  await expect(html(page)).toHaveAttribute('data-version', newerVersion, { timeout: 20_000 });

  await expectStatus(page, 'Completed');
  await expectWhole(page);
  const { tasks } = await readExport(page);
  expect(tasks['sealed']?.attempts).toMatchObject([{ number: 1, recovered: false, failure: null }]);
  expect(complaints).toEqual([]);
});

interface Told {
  readonly notifications: { readonly title: string; readonly body: string }[];
}

/** Runs in the page: writes down what reaches the system. */
function writeDown(): void {
  const told: Told = { notifications: [] };
  Object.assign(globalThis, { told });
  globalThis.Notification = new Proxy(Notification, {
    construct: (made, args: [string, NotificationOptions]) => {
      told.notifications.push({ title: args[0], body: args[1].body ?? '' });
      return new made(...args);
    },
  });
}
const toldTo = (page: Page) => page.evaluate(() => (globalThis as unknown as { told: Told }).told);

/** As when a person goes to another window, or comes back. */
async function look(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate((visibilityState) => {
    Object.defineProperties(document, {
      visibilityState: { value: visibilityState, configurable: true },
      hidden: { value: visibilityState === 'hidden', configurable: true },
    });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}

test('a long run that ends while nobody looks is told of, if the person wanted that', async ({
  host,
  complaints,
}) => {
  host.serve(newerBuild);
  const { page, context, badge } = await install(host.url, complaints);
  await context.grantPermissions(['notifications']);
  await page.addInitScript(writeDown);
  await page.clock.install();
  await beginLongRun(page, host.url);
  const question = page.getByRole('button', { name: 'Tell me when it ends' });
  await expect(question).toHaveCount(0);

  await page.clock.fastForward(30_000);
  await question.click();
  await expect(page.getByText('You will be told when it ends.')).toBeVisible();
  await look(page, 'hidden');
  await sleepAnHour(page);

  await expect
    .poll(async () => (await toldTo(page)).notifications)
    .toEqual([{ title: 'A long nap', body: 'Completed' }]);
  await expect.poll(badge).toBe(1);
  await look(page, 'visible');
  await expect.poll(badge).toBe(0);
  await context.close();
  expect(complaints).toEqual([]);
});

test('a workflow that the system opens with it is imported', async ({ host, complaints }) => {
  const { page, context, openWith } = await install(host.url, complaints);
  const path = test.info().outputPath('opened.yaml');
  await writeFile(path, 'millrace: 1\nid: opened\nname: Opened\ntasks:\n  one: { type: noop }\n');

  await openWith(path);

  await page.waitForURL(/#\/workflows\/opened$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Opened' })).toBeVisible();
  await context.close();
  expect(complaints).toEqual([]);
});

test('a table that the system opens with it shows its first rows', async ({ host, complaints }) => {
  const { page, context, openWith } = await install(host.url, complaints);
  const path = test.info().outputPath('rain.csv');
  await writeFile(path, 'day,mm\n1,4\n2,0\n');

  await openWith(path);

  await expect(page.getByRole('heading', { name: 'rain.csv' })).toBeVisible();
  await expect(page.getByRole('group', { name: 'rain.csv' }).getByRole('row')).toHaveCount(3);
  await context.close();
  expect(complaints).toEqual([]);
});
