import { expect, test } from './fixtures.ts';
import { Walk } from './axe-walk.ts';

test.use({ actionTimeout: 10_000 });

const js = (code: string) => ({ type: 'js', with: { code } });
const fails = {
  name: 'Fails',
  description: 'One task of it fails.',
  params: { share: { type: 'number', default: 0.5 } },
  tasks: {
    bad: {
      ...js(
        'export default (task) => {\n  task.log("soon", { level: "warn" });\n  throw new Error("no rows");\n};',
      ),
      retryPolicy: { maxRetries: 1, backoffSeconds: 0.1 },
    },
    next: { type: 'noop', dependencies: ['bad'] },
    apart: { type: 'noop', with: { output: { rows: [1, 2], note: 'kept' } } },
  },
};
const waits = {
  name: 'Waits',
  tasks: {
    pause: { type: 'wait', with: { seconds: 600 } },
    shell: { type: 'command', with: { command: 'ls' } },
  },
};
const runsOn = {
  name: 'Runs on',
  tasks: {
    long: js('export default () => { for (;;); };'),
    later: { type: 'noop', dependencies: ['long'] },
  },
};
const asks = {
  name: 'Asks',
  params: {
    text: { type: 'string', description: 'Any text at all' },
    count: { type: 'integer', minimum: 1, maximum: 9 },
    pick: { type: 'string', enum: ['a', 'b'] },
    isSure: { type: 'boolean', default: true },
    data: { type: 'json' },
    table: { type: 'file', required: true },
  },
  tasks: { one: { type: 'noop' } },
};

async function walkLibrary(walk: Walk): Promise<void> {
  const { page, text } = walk;
  await walk.go('#/');
  await walk.look('library, fresh');
  await walk.import('bad.json', '{"millrace":1,"id":"bad","tasks":{"a":{"type":"nope"},"b":{}}}');
  await page.getByRole('alert').waitFor();
  await page.getByRole('alert').locator('summary').click();
  await walk.look('library, import refused');
  await walk.importWorkflow('asks', asks);
  await walk.import('asks.json', { millrace: 1, id: 'asks', ...asks, description: 'Changed' });
  const known = page.getByRole('dialog', { name: text.library.known.heading('Asks') });
  await known.waitFor();
  await walk.look('library, known id');
  await walk.button(text.library.known.close, known).click();
  await walk.button(text.library.more('Asks')).click();
  await page.getByRole('menu').waitFor();
  await walk.look('library, menu');
  await page.getByRole('menuitem', { name: text.library.renameAct }).click();
  await page.getByRole('dialog').waitFor();
  await walk.look('library, rename');
  await page.keyboard.press('Escape');
}

async function walkWorkflow(walk: Walk): Promise<void> {
  const { page, text } = walk;
  await walk.go('#/workflows/delayed-flights');
  await page.locator('.svelte-flow .node').first().waitFor();
  await page.getByRole('textbox', { name: text.editing.source }).waitFor();
  await walk.look('workflow, fresh');
  await walk.go('#/workflows/asks');
  await walk.button(text.workflow.run).click();
  const dialog = page.getByRole('dialog', { name: text.params.heading('Asks') });
  await dialog.waitFor();
  await walk.look('run form');
  await walk.button(text.params.run, dialog).click();
  await dialog.locator('[aria-invalid="true"]').first().waitFor();
  await walk.look('run form, refused');
  await walk.button(text.params.close, dialog).click();
}

async function walkRuns(walk: Walk): Promise<void> {
  const { page, text } = walk;
  await walk.go('#/workflows/delayed-flights');
  await walk.run('completed');
  await page.getByRole('region', { name: text.run.output }).getByRole('table').waitFor();
  await walk.look('run, completed');
  await walk.importWorkflow('fails', fails);
  await walk.look('workflow with a description');
  await walk.run('failed');
  await walk.look('run, failed');
  await walk.openTask('bad');
  await walk.look('run, a failed task');
  await walk.openTask('next');
  await walk.look('run, a skipped task');
  await walk.openTask('apart');
  await walk.button(text.run.views.tree).click();
  await walk.look('run, an output as a tree');
  await walk.button(text.run.views.raw).click();
  await walk.look('run, a raw output');
  await walk.importWorkflow('waits', waits);
  await walk.run('waiting');
  await walk.look('run, waiting');
  await walk.openTask('shell');
  await walk.look('run, a waiting task');
  await walk.importWorkflow('runs-on', runsOn);
  await walk.run('running');
  await walk.look('run, running');
}

async function walkRest(walk: Walk): Promise<void> {
  const { page, text } = walk;
  await walk.go('#/');
  await walk.arrive(text.library.heading);
  await page.locator('li[data-workflow-id="runs-on"]').waitFor();
  await walk.look('library, after runs');
  await walk.go('#/runs');
  await page.getByRole('table', { name: text.runs.table }).waitFor();
  await walk.look('runs');
  await page.getByRole('table', { name: text.runs.table }).locator('.acts button').first().click();
  await page.getByRole('dialog').waitFor();
  await walk.look('runs, delete one');
  await page.keyboard.press('Escape');
  await walk.go('#/settings');
  await walk.arrive(text.settings.heading);
  await page.getByRole('region', { name: text.settings.about.heading }).waitFor();
  await walk.look('settings');
  for (const [hash, { heading }] of [
    ['#/nowhere', text.app.notFound],
    ['#/runs/unknown', text.app.unknownRun],
    ['#/workflows/unknown', text.app.unknownWorkflow],
  ] as const) {
    await walk.go(hash);
    await walk.arrive(heading);
    await walk.look(`nothing at ${hash}`);
  }
  await page.goto('about:blank');
}

async function walkViewer(walk: Walk): Promise<void> {
  const second = await walk.page.context().newPage();
  await walk.go('#/', walk.page);
  await walk.go('#/', second);
  await expect(second.locator('html')).toHaveAttribute('data-owner', 'false');
  await second.getByText(walk.text.app.viewer).waitFor();
  const { text } = walk;
  for (const [hash, heading] of [
    ['#/', text.library.heading],
    ['#/workflows/fails', 'Fails'],
    ['#/runs', text.runs.heading],
    ['#/settings', text.settings.heading],
  ] as const) {
    await walk.go(hash, second);
    await walk.arrive(heading, second);
    await walk.look(`second tab at ${hash}`, second);
  }
  await walk.go('#/runs', second);
  await second.locator('tr[data-status="failed"] a').first().click();
  await second.getByRole('status').waitFor();
  await walk.look('second tab, a run', second);
  await second.close();
}

test.describe.configure({ mode: 'parallel' });
for (const lang of ['en', 'zh-CN'] as const) {
  test(`every screen and state is accessible, light and dark, in ${lang}`, async ({
    page,
    host,
    complaints,
  }) => {
    test.setTimeout(120_000);
    const walk = new Walk(page, host, lang);
    await walkLibrary(walk);
    await walkWorkflow(walk);
    await walkRuns(walk);
    await walkRest(walk);
    await walkViewer(walk);
    walk.end();
    expect(complaints).toEqual([]);
  });
}
