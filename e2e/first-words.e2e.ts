import type { Page } from '@playwright/test';
import { noWords } from '#text/no-words.ts';
import { textFor } from '#text/text.ts';
import { expect, test } from './fixtures.ts';

/** The catalogues are chunks of their own; the network is lost between the page and them. */
async function lose(page: Page, isLost: (nth: number) => boolean): Promise<void> {
  let asked = 0;
  await page.route(/\/catalogue-[^/]+\.js$/, async (route) => {
    asked += 1;
    if (isLost(asked)) await route.abort('internetdisconnected');
    else await route.continue();
  });
}

test('words that did not come are asked for once more', async ({ page, host }) => {
  await lose(page, (nth) => nth === 1);

  await page.goto(`${host.url}?lang=zh-CN`);

  await expect(page.getByRole('heading', { name: textFor('zh-CN').library.heading })).toBeVisible();
});

test('a language that cannot be had is told in the other, and is not forgotten', async ({
  page,
  host,
}) => {
  await lose(page, (nth) => nth <= 2);

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
  await lose(page, () => true);

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
