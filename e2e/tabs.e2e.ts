import { type BrowserContext, type Page } from '@playwright/test';
import { expectStatus, importWorkflow, openApp, readExport, run } from './app.ts';
import { expect, test } from './fixtures.ts';
import { rendererOf } from './renderer.ts';

/** A wait in the middle, so that there is time for something to happen to its owner. */
const slow = (seconds: number) =>
  JSON.stringify({
    millrace: 1,
    id: 'slow',
    name: 'Slow',
    tasks: {
      before: { type: 'noop', with: { output: 1 } },
      sealed: {
        type: 'js',
        dependencies: ['before'],
        with: {
          code: `export default ({ inputs }) => new Promise((resolve) => setTimeout(() => resolve(inputs.before + 1), ${String(seconds * 1_000)}));`,
        },
      },
      after: {
        type: 'noop',
        dependencies: ['sealed'],
        with: { output: '${{ tasks.sealed.output }}' },
      },
    },
  });

async function openSecond(context: BrowserContext, url: string): Promise<Page> {
  const second = await context.newPage();
  await openApp(second, url);
  await expect(second.locator('html')).toHaveAttribute('data-owner', 'false');
  return second;
}

async function expectWhole(page: Page): Promise<void> {
  const { tasks, journal } = await readExport(page);
  expect(tasks['after']?.output).toBe(2);
  const ends = journal.filter((event) => event.type === 'taskSucceeded');
  expect(ends).toHaveLength(3);
}

test('two tabs show one live state, and either may order (SCH-12)', async ({
  page,
  host,
  context,
  complaints,
}) => {
  await openApp(page, host.url);
  await importWorkflow(page, { name: 's.json', text: slow(1) }, 'slow');
  const second = await openSecond(context, `${host.url}#/workflows/slow`);
  const id = await run(second);
  await page.goto(`${host.url}#/runs/${id}`);

  await expectStatus(page, 'Running');
  await expectStatus(second, 'Running');
  await expectStatus(second, 'Completed');
  await expectStatus(page, 'Completed');
  await expectWhole(second);
  expect(complaints).toEqual([]);
});

test('when the owner is closed the other tab goes on with its runs', async ({
  page,
  host,
  context,
}) => {
  await openApp(page, host.url);
  await importWorkflow(page, { name: 's.json', text: slow(1.5) }, 'slow');
  const id = await run(page);
  await expectStatus(page, 'Running');
  const second = await openSecond(context, `${host.url}#/runs/${id}`);
  await page.close();

  await expect(second.locator('html')).toHaveAttribute('data-owner', 'true');
  await expectStatus(second, 'Completed');
  await expectWhole(second);
});

test('when the owner crashes the other tab goes on with its runs', async ({
  page,
  host,
  context,
}) => {
  await openApp(page, host.url);
  await importWorkflow(page, { name: 's.json', text: slow(1.5) }, 'slow');
  const id = await run(page);
  await expectStatus(page, 'Running');
  const second = await openSecond(context, `${host.url}#/runs/${id}`);
  const devtools = await context.newCDPSession(page);
  // Never answers: the page that would is gone.
  devtools.send('Page.crash').catch(() => undefined);

  await expect(second.locator('html')).toHaveAttribute('data-owner', 'true');
  await expectStatus(second, 'Completed');
  await expectWhole(second);
});

test('an order given in the second tab while the owner dies is taken', async ({
  page,
  host,
  context,
}) => {
  await openApp(page, host.url);
  await importWorkflow(page, { name: 's.json', text: slow(0.5) }, 'slow');
  const second = await openSecond(context, `${host.url}#/workflows/slow`);
  const devtools = await context.newCDPSession(page);
  devtools.send('Page.crash').catch(() => undefined);
  await run(second);

  await expectStatus(second, 'Completed');
  await expectWhole(second);
});

test('a frozen owner is robbed, and when it thaws nothing shown is lost', async ({
  page,
  host,
  context,
  browser,
}) => {
  test.setTimeout(90_000);
  await openApp(page, host.url);
  await importWorkflow(page, { name: 's.json', text: slow(2) }, 'slow');
  const id = await run(page);
  await expectStatus(page, 'Running');
  const second = await openSecond(context, `${host.url}#/runs/${id}`);
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
  host,
  context,
  browser,
}) => {
  test.setTimeout(90_000);
  const limited = JSON.parse(slow(4)) as { tasks: { sealed: Record<string, unknown> } };
  limited.tasks.sealed['timeoutSeconds'] = 10;
  await openApp(page, host.url);
  await importWorkflow(page, { name: 's.json', text: JSON.stringify(limited) }, 'slow');
  const id = await run(page);
  await expectStatus(page, 'Running');
  const owner = await rendererOf(browser, page);
  const second = await openSecond(context, `${host.url}#/runs/${id}`);
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
}) => {
  await openApp(page, host.url);
  await importWorkflow(page, { name: 's.json', text: slow(0.5) }, 'slow');
  await run(page);
  await page.goto('about:blank');
  await page.goBack();

  await expectStatus(page, 'Completed');
  await expectWhole(page);
});
