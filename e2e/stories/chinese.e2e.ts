import type { Page } from '@playwright/test';
import { openApp } from '../app.ts';
import { expect, test } from '../fixtures.ts';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function expectChinese(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  const words = await page.getByRole('button').evaluateAll((found) =>
    // Columns of a table of data are named by the data.
    found
      .filter((one) => one.closest('th') === null)
      .map((one) => (one.getAttribute('aria-label') ?? one.textContent).trim()),
  );
  expect(words.length).toBeGreaterThan(2);
  expect(words.filter((one) => one !== '' && !/[\u4e00-\u9fff]/u.test(one))).toEqual([]);
}

async function expectStatus(page: Page, word: string): Promise<void> {
  await expect(page.getByRole('status')).toHaveText(new RegExp(`^\\s*${word}`), {
    timeout: 20_000,
  });
}

test('the same in Chinese: a first minute, a workflow of one’s own, a failure that is mended', async ({
  page,
  host,
  complaints,
}) => {
  await openApp(page, `${host.url}?lang=zh-CN`);
  await expectChinese(page);
  await button(page, '运行示例').click();
  await expectStatus(page, '已完成');
  await expectChinese(page);
  await expect(page.getByRole('region', { name: '输出' }).getByRole('row')).toHaveCount(11);

  // From nothing, with the language kept from the first visit.
  await openApp(page, host.url);
  await button(page, '新建工作流').click();
  await expect(page.getByRole('heading', { level: 1, name: '新工作流' })).toBeVisible();
  const canvas = page.getByRole('application');
  await canvas.focus();
  await page.keyboard.press('2');
  await expect(page.getByRole('group', { name: /^noop1/ })).toBeVisible();
  await page.keyboard.press('1');
  await expect(page.getByRole('group', { name: /^js1/ })).toBeVisible();
  await page.getByRole('textbox', { name: '代码' }).fill('export default () => { throw 1; };');
  await expect(page.getByText('已存于本机')).toBeVisible();
  await expectChinese(page);
  await button(page, '运行').click();
  await expectStatus(page, '失败');
  await expectChinese(page);
  await page.getByRole('table', { name: '任务' }).getByRole('link', { name: 'js1' }).click();
  await expect(page.getByRole('region', { name: '任务 js1' })).toBeVisible();

  await page.getByRole('heading', { level: 1 }).getByRole('link').click();
  await page.getByRole('group', { name: /^js1/ }).click();
  await page.getByRole('textbox', { name: '代码' }).fill('export default () => "好";');
  await expect(page.getByText('已存于本机')).toBeVisible();
  await button(page, '运行').click();
  await page.waitForURL(/#\/runs\//);
  await expectStatus(page, '已完成');
  await expect(page.getByRole('region', { name: '输出' })).toContainText('好');
  expect(complaints).toEqual([]);
});
