import { deflateRawSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { english } from '#text/en/catalogue.ts';
import { textFor, type Text } from '#text/text.ts';
import { expectStatus, importWorkflow, openApp, run } from '../app.ts';
import { expect, test } from '../fixtures.ts';

// What hides the caret and stops animations is a style of the test's own.
test.use({ bypassCSP: true, deviceScaleFactor: 1 });

const sizes = { '': { width: 1280, height: 800 }, 'phone-': { width: 390, height: 844 } };
const themes = ['light', 'dark'] as const;
const prices = {
  file: 'prices.csv',
  column: 'price',
  csv: 'name;price\nblue;1,5\ngreen;12,75\nred;3\n',
};
const chinesePrices = {
  file: '价目表.csv',
  column: '单价',
  csv: '品名;单价\n青花瓷;1,5\n宣纸;12,75\n徽墨;3\n',
};
const fails = JSON.stringify({
  millrace: 1,
  id: 'prices',
  name: 'Prices',
  description: 'Adds up what a table says.',
  tasks: {
    read: { type: 'noop', with: { output: [{ price: 3 }, { price: null }] } },
    total: {
      name: 'Add them up',
      type: 'js',
      dependencies: ['read'],
      with: {
        code: 'export default ({ inputs }) => {\n  let sum = 0;\n  for (const row of inputs.read) sum += row.price.length;\n  return sum;\n};\n',
      },
    },
    report: { type: 'noop', dependencies: ['total'] },
  },
});
const another = (id: string, name: string, count: number) => {
  const tasks = Array.from({ length: count }, (_, index) => [
    `t${String(index)}`,
    { type: 'noop', dependencies: index < 2 ? [] : [`t${String(index - 2)}`] },
  ]);
  return JSON.stringify({ millrace: 1, id, name, tasks: Object.fromEntries(tasks) as object });
};
const sent = { millrace: 1, id: 'sent', name: 'Sent by a friend', ...pairOfTasks() };

function pairOfTasks(): object {
  return {
    description: 'Two tasks, one after the other.',
    tasks: { one: { type: 'noop' }, two: { type: 'noop', dependencies: ['one'] } },
  };
}

/** Times, durations, versions and bytes: another one on every day and machine. */
function masks(page: Page) {
  return [
    page.locator('.last .second, .pill .fact, .chart, .legend, td.time, td.what, dd code'),
    page.locator('dl dd.num:not(.counts), dl p.num, dl p.fact, [data-state] .second'),
    page.getByRole('log'),
    page.getByRole('table', { name: 'Versions' }).locator('td:nth-child(2)'),
    page.getByRole('table', { name: 'Attempts' }).locator('td'),
    page.getByRole('region', { name: 'Notifications' }).locator('*'),
  ];
}

interface Shot {
  /** Brings the page to what is pictured, after it was loaded in its size. */
  readonly open?: () => Promise<void>;
  readonly in?: readonly (typeof themes)[number][];
}

async function picture(page: Page, name: string, shot: Shot = {}): Promise<void> {
  const { open } = shot;
  for (const [prefix, size] of Object.entries(sizes)) {
    await page.setViewportSize(size);
    if (open !== undefined) {
      await page.reload();
      await open();
    }
    for (const colorScheme of shot.in ?? themes) {
      const file = `${prefix}${name}.${colorScheme}.png`;
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.evaluate(() => {
        window.scrollTo(0, 0);
      });
      const mask = masks(page);
      await expect.soft(page).toHaveScreenshot([file], { mask, maskColor: '#8a8f88' });
    }
  }
  await page.setViewportSize(sizes['']);
}

async function fill(page: Page, url: string): Promise<void> {
  for (const [id, name, count] of [
    ['nightly', 'Nightly numbers', 5],
    ['letters', 'Letters to send', 9],
  ] as const) {
    await page.goto(`${url}#/`);
    await importWorkflow(page, { name: `${id}.json`, text: another(id, name, count) }, id);
  }
  await page.goto(`${url}#/`);
  await importWorkflow(page, { name: 'prices.json', text: fails }, 'prices');
}

test('every screen looks as it was agreed', async ({ page, host }) => {
  test.setTimeout(180_000);
  const url = `${host.url}?theme=system&lang=en`;
  await openApp(page, url);
  await expect(page.getByRole('button', { name: 'Run the example' })).toBeVisible();
  await picture(page, 'first-run');
  await fill(page, host.url);
  const failed = await run(page);
  await expectStatus(page, 'Failed');
  await page.goto(`${host.url}#/runs/${failed}/tasks/total`);
  const panel = page.getByRole('region', { name: 'Task total' });
  await picture(page, 'execution-failed', { open: () => expect(panel).toBeVisible() });

  await page.goto(`${host.url}#/workflows/delayed-flights`);
  await run(page);
  await expectStatus(page, 'Completed');
  const rows = page.getByRole('region', { name: 'Output' }).getByRole('row');
  await picture(page, 'execution-completed', { open: () => expect(rows).toHaveCount(11) });
  await page.goto(`${host.url}#/`);
  await expect(page.getByRole('listitem').filter({ hasText: 'Prices' })).toBeVisible();
  await picture(page, 'library');
  await pictureOfEditing(page, host.url);
  await pictureOfRest(page, host.url);
  await pictureOfChinese(page, host.url);
});

/** One task is selected, and the pointer and the focus are elsewhere. */
async function selectTask(page: Page): Promise<void> {
  const node = page.getByRole('group', { name: /^Keep late flights/ });
  await node.click();
  await expect(node).toHaveClass(/chosen/);
  await page.mouse.move(0, 0);
  await page.locator('html').evaluate(() => {
    (document.activeElement as HTMLElement).blur();
  });
}

async function pictureOfEditing(page: Page, url: string): Promise<void> {
  await page.goto(`${url}#/workflows/delayed-flights`);
  await picture(page, 'editor', { open: () => selectTask(page) });
  await page.goto(`${url}#/workflows/delayed-flights/versions`);
  await page.getByRole('button', { name: 'Show version 1' }).click();
  await expect(page.getByRole('region', { name: 'Source of version 1' })).toBeVisible();
  await picture(page, 'versions');
}

async function pictureOfRest(page: Page, url: string): Promise<void> {
  await page.goto(`${url}#/settings`);
  await expect(page.getByRole('region', { name: 'About' })).toBeVisible();
  await picture(page, 'settings');
  const data = deflateRawSync(JSON.stringify(sent)).toString('base64url');
  await page.goto(`${url}#/preview/${data}`);
  await expect(page.getByRole('heading', { name: 'Sent by a friend' })).toBeVisible();
  await picture(page, 'preview');
  await page.goto(`${url}#/`);
  await pictureOfData(page, 'data-stand', english, prices);
}

/** Another language is another page; the light one shows whether its words fit, on either screen. */
async function pictureOfChinese(page: Page, url: string): Promise<void> {
  const chinese = textFor('zh-CN');
  await openApp(page, `${url}?lang=zh-CN#/`);
  await expect(
    page.getByRole('heading', { level: 1, name: chinese.library.heading }),
  ).toBeVisible();
  await picture(page, 'library.zh-CN', { in: ['light'] });
  await pictureOfData(page, 'data-stand.zh-CN', chinese, chinesePrices);
  await page.goto(`${url}?lang=zh-CN#/workflows/delayed-flights`);
  await picture(page, 'editor.zh-CN', { in: ['light'], open: () => selectTask(page) });
}

async function pictureOfData(
  page: Page,
  name: string,
  { library, files }: Text,
  { file, column, csv }: typeof prices,
): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: library.import }).click();
  await (await chooser).setFiles({ name: file, mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await expect(page.getByLabel(files.data.typeOf(column))).toBeVisible();
  await picture(page, name);
}
