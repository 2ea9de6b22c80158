import type { Page } from '@playwright/test';
import { deflateRawSync } from 'node:zlib';
import { textFor } from '#text/text.ts';
import { importFile, importWorkflow, openApp, run } from '../app.ts';
import { expect, test } from '../fixtures.ts';
import { desk, rewrite } from './desk.ts';

const text = textFor('zh-CN');
const js = (code: string) => ({ type: 'js', with: { code } });
const workflow = (id: string, name: string, tasks: Record<string, unknown>) => ({
  name: `${id}.json`,
  text: JSON.stringify({ millrace: 1, id, name, tasks }),
});

/** Three words in a row, seen or heard; what is code, a person's or the example's is theirs. */
async function expectNoEnglish(page: Page): Promise<void> {
  const found = await page.evaluate(() => {
    const theirs =
      'code, pre, textarea, [data-workflow-id="delayed-flights"], [aria-label="Delayed flights by airport"]';
    const english = /\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b/i;
    const isOurs = (element: Element | null) =>
      element?.closest(theirs) === null && element.checkVisibility();
    const names = ['aria-label', 'aria-description', 'title', 'placeholder', 'alt'];
    const heard = [...document.querySelectorAll('main *, header *')]
      .filter(isOurs)
      .flatMap((element) => names.map((name) => element.getAttribute(name) ?? ''));
    const seen: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode() !== null) {
      const { parentElement, textContent } = walker.currentNode;
      if (isOurs(parentElement)) seen.push(textContent ?? '');
    }
    return [...seen, ...heard].filter((words) => english.test(words));
  });
  expect(found).toEqual([]);
}

const refused: readonly (readonly [name: string, content: string])[] = [
  ['a.yaml', 'millrace: 1\n\tid: x\n'],
  ['b.yaml', 'tasks: {a: [1, 2\nb: c: d\n'],
  ['c.yaml', 'a: @x\n'],
  ['d.json', '{"millrace": 1, "tasks": {"a": tru}}'],
  ['e.json', '{"a":'],
];
const data: readonly (readonly [name: string, content: string])[] = [
  ['f.csv', 'a,b\n1,2,3\n'],
  ['g.csv', 'a,b\n1,"2\n'],
];
const failing = {
  syntax: js('export default () => { retrun 1 }'),
  types: { type: 'js', with: { language: 'ts', code: 'const x: = 1' } },
  none: js('const a = 1;'),
  date: js('export default () => new Date();'),
  thrown: js('export default () => { throw 7; };'),
  slow: { ...js('export default () => { for (;;); };'), timeoutSeconds: 0.2 },
  divide: { type: 'noop', with: { output: '${{ 1 / 0 }}' } },
  asked: { type: 'noop', with: { failAttempts: 1 } },
  file: { type: 'files', with: { example: 'nope.csv' } },
};
const waiting = {
  pause: { type: 'wait', with: { seconds: 600 } },
  shell: { type: 'command', with: { command: 'ls' } },
  table: { type: 'files', with: { param: 'table' } },
  again: {
    type: 'noop',
    with: { failAttempts: 3 },
    retryPolicy: { maxRetries: 5, backoffSeconds: 60 },
  },
  later: { type: 'noop', dependencies: ['pause'] },
};

test('on the Chinese page nobody speaks English when something is broken', async ({
  page,
  host,
}) => {
  test.setTimeout(60_000);
  await openApp(page, `${host.url}?lang=zh-CN`);
  for (const [name, content] of refused) {
    await importFile(page, { name, text: content }, text);
    await expect(page.getByRole('alert')).toContainText(name);
    await expectNoEnglish(page);
  }
  for (const [name, content] of data) {
    await importFile(page, { name, text: content }, text);
    await expect(page.getByRole('region', { name })).toContainText(text.files.data.sayOtherwise);
    await expectNoEnglish(page);
  }

  const { source, problems } = desk(page, text);
  await importWorkflow(page, workflow('断', '断', { a: { type: 'noop' } }), '断', text);
  await rewrite(
    page,
    source,
    'millrace: 1\nid: 断\ntasks:\n  a: {type: noop, when: "${{ 1 + }}"}\n',
  );
  await expect(problems.getByRole('button').first()).toBeVisible();
  await expectNoEnglish(page);
  await rewrite(page, source, 'millrace: 1\n\ttasks: [\n');
  await expect(page.getByText(text.editor.unreadable)).toBeVisible();
  await expectNoEnglish(page);
});

test('nor when runs fail and wait', async ({ page, host }) => {
  test.setTimeout(60_000);
  await openApp(page, `${host.url}?lang=zh-CN`);
  await importWorkflow(page, workflow('bad', '失败', failing), 'bad', text);
  const failed = await run(page, text);
  await expect(page.getByRole('status')).toHaveAttribute('data-status', 'failed');
  await expectNoEnglish(page);
  for (const id of Object.keys(failing)) {
    await page.goto(`${host.url}#/runs/${failed}/tasks/${id}`);
    await page.getByRole('region', { name: text.run.panel(id) }).waitFor();
    await expectNoEnglish(page);
  }

  await page.goto(`${host.url}#/`);
  await importWorkflow(page, workflow('stay', '等待', waiting), 'stay', text);
  const waits = await run(page, text);
  await expect(page.getByRole('status')).toHaveAttribute('data-status', 'waiting');
  for (const id of Object.keys(waiting)) {
    await page.goto(`${host.url}#/runs/${waits}/tasks/${id}`);
    await page.getByRole('region', { name: text.run.panel(id) }).waitFor();
    await expectNoEnglish(page);
  }

  const sent = { millrace: 1, id: 'sent', name: '寄来', tasks: { two: { type: 'nope' } } };
  const link = deflateRawSync(JSON.stringify(sent)).toString('base64url');
  for (const hash of ['#/runs', '#/settings', '#/conflicts', '#/nowhere', `#/preview/${link}`]) {
    await page.goto(`${host.url}${hash}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await expectNoEnglish(page);
  }
});
