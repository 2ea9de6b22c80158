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
  readonly reports: readonly (AttemptReport & { readonly atMs: number })[];
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

test('what is no plain data fails with its path, and any word may be a key', async () => {
  const { outcomes } = await run(
    { id: 'date', code: 'export default () => ({ rows: [{ when: new Date(0) }] });' },
    { id: 'nan', code: 'export default () => [1, NaN];' },
    {
      id: 'words',
      code: "export default () => { const counts = {}; for (const word of ['constructor', 'isPrototypeOf', 'valueOf', 'toString']) counts[word] = 1; return counts; };",
    },
    { id: 'nothing', code: 'export default async () => {};' },
  );

  expect(outcomes).toMatchObject({
    date: { code: 'outputNotJson', details: { path: ['rows', 0, 'when'] } },
    nan: { code: 'outputNotJson', details: { path: [1] } },
    words: { constructor: 1, isPrototypeOf: 1, valueOf: 1, toString: 1 },
    nothing: null,
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

test('everything that a task can reach from its globals and from syntax is frozen', async () => {
  const code = `export default () => {
    const seen = new Set();
    const loose = [];
    const walk = (value, path) => {
      if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return;
      if (seen.has(value)) return;
      seen.add(value);
      if (!Object.isFrozen(value)) loose.push(path);
      for (const key of Reflect.ownKeys(value)) {
        const descriptor = Reflect.getOwnPropertyDescriptor(value, key);
        for (const part of ['value', 'get', 'set']) walk(descriptor[part], path + '.' + String(key));
      }
      walk(Object.getPrototypeOf(value), path + '.__proto__');
    };
    const thrown = (run) => { try { run(); } catch (error) { return error; } };
    const samples = [
      function () {}, async () => 1, function* () {}, async function* () {}, [].values(), new Map().entries(),
      new Set().values(), ''.matchAll(/x/g), ''[Symbol.iterator](), [].values().map(String), Iterator.from({ next() {} }),
      new Intl.Segmenter().segment('')[Symbol.iterator](), new URLSearchParams().keys(), new TextDecoder(),
      (function () { return arguments; })(), new WebAssembly.Memory({ initial: 1 }), thrown(() => atob('$')),
    ];
    walk(globalThis, 'globalThis');
    for (const sample of samples) walk(Object.getPrototypeOf(sample), 'proto of ' + Object.prototype.toString.call(sample));
    return { isWide: seen.size > 1000, loose };
  };`;

  const { outcomes } = await run({ id: 'walk', code });

  expect(outcomes['walk']).toEqual({ isWide: true, loose: [] });
});

test('no text becomes code', async () => {
  const code = `export default () => [
    () => Function('return 1')(),
    () => (async () => {}).constructor('return 1')(),
    () => (function* () {}).constructor('yield 1')(),
    () => Reflect.construct(Function, ['return 1']),
    () => setTimeout('1'),
    () => (0, eval)('1'),
    () => { Error.prepareStackTrace = (_error, frames) => frames; },
  ].map((run) => { try { return String(run()); } catch (error) { return error.name; } });`;

  const { outcomes } = await run({ id: 'text', code });

  expect(outcomes['text']).toEqual([
    ...['TypeError', 'TypeError', 'TypeError', 'TypeError', 'TypeError'],
    ...['ReferenceError', 'TypeError'],
  ]);
});

test('what an attempt leaves running is its own fault, not that of the next one', async () => {
  const trap =
    'new Proxy(new Error("x"), { get() { for (;;) {} }, getPrototypeOf() { for (;;) {} } })';

  const { outcomes } = await run(
    {
      id: 'flood',
      code: 'export default () => { const f = () => Promise.resolve().then(f); f(); return 1; };',
      timeoutMs: 500,
    },
    {
      id: 'trap',
      code: `export default async () => { Promise.reject(${trap}); return 1; };`,
      timeoutMs: 500,
    },
    { id: 'a', code: 'export default () => 1;', timeoutMs: 500 },
    { id: 'b', code: 'export default () => 1;', timeoutMs: 500 },
  );

  expect(outcomes).toMatchObject({ flood: { code: 'timeout' }, trap: 1, a: 1, b: 1 });
});

test('a task that computes for long keeps no result of those beside it', async () => {
  const tiny = (name: string) =>
    Array.from({ length: 100 }, (_item, index) => ({
      id: `${name}${String(index)}`,
      code: 'export default () => 1;',
    }));
  const hog =
    'export default () => { const end = performance.now() + 3000; while (performance.now() < end); return 2; };';
  await run(...tiny('warm'));

  const { reports, outcomes } = await run(...tiny('a'), { id: 'hog', code: hog }, ...tiny('b'));

  const times = new Map(reports.map(({ taskId, atMs }) => [String(taskId), atMs]));
  const hogAt = times.get('hog') ?? 0;
  const others = [...times].filter(([id]) => id !== 'hog').map(([, atMs]) => atMs);
  expect(Object.values(outcomes).filter((output) => output === 1)).toHaveLength(200);
  expect(outcomes['hog']).toBe(2);
  expect(hogAt - Math.max(...others)).toBeGreaterThan(1_500);
});

for (const id of ['SBX-S028', 'SBX-S036', 'SBX-S054']) {
  test(`the attack ${id} does no harm`, async () => {
    const { complaints } = await runAttack(sandbox, id);

    expect(complaints).toEqual([]);
  });
}
