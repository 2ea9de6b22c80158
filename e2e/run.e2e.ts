import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { expectStatus, importWorkflow, openApp, readExport, run } from './app.ts';
import { expect, test } from './fixtures.ts';

function workflow(id: string, tasks: Record<string, unknown>, more: object = {}): string {
  return JSON.stringify({ millrace: 1, id, name: id, tasks, ...more });
}

test('a failed task says why and where, and its dependants are skipped (ENG-10)', async ({
  page,
  host,
  complaints,
}) => {
  const code = 'export default () => {\n  const row = null;\n  return row.delay;\n};';
  const text = workflow('fails', {
    bad: { type: 'js', with: { code } },
    next: { type: 'noop', dependencies: ['bad'] },
    apart: { type: 'noop', with: { output: 1 } },
  });
  await openApp(page, host.url);
  await importWorkflow(page, { name: 'f.json', text }, 'fails');
  await run(page);
  await expectStatus(page, 'Failed');

  const tasks = page.getByRole('table', { name: 'Tasks' });
  await expect(tasks.locator('[data-task-id="bad"]')).toHaveAttribute('data-state', 'failed');
  await expect(tasks.locator('[data-task-id="next"]')).toHaveAttribute('data-state', 'skipped');
  await expect(tasks.locator('[data-task-id="next"]')).toContainText('bad');
  await expect(tasks.locator('[data-task-id="apart"]')).toHaveAttribute('data-state', 'succeeded');
  const exported = await readExport(page);
  expect(exported.tasks['bad']?.attempts[0]?.failure).toMatchObject({
    code: 'taskError',
    details: { line: 3 },
  });
  expect(complaints).toEqual([]);
});

test('a task that never ends is stopped at its limit and tried again (ENG-13, ENG-14)', async ({
  page,
  host,
}) => {
  const text = workflow('loops', {
    loop: {
      type: 'js',
      with: { code: 'export default () => { for (;;); };' },
      timeoutSeconds: 0.5,
      retryPolicy: { maxRetries: 1 },
    },
    sibling: { type: 'js', with: { code: 'export default () => 7;' } },
  });
  await openApp(page, host.url);
  await importWorkflow(page, { name: 'l.json', text }, 'loops');
  await run(page);
  await expectStatus(page, 'Failed');

  const { tasks } = await readExport(page);
  expect(tasks['loop']?.attempts.map((attempt) => attempt.failure?.code)).toEqual([
    'timeout',
    'timeout',
  ]);
  expect(tasks['sibling']?.output).toBe(7);
});

test('Stop ends a run for real (SCH-13, SCH-15)', async ({ page, host, complaints }) => {
  const text = workflow('long', {
    long: { type: 'js', with: { code: 'export default () => { for (;;); };' } },
    later: { type: 'noop', dependencies: ['long'] },
  });
  await openApp(page, host.url);
  await importWorkflow(page, { name: 'l.json', text }, 'long');
  await run(page);
  await expectStatus(page, 'Running');
  await page.getByRole('button', { name: 'Stop' }).click();
  await expectStatus(page, 'Cancelled');

  await expect(page.getByRole('button', { name: 'Stop' })).toHaveCount(0);
  const { tasks, journal } = await readExport(page);
  expect(tasks['long']?.state).toBe('cancelled');
  expect(tasks['later']?.state).toBe('cancelled');
  expect(journal.at(-1)?.type).toBe('executionEnded');
  expect(complaints).toEqual([]);
});

test('a run goes on after the page was loaded anew (REC-10)', async ({ page, host }) => {
  const text = workflow('waits', {
    before: { type: 'noop', with: { output: 1 } },
    pause: { type: 'wait', dependencies: ['before'], with: { seconds: 2 } },
    after: { type: 'noop', dependencies: ['pause'], with: { output: 2 } },
  });
  await openApp(page, host.url);
  await importWorkflow(page, { name: 'w.json', text }, 'waits');
  await run(page);
  await expectStatus(page, 'Waiting');
  await page.reload();
  await expectStatus(page, 'Completed');

  const { tasks } = await readExport(page);
  expect(tasks['before']?.attempts).toHaveLength(1);
  expect(tasks['pause']?.attempts).toHaveLength(1);
});

test('what cannot run here waits and says what is missing (WF-19)', async ({ page, host }) => {
  const text = workflow('shell', { shell: { type: 'command', with: { command: 'ls' } } });
  await openApp(page, host.url);
  await importWorkflow(page, { name: 's.json', text }, 'shell');
  await run(page);
  await expectStatus(page, 'Waiting');

  const row = page.getByRole('table', { name: 'Tasks' }).locator('[data-task-id="shell"]');
  await expect(row).toHaveAttribute('data-state', 'waiting');
  await expect(row).toContainText(/agent/i);
});

test('a file is picked for a param and read', async ({ page, host, complaints }) => {
  const text = workflow(
    'reads',
    { read: { type: 'files', with: { param: 'table', format: 'csv' } } },
    { params: { table: { type: 'file', required: true } } },
  );
  await openApp(page, host.url);
  await importWorkflow(page, { name: 'r.json', text }, 'reads');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Run reads' });
  await dialog.getByLabel('table').setInputFiles({
    name: 'people.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('name,age\nAda,36\nGrace,\n'),
  });
  await dialog.getByRole('button', { name: 'Run' }).click();
  await page.waitForURL(/#\/runs\//);
  await expectStatus(page, 'Completed');

  const { tasks } = await readExport(page);
  expect(tasks['read']?.output).toEqual([
    { name: 'Ada', age: 36 },
    { name: 'Grace', age: null },
  ]);
  expect(complaints).toEqual([]);
});

test('a second tab says that another drives, and takes over when that one is closed', async ({
  page,
  host,
  context,
}) => {
  await openApp(page, host.url);
  const second = await context.newPage();
  await openApp(second, host.url);

  await expect(second.locator('html')).toHaveAttribute('data-owner', 'false');
  await expect(second.getByText(/another tab/i).first()).toBeVisible();
  await page.close();
  await expect(second.locator('html')).toHaveAttribute('data-owner', 'true');
});

test('an address of nothing says so and leads home', async ({ page, host }) => {
  for (const hash of ['#/nowhere', '#/runs/unknown', '#/workflows/unknown']) {
    await openApp(page, `${host.url}${hash}`);
    await expect(page.getByRole('main').getByRole('link').first()).toBeVisible();
    await expect(page.getByRole('main')).toContainText(/nothing|no |not /i);
  }
});

test('the page and the terminal give outputs of one hash (GEN-03)', async ({
  page,
  host,
}, testInfo) => {
  const text = workflow('same', {
    numbers: {
      type: 'noop',
      with: { output: [1.5, -0, 1e21, '\u{1f30a}', { b: null, a: [true] }] },
    },
    flights: { type: 'files', with: { example: 'flights.csv', format: 'csv' } },
    first: {
      type: 'noop',
      dependencies: ['flights', 'numbers'],
      with: {
        output: { row: '${{ tasks.flights.output[0] }}', all: '${{ tasks.numbers.output }}' },
      },
    },
  });
  const file = testInfo.outputPath('same.json');
  await writeFile(file, text);
  const { stdout } = spawnSync(process.execPath, ['src/node/cli/main.ts', 'run', file, '--json'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const terminal = JSON.parse(stdout) as { readonly status: string; readonly outputsHash: string };
  await openApp(page, host.url);
  await importWorkflow(page, { name: 'same.json', text }, 'same');
  await run(page);
  await expectStatus(page, 'Completed');

  const exported = await readExport(page);
  expect(terminal.status).toBe('completed');
  expect(exported.outputsHash).toBe(terminal.outputsHash);
});
