import type { Page } from '@playwright/test';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testBuildNames } from '../test/build/plugin.ts';
import { buildForTests } from '../tools/test-build.ts';
import { expectStatus, openApp, readExport, run } from './app.ts';
import { expect } from './fixtures.ts';
import { expectWhole, slow, test } from './two-tabs.ts';

const newerBuild = '.cache/newer-build';
const hourMs = 3_600_000;

// What a person has open is one build, and what the host serves another; offline has its own tests.
test.use({ serviceWorkers: 'block' });

test.beforeAll(async () => {
  test.setTimeout(120_000);
  await buildForTests(newerBuild, { writerVersion: 2 });
});

/** The broker of the isolates lives in an origin of its own, which no channel reaches. */
async function sleepInFrames(page: Page, ms: number): Promise<void> {
  const frames = page.frames().filter((frame) => frame !== page.mainFrame());
  expect(frames.length).toBeGreaterThan(0);
  for (const frame of frames) {
    await frame.evaluate((sleptMs) => {
      const awake = performance.now.bind(performance);
      performance.now = () => awake() + sleptMs;
    }, ms);
  }
}

test('a newer build takes over; the older looks on, asks to reload, and then drives as the newer', async ({
  page,
  host,
  tabs,
}) => {
  const id = await tabs.begin(slow(2));
  host.serve(newerBuild);
  const second = await page.context().newPage();
  await openApp(second, `${host.url}#/runs/${id}`);

  await expect(second.locator('html')).toHaveAttribute('data-owner', 'true');
  await expect(page.getByText('A newer Millrace is at work').first()).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-owner', 'false');
  await expectStatus(second, 'Completed');
  await expectWhole(second);
  const shown = await readExport(second);

  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(page.getByText('Another tab drives').first()).toBeVisible();
  await second.close();
  await expect(page.locator('html')).toHaveAttribute('data-owner', 'true');
  await expectStatus(page, 'Completed');
  expect((await readExport(page)).journal).toEqual(shown.journal);
});

test('an older build lets a task that runs only once come to its end before it hands over', async ({
  page,
  host,
  tabs,
}) => {
  test.setTimeout(60_000);
  const id = await tabs.begin(slow(5, { effect: 'once' }));
  host.serve(newerBuild);
  const second = await page.context().newPage();
  await openApp(second, `${host.url}#/workflows/slow-5`);
  await expect(second.locator('html')).toHaveAttribute('data-owner', 'false');
  const ordered = await run(second);
  expect(ordered).not.toBe(id);
  await expect(page.locator('html')).toHaveAttribute('data-owner', 'true');

  await expect(second.locator('html')).toHaveAttribute('data-owner', 'true');
  await expect(page.getByText('A newer Millrace is at work').first()).toBeVisible();
  await expectStatus(page, 'Completed');
  const { tasks, journal } = await readExport(page);
  expect(tasks['sealed']?.attempts).toMatchObject([{ number: 1, recovered: false, failure: null }]);
  expect(journal.filter(({ type }) => type === 'taskWaiting')).toEqual([]);
  await expectWhole(page);
  // What was ordered while nobody had handed over yet is taken by the newer one.
  await expectStatus(second, 'Completed');
  await expectWhole(second);
});

test('an older build that is opened later only looks on, and changes nothing', async ({
  page,
  host,
  tabs,
  context,
}) => {
  host.serve(newerBuild);
  const id = await tabs.begin(slow(0.2));
  await expectStatus(page, 'Completed');
  const shown = await readExport(page);
  await page.close();
  host.serve('dist');
  const older = await context.newPage();
  await openApp(older, `${host.url}#/runs/${id}`);

  await expect(older.getByText('A newer Millrace is at work').first()).toBeVisible();
  await expectStatus(older, 'Completed');
  expect((await readExport(older)).journal).toEqual(shown.journal);
});

test('both tabs sleep for eight hours: nobody is robbed, no limit runs out, what was due comes', async ({
  page,
  host,
  tabs,
}) => {
  test.setTimeout(60_000);
  host.serve(newerBuild);
  const tasks = JSON.parse(slow(4, { timeoutSeconds: 10 })) as { tasks: Record<string, unknown> };
  tasks.tasks['nap'] = { type: 'wait', with: { seconds: 3_600 } };
  const id = await tabs.begin(JSON.stringify(tasks));
  const second = await tabs.openSecond(`#/runs/${id}`);
  for (const tab of [page, second]) await sleepInFrames(tab, 8 * hourMs);
  await page.evaluate((ms) => {
    new BroadcastChannel('millrace-test-sleep').postMessage(ms);
  }, 8 * hourMs);

  await expectStatus(second, 'Completed');
  await expectStatus(page, 'Completed');
  await expect(page.locator('html')).toHaveAttribute('data-owner', 'true');
  await expect(second.locator('html')).toHaveAttribute('data-owner', 'false');
  const { tasks: ended, journal } = await readExport(page);
  expect(ended['sealed']?.attempts).toMatchObject([{ number: 1, recovered: false, failure: null }]);
  expect(ended['after']?.output).toBe(2);
  expect(journal.filter(({ type }) => type === 'taskSucceeded')).toHaveLength(4);
});

test('the shipped build holds nothing of a test build', async () => {
  const files = await readdir('dist', { recursive: true, withFileTypes: true });
  for (const file of files) {
    if (!/\.(js|html)$/.test(file.name)) continue;
    const text = await readFile(join(file.parentPath, file.name), 'utf8');
    expect(testBuildNames.filter((name) => text.includes(name))).toEqual([]);
  }
});
