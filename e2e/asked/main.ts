import { chromium, expect, type BrowserContext, type Page } from '@playwright/test';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumArgs, chromiumPath } from '../../tools/chromium.ts';
import { dropFile, expectStatus, openApp } from '../app.ts';
import { openStaticHost } from '../static-host.ts';
import { openScreen, type Screen } from './screen.ts';

/**
 * The browser's own question before it reads a kept file again after a restart, and a person's answers:
 * first no, then yes, with the keys of a real window. Nothing but keys can answer it.
 */
async function openBrowser(profile: string, screen: Screen): Promise<[BrowserContext, Page]> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath,
    args: [...chromiumArgs],
    headless: false,
    viewport: null,
    env: { ...process.env, DISPLAY: screen.name },
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.on('console', (message) => {
    if (message.type() !== 'info') process.stderr.write(`${message.type()}: ${message.text()}\n`);
  });
  return [context, page];
}

/** "Don't allow" has the focus when the question appears. */
async function answer(page: Page, screen: Screen, word: 'no' | 'yes'): Promise<void> {
  const allow = page.getByRole('button', { name: 'Allow reading cities.csv' });
  await expect(allow).toBeVisible();
  // While the browser asks, it darkens the page.
  const dim = screen.brightness() * 0.75;
  await allow.click();
  await expect.poll(() => screen.brightness()).toBeLessThan(dim);
  if (word === 'yes') screen.press('Tab');
  const isAnswered = () => {
    if (screen.brightness() > dim) return true;
    screen.press('Return');
    return false;
  };
  // It takes no word within the half second after it appeared: that may have been for the page.
  await expect.poll(isAnswered, { intervals: [700], timeout: 10_000 }).toBe(true);
}

async function story(url: string, folder: string, screen: Screen): Promise<void> {
  const file = join(folder, 'cities.csv');
  const profile = join(folder, 'profile');
  writeFileSync(file, 'city,n\nOslo,1\n');
  const [first, page] = await openBrowser(profile, screen);
  await openApp(page, url);
  await dropFile(page, file);
  await page
    .getByRole('region', { name: 'cities.csv' })
    .getByRole('button', { name: 'Make a workflow' })
    .click();
  await expectStatus(page, 'Completed');
  const run = page.url();
  await first.close();

  appendFileSync(file, 'Lima,2\n');
  const [second, again] = await openBrowser(profile, screen);
  await again.goto(run);
  await again.getByRole('button', { name: 'Run again', exact: true }).click();
  await expectStatus(again, 'Waiting');
  await answer(again, screen, 'no');
  await expectStatus(again, 'Waiting');
  await expect(again.getByRole('group', { name: 'cities.csv is needed' })).toBeVisible();
  process.stdout.write('the person said no: the run waits, and can be asked again\n');
  await answer(again, screen, 'yes');
  await expectStatus(again, 'Completed');
  await expect(again.getByRole('region', { name: 'Output' })).toContainText('Lima');
  process.stdout.write('the person said yes: it read on in place, with what was added since\n');
  await second.close();
}

const folder = mkdtempSync(join(tmpdir(), 'millrace-asked-'));
const screen = await openScreen();
const host = await openStaticHost();
try {
  await story(host.url, folder, screen);
} finally {
  await host.close();
  // The browser goes with its screen.
  screen.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
}
