import { expect, test } from '@playwright/test';
import type { AttemptReport, LogLine } from '#ports/task-host.ts';
import type { TaskSketch } from '../test/fixtures/isolate-calls.ts';
import { openSandbox, runAttack, type Sandbox } from '../test/corpora/sandbox/harness.ts';

// Driven without Playwright's own page: it gives a page up when the process of a frame dies.
let sandbox: Sandbox;
let runs = 0;
test.beforeAll(async () => {
  sandbox = await openSandbox();
});
test.afterAll(async () => {
  await sandbox.close();
});

interface Run {
  readonly outcomes: Readonly<Record<string, unknown>>;
  readonly reports: readonly AttemptReport[];
  readonly logs: readonly LogLine[];
}

async function run(...tasks: readonly TaskSketch[]): Promise<Run> {
  runs += 1;
  const name = `run-${String(runs)}`;
  const mine = `({ executionId }) => executionId === '${name}'`;
  const { page } = sandbox;
  await page.evaluate(`probe.start('${name}', ${JSON.stringify(tasks)})`);
  await expect
    .poll(() => page.evaluate(`probe.reports.filter(${mine}).length`), { timeout: 20_000 })
    .toBe(tasks.length);
  const reports = (await page.evaluate(`probe.reports.filter(${mine})`)) as Run['reports'];
  const logs = (await page.evaluate(`probe.logs.filter(${mine})`)) as Run['logs'];
  const outcomes = Object.fromEntries(
    reports.map(({ taskId, outcome }) => [
      taskId,
      outcome.kind === 'succeeded'
        ? outcome.output
        : outcome.kind === 'failed'
          ? outcome.failure
          : outcome.kind,
    ]),
  );
  return { outcomes, reports, logs };
}

test('a task finds the language, and nothing of the browser but plain data helpers', async () => {
  const code = `export default () => {
    const chain = [];
    for (let o = Object.getPrototypeOf(globalThis); o !== Object.prototype; o = Object.getPrototypeOf(o)) {
      chain.push(...Reflect.ownKeys(o).map(String));
    }
    const point = {};
    point.toString = () => 'assigned';
    class Own extends Error { constructor() { super('x'); this.name = 'Own'; this.message = 'own'; } }
    return {
      names: Object.getOwnPropertyNames(globalThis).filter((name) => !/^[A-Z]/.test(name)).sort(),
      chain,
      frozen: [globalThis, Array.prototype, Object.getPrototypeOf(async function* () {}).prototype].every(Object.isFrozen),
      uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID()),
      clone: structuredClone({ a: [1] }),
      base64: atob(btoa('text')),
      bytes: new TextEncoder().encode('é').length,
      host: new URL('https://a.b/c?d=e').searchParams.get('d'),
      assigned: String(point),
      error: String(new Own()),
      function: (() => { try { return new (() => {}).constructor('return 1')(); } catch (error) { return error.name; } })(),
    };
  };`;

  const { outcomes } = await run({ id: 'look', code });

  expect(outcomes['look']).toEqual({
    names: [
      ...['atob', 'btoa', 'crypto', 'decodeURI', 'decodeURIComponent', 'encodeURI'],
      ...['encodeURIComponent', 'escape', 'globalThis', 'isFinite', 'isNaN', 'parseFloat'],
      ...['parseInt', 'performance', 'structuredClone', 'undefined', 'unescape'],
    ],
    chain: ['TEMPORARY', 'PERSISTENT'],
    frozen: true,
    uuid: true,
    clone: { a: [1] },
    base64: 'text',
    bytes: 2,
    host: 'e',
    assigned: 'assigned',
    error: 'Own: own',
    function: 'TypeError',
  });
});

test('JavaScript and TypeScript run, and fail with the place in their own code', async () => {
  const { outcomes } = await run(
    { id: 'js', code: 'export default ({ inputs }) => inputs.n + 1;', inputs: { n: 1 } },
    {
      id: 'ts',
      code: 'interface In { n: number }\nenum Kind { A = 7 }\nexport default ({ inputs }: { inputs: In }): number => inputs.n + Kind.A;',
      with: { language: 'ts' },
      inputs: { n: 1 },
    },
    {
      id: 'broken',
      code: 'type X = string;\nexport default (): X => {\n  const x: X | null = null;\n  return x.length;\n};',
      with: { language: 'ts' },
    },
    { id: 'unread', code: 'export default () => {\n  retrun 1;\n};' },
    { id: 'empty', code: 'const a = 1;' },
    { id: 'imports', code: "import x from 'y';" },
  );

  expect(outcomes).toMatchObject({
    js: 2,
    ts: 8,
    broken: { code: 'taskError', details: { line: 4, column: 12 } },
    unread: { code: 'taskError', retryable: false, details: { line: 2, column: 10 } },
    empty: { code: 'taskError', retryable: false },
    imports: { message: expect.stringContaining('Imports are not available') as unknown },
  });
});

test('a task that only this browser refuses leaves the others alone', async () => {
  // Our parser takes `v` flags by the standard of its year; the count of groups has a limit of V8's own.
  const groups = '(a)'.repeat(70_000);

  const { outcomes } = await run(
    { id: 'refused', code: `export default () => /${groups}/.test('a');` },
    { id: 'honest', code: 'export default () => 1;' },
  );

  expect(outcomes).toMatchObject({ refused: { code: 'taskError' }, honest: 1 });
});

test('a flood of lines is cut in the isolate, and the page stays quick', async () => {
  await sandbox.page.evaluate('probe.readGaps()');

  const { reports, logs } = await run({
    id: 'flood',
    code: 'export default ({ log }) => { for (let i = 0; i < 1e6; i++) log.info("line", i); };',
  });

  const gaps = (await sandbox.page.evaluate('probe.readGaps()')) as Record<string, number>;
  expect(logs).toHaveLength(1_000);
  expect(reports[0]?.droppedLogLines).toBe(999_000);
  expect(gaps['page']).toBeLessThan(250);
});

test('an attempt leaves nothing to the next one in the same isolate', async () => {
  const code = (text: string) => `export default ({ log }) => { ${text} };`;

  const { outcomes, logs } = await run(
    ...['a', 'b', 'c', 'd'].map((id) => ({
      id,
      code: code(
        'try { globalThis.kept = 1; } catch {} try { Array.prototype.kept = 1; } catch {} try { log.kept = 1; } catch {} /x(.)/.exec("xy"); console.log("once"); return [typeof kept, [].kept ?? null, RegExp.$1 ?? null];',
      ),
    })),
  );

  expect(Object.values(outcomes)).toEqual(
    Array.from({ length: 4 }, () => ['undefined', null, null]),
  );
  expect(logs).toHaveLength(4);
});

for (const id of ['SBX-S028', 'SBX-S036', 'SBX-S054']) {
  test(`the attack ${id} does no harm`, async () => {
    const { complaints } = await runAttack(sandbox, id);

    expect(complaints).toEqual([]);
  });
}
