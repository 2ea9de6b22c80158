import { chromium, type Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumArgs, chromiumPath } from '../../tools/chromium.ts';
import { expectStatus, importWorkflow, openApp, readExport, run } from '../app.ts';
import { expect } from '../fixtures.ts';
import { openStaticHost } from '../static-host.ts';
import { openSmallDisk, type SmallDisk } from './small-disk.ts';

/**
 * A disk that is full in the middle of a run, and while the page is opened, in a real browser: runs
 * pause and say so, nothing is half written, and they go on by themselves. Needs root (a mount).
 */
const count = 400;
const noteMs = 60_000;

/** One after the other, each with a result that has to be written down. */
const chain = JSON.stringify({
  millrace: 1,
  id: 'chain',
  name: 'Chain',
  tasks: Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `t${String(index)}`,
      {
        type: 'js',
        dependencies: index === 0 ? [] : [`t${String(index - 1)}`],
        with: {
          code: `export default () => new Promise((resolve) => setTimeout(() => resolve('${'x'.repeat(40)}'.repeat(300)), 20));`,
        },
      },
    ]),
  ),
});

async function expectFull(page: Page): Promise<void> {
  await expect(
    page.getByText('The disk, or the space of this browser, is full.').first(),
  ).toBeVisible({
    timeout: noteMs,
  });
}

async function expectWhole(page: Page): Promise<string> {
  await expect(page.getByRole('status')).toHaveText(/^\s*Completed/, { timeout: noteMs });
  const { journal, outputsHash } = await readExport(page);
  expect(journal.map(({ seq }) => seq)).toEqual(journal.map((_, index) => index + 1));
  expect(journal.filter(({ type }) => type === 'taskSucceeded')).toHaveLength(count);
  return outputsHash;
}

async function story(page: Page, url: string, disk: SmallDisk): Promise<void> {
  await openApp(page, url);
  await importWorkflow(page, { name: 'chain.json', text: chain }, 'chain');
  await run(page);
  const undisturbed = await expectWhole(page);
  await page.goto(`${url}#/workflows/chain`);
  await run(page);
  await expectStatus(page, 'Running');
  disk.fill();
  await expectFull(page);
  process.stdout.write('full in the middle of a run: paused, and said\n');
  await page.reload();
  await expectFull(page);
  process.stdout.write('opened on a full disk: waits, and says so\n');
  disk.makeRoom();
  expect(await expectWhole(page)).toBe(undisturbed);
  await expect(page.getByText('The disk, or the space of this browser, is full.')).toHaveCount(0);
  process.stdout.write('room again: it went on by itself, and ended with equal outputs\n');
}

const disk = openSmallDisk();
const host = await openStaticHost();
try {
  const profile = join(disk.folder, 'profile');
  mkdirSync(profile);
  const context = await chromium.launchPersistentContext(profile, {
    headless: true,
    executablePath: chromiumPath,
    args: [...chromiumArgs],
  });
  const [first] = context.pages();
  const page = first ?? (await context.newPage());
  page.on('console', (message) => {
    process.stderr.write(`${message.type()}: ${message.text()}\n`);
  });
  try {
    await story(page, host.url, disk).catch(async (error: unknown) => {
      process.stderr.write(`${await page.locator('body').innerText()}\n`);
      throw error;
    });
  } finally {
    await context.close();
  }
  process.stdout.write('disk full: nothing lost\n');
} finally {
  await host.close();
  disk.close();
}
