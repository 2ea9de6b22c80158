import type { BrowserContext } from '@playwright/test';
import { expectStatus, run } from './app.ts';
import { expect } from './fixtures.ts';
import { rendererOf } from './renderer.ts';
import { openStaticHost, type StaticHost } from './static-host.ts';
import { expectWhole, slow, test as twoTabs } from './two-tabs.ts';

/** One profile for all of them, as a person has one: only the first opening of the app is cold. */
interface Home {
  readonly host: StaticHost;
  readonly profile: BrowserContext;
}
const test = twoTabs.extend<object, { readonly home: Home }>({
  home: [
    async ({ browser }, use) => {
      const host = await openStaticHost();
      const profile = await browser.newContext();
      await use({ host, profile });
      await profile.close();
      await host.close();
    },
    { scope: 'worker' },
  ],
  host: ({ home }, use) => use(home.host),
  context: async ({ home: { profile } }, use) => {
    await use(profile);
    await Promise.all(profile.pages().map((page) => page.close()));
  },
});

test('two tabs show one live state, and either may order (SCH-12, MOD-07)', async ({
  page,
  host,
  tabs,
  complaints,
}) => {
  await tabs.open(slow(1));
  const second = await tabs.openSecond('#/workflows/slow-1');
  const id = await run(second);
  await page.goto(`${host.url}#/runs/${id}`);

  await expectStatus(page, 'Running');
  await expectStatus(second, 'Running');
  await expectStatus(second, 'Completed');
  await expectStatus(page, 'Completed');
  await expectWhole(second);
  expect(complaints).toEqual([]);
});

test('when the owner is closed the other tab goes on with its runs', async ({ page, tabs }) => {
  const id = await tabs.begin(slow(1.5));
  const second = await tabs.openSecond(`#/runs/${id}`);
  await page.close();

  await expect(second.locator('html')).toHaveAttribute('data-owner', 'true');
  await expectStatus(second, 'Completed');
  await expectWhole(second);
});

test('when the owner crashes the other tab goes on with its runs', async ({
  page,
  tabs,
  context,
}) => {
  const id = await tabs.begin(slow(1.5));
  const second = await tabs.openSecond(`#/runs/${id}`);
  const devtools = await context.newCDPSession(page);
  // Never answers: the page that would is gone.
  devtools.send('Page.crash').catch(() => undefined);

  await expect(second.locator('html')).toHaveAttribute('data-owner', 'true');
  await expectStatus(second, 'Completed');
  await expectWhole(second);
});

test('an order given in the second tab while the owner dies is taken', async ({
  page,
  tabs,
  context,
}) => {
  await tabs.open(slow(0.5));
  const second = await tabs.openSecond('#/workflows/slow-0.5');
  const devtools = await context.newCDPSession(page);
  devtools.send('Page.crash').catch(() => undefined);
  await run(second);

  await expectStatus(second, 'Completed');
  await expectWhole(second);
});

test('a frozen owner is robbed, and when it thaws nothing shown is lost', async ({
  page,
  tabs,
  browser,
}) => {
  test.setTimeout(90_000);
  const id = await tabs.begin(slow(2));
  const second = await tabs.openSecond(`#/runs/${id}`);
  const owner = await rendererOf(browser, page);
  process.kill(owner, 'SIGSTOP');
  try {
    await expect(second.locator('html')).toHaveAttribute('data-owner', 'true', { timeout: 30_000 });
    await expectStatus(second, 'Completed');
  } finally {
    process.kill(owner, 'SIGCONT');
  }

  await expect(page.locator('html')).toHaveAttribute('data-owner', 'false');
  await expectStatus(page, 'Completed');
  await expectWhole(second);
});

test('when both tabs slept nobody is robbed, and no limit has run out', async ({
  page,
  tabs,
  browser,
}) => {
  test.setTimeout(90_000);
  const id = await tabs.begin(slow(4, { timeoutSeconds: 10 }));
  const owner = await rendererOf(browser, page);
  const second = await tabs.openSecond(`#/runs/${id}`);
  const asleep = [owner, await rendererOf(browser, second)];
  for (const one of asleep) process.kill(one, 'SIGSTOP');
  // Longer than five pings and than the limit of the task.
  await new Promise((resolve) => setTimeout(resolve, 15_000));
  for (const one of asleep) process.kill(one, 'SIGCONT');

  await expectStatus(second, 'Completed');
  await expect(page.locator('html')).toHaveAttribute('data-owner', 'true');
  await expect(second.locator('html')).toHaveAttribute('data-owner', 'false');
  await expectWhole(page);
});

test('a page back from the back/forward cache shows what became of its run', async ({
  page,
  host,
  tabs,
}) => {
  await tabs.open(slow(0.5));
  await run(page);
  await page.goto('about:blank');
  await page.goBack();

  await expectStatus(page, 'Completed');
  await expectWhole(page);
  expect(page.url()).toContain(host.url);
});
