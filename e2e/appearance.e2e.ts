import type { Page } from '@playwright/test';
import { textFor } from '#text/text.ts';
import { openApp } from './app.ts';
import { expect, test } from './fixtures.ts';

const english = textFor('en').settings;
const chinese = textFor('zh-CN').settings;

async function chooseChinese(page: Page, url: string): Promise<void> {
  await openApp(page, `${url}#/settings`);
  await page.getByLabel(english.appearance.themes.dark).check();
  await page.getByLabel('简体中文').check();
  await expect(page.getByRole('heading', { name: chinese.heading, exact: true })).toBeVisible();
}

test('a choice that the browser lost in a crash is there at the next start', async ({
  page,
  host,
  complaints,
}) => {
  await chooseChinese(page, host.url);

  // What a browser that dies within seconds has not written.
  await page.evaluate(() => {
    localStorage.clear();
  });
  await page.reload();

  await expect(page.getByRole('heading', { name: chinese.heading, exact: true })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  expect(complaints).toEqual([]);
});

test('a choice travels in the backup', async ({ page, host, browser }) => {
  await chooseChinese(page, host.url);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: chinese.backup.backUp }).click();
  const file = await (await download).path();
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await openApp(other, `${host.url}#/settings`);

  await other.locator('input[type=file]').setInputFiles(file);
  await other.getByText(/^Restored:|already/).waitFor();
  await other.reload();

  await expect(other.getByRole('heading', { name: chinese.heading, exact: true })).toBeVisible();
  await elsewhere.close();
});
