import { deflateRawSync } from 'node:zlib';
import { Walk } from './axe-walk.ts';
import { expect, test } from './fixtures.ts';

test.use({ actionTimeout: 10_000 });

const sent = {
  millrace: 1,
  id: 'sent',
  name: 'Sent',
  tasks: { one: { type: 'noop' }, two: { type: 'nope', dependencies: ['one'] } },
};
const csv = 'name,count\nanna,3\nbert,4\n';

async function walkEditor(walk: Walk): Promise<void> {
  const { page, text } = walk;
  const source = page.getByRole('textbox', { name: text.editing.source });
  await walk.go('#/');
  await walk.button(text.library.newWorkflow).click();
  await page.waitForURL(/#\/workflows\//);
  await source.waitFor();
  await walk.look('editor, empty');
  await source.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText('wrong: 1\n');
  const problems = page.getByRole('region', { name: text.editor.problems });
  await problems.getByRole('button').first().waitFor();
  await walk.look('editor, a problem');
  await page.keyboard.insertText('meta');
  await page.keyboard.press('Control+Space');
  await page.getByRole('listbox').waitFor();
  await walk.look('editor, completion');
  await page.keyboard.insertText(': [');
  await page.getByText(text.editor.unreadable).waitFor();
  await walk.look('editor, unreadable');
}

async function walkCanvas(walk: Walk): Promise<void> {
  const { page, text } = walk;
  await walk.go('#/workflows/delayed-flights');
  await page.locator('.node[data-task-id="late"]').click();
  // The example is in the language of the page.
  await page
    .getByRole('heading', { level: 2, name: /^(?:Keep late flights|留下晚点航班)$/ })
    .waitFor();
  await walk.look('editor, a task');
  await page.locator('details summary').first().click();
  await walk.look('editor, limits of a task');
  await page.getByRole('application').focus();
  await page.keyboard.press('c');
  await page.getByRole('dialog').waitFor();
  await walk.look('editor, connect list');
  await page.keyboard.press('Escape');
  await walk.button(text.graph.tools.outline).click();
  await page.getByRole('tree', { name: text.editor.outline }).waitFor();
  await walk.look('editor, outline');
  await page.getByRole('tree').press('ArrowRight');
  await walk.look('editor, outline unfolded');
}

async function walkOtherPages(walk: Walk): Promise<void> {
  const { page, text } = walk;
  await walk.go('#/workflows/delayed-flights/versions');
  await walk.button(text.editor.history.showOf('1')).click();
  await page.getByRole('region', { name: text.editor.history.sourceOf('1') }).waitFor();
  await walk.look('versions');
  const data = deflateRawSync(JSON.stringify(sent)).toString('base64url');
  await walk.go(`#/preview/${data}`);
  await page.getByRole('heading', { level: 1, name: 'Sent' }).waitFor();
  await walk.look('preview, with a problem');
  await walk.go('#/preview/broken');
  await page.getByRole('heading', { name: text.library.preview.broken.heading }).waitFor();
  await walk.look('preview, broken');
  await walk.import('people.csv', csv);
  await page.getByRole('combobox', { name: text.files.data.typeOf('count') }).waitFor();
  await walk.look('data stand');
  await walk.go('#/settings');
  await walk.arrive(text.settings.heading);
  await page.getByRole('region', { name: text.settings.about.heading }).waitFor();
  await walk.look('settings');
}

test.describe.configure({ mode: 'parallel' });
for (const lang of ['en', 'zh-CN'] as const) {
  test(`what is edited is accessible, light and dark, in ${lang}`, async ({
    page,
    host,
    complaints,
  }) => {
    test.setTimeout(120_000);
    const walk = new Walk(page, host, lang);
    await walkEditor(walk);
    await walkCanvas(walk);
    await walkOtherPages(walk);
    walk.end();
    expect(complaints).toEqual([]);
  });
}
