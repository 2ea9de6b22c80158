import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import type { Language } from '#text/languages.ts';
import { noWords } from '#text/no-words.ts';
import { textFor } from '#text/text.ts';
import { expect, test } from './fixtures.ts';

/** As the build's own manifest tells: each catalogue is a chunk of its own. */
async function chunkOf(language: Language): Promise<string> {
  const manifest = JSON.parse(await readFile('dist/.vite/manifest.json', 'utf8')) as Readonly<
    Record<string, { readonly file: string }>
  >;
  return manifest[`src/text/${language}/catalogue.ts`]?.file ?? '';
}

/** The network is lost between the page and the words of one language. */
async function lose(page: Page, language: Language, isLost: (nth: number) => boolean) {
  let asked = 0;
  await page.route(`**/${await chunkOf(language)}`, async (route) => {
    asked += 1;
    if (isLost(asked)) await route.abort('internetdisconnected');
    else await route.continue();
  });
}

test('words that did not come are asked for once more', async ({ page, host }) => {
  await lose(page, 'zh-CN', (nth) => nth === 1);

  await page.goto(`${host.url}?lang=zh-CN`);

  await expect(page.getByRole('heading', { name: textFor('zh-CN').library.heading })).toBeVisible();
});

test('words that were asked for ahead and did not come are asked for again', async ({
  page,
  host,
}) => {
  await lose(page, 'en', (nth) => nth === 1);

  await page.goto(host.url);

  await expect(page.getByRole('heading', { name: textFor('en').library.heading })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('a language that cannot be had is told in the other, and is not forgotten', async ({
  page,
  host,
}) => {
  await lose(page, 'zh-CN', () => true);

  await page.goto(`${host.url}?lang=zh-CN`);

  await expect(page.getByRole('heading', { name: textFor('en').library.heading })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');

  await page.unrouteAll();
  await page.goto(host.url);

  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
});

test('without any words the page says so in both languages, and can be reloaded', async ({
  page,
  host,
}) => {
  await lose(page, 'en', () => true);
  await lose(page, 'zh-CN', () => true);

  await page.goto(host.url);

  const alert = page.getByRole('alert');
  await expect(alert.getByRole('heading')).toHaveText([
    noWords.en.heading,
    noWords['zh-CN'].heading,
  ]);

  await page.unrouteAll();
  await alert.getByRole('button', { name: noWords['zh-CN'].reload }).click();

  await expect(page.getByRole('heading', { name: textFor('en').library.heading })).toBeVisible();
});
