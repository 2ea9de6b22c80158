import { expectStatus, run } from './app.ts';
import { expect } from './fixtures.ts';
import { rendererOf } from './renderer.ts';
import { expectWhole, slow, test } from './two-tabs.ts';

test('two tabs show one live state, and either may order (SCH-12, MOD-07)', async ({
  page,
  host,
  tabs,
  complaints,
}) => {
  await tabs.open(slow(1));
  const second = await tabs.openSecond('#/workflows/slow');
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
  const second = await tabs.openSecond('#/workflows/slow');
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
