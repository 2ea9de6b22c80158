import { afterEach, describe, expect, test } from 'vitest';
import { callsOf, type TaskSketch } from '../fixtures/isolate-calls.ts';
import { aWorld, closeWorlds, turns } from '../fixtures/isolate-world.ts';

afterEach(closeWorlds);

const never = 'export default () => new Promise(() => {});';
const one = (code: string, more: Partial<TaskSketch> = {}): TaskSketch[] => [
  { id: 'task', code, ...more },
];

describe('a host', () => {
  test('that ends leaves the source to the next one', async () => {
    const former = aWorld();
    former.host.close();
    const next = aWorld(2, former.source);

    next.host.start(callsOf('run', one('export default () => 1;')));
    await next.until(1);

    expect(next.outcomes()).toEqual({ task: 1 });
  });
});

describe('a task', () => {
  test('gets what the call holds, and nothing that is not granted', async () => {
    const world = aWorld();

    world.host.start(
      callsOf(
        'run',
        one(
          'export default (given) => ({ ...given, log: typeof given.log, signal: typeof given.signal });',
          {
            with: { mine: [1] },
            inputs: { a: 1 },
            params: { p: 'x' },
          },
        ),
      ),
    );
    await world.until(1);

    expect(world.outcomes()['task']).toEqual({
      inputs: { a: 1 },
      upstream: {},
      params: { p: 'x' },
      with: { mine: [1] },
      attempt: 1,
      key: 'run/task',
      log: 'function',
      signal: 'object',
    });
  });

  test('has a fresh scope for each attempt', async () => {
    const world = aWorld(1);
    const calls = callsOf('run', one('let n = 0; export default () => { n += 1; return n; };'));

    world.host.start(calls);
    await world.until(1);
    world.host.start(calls);
    await world.until(2);

    expect(world.reports.map(({ outcome }) => outcome)).toEqual([
      { kind: 'succeeded', output: 1 },
      { kind: 'succeeded', output: 1 },
    ]);
  });

  test('fails with the line and column of its own code', async () => {
    const world = aWorld();

    world.host.start(
      callsOf('run', [
        { id: 'first', code: 'export default () => 1;' },
        { id: 'second', code: '\n\nexport default () => {\n  const x = null;\n  return x.y;\n};' },
      ]),
    );
    await world.until(2);

    const second = world.reports.find(({ taskId }) => taskId === 'second');
    expect(second?.outcome).toMatchObject({
      failure: { code: 'taskError', retryable: true, details: { line: 5, column: 12 } },
    });
  });

  test('whose code cannot be read does not spoil the others, whatever its id', async () => {
    const world = aWorld();

    world.host.start(
      callsOf('run', [
        { id: '__proto__', code: 'export default () => 1;' },
        { id: '"\n\u2028', code: 'export default () => {' },
        { id: 'constructor', code: 'export default () => 3;' },
      ]),
    );
    await world.until(3);

    expect(Object.entries(world.outcomes())).toEqual(
      expect.arrayContaining([
        ['"\n\u2028', 'taskError'],
        ['constructor', 3],
      ]),
    );
    expect(world.reports.find(({ taskId }) => taskId === '__proto__')?.outcome.kind).toBe(
      'succeeded',
    );
  });

  test('logs up to the limit under its own ids, and the rest is counted (MON-02, MON-12)', async () => {
    const world = aWorld();

    world.host.start(
      callsOf(
        'run',
        one('export default ({ log }) => { for (let i = 0; i < 5000; i++) log.warn("line", i); };'),
      ),
    );
    await world.until(1);

    expect(world.logs).toHaveLength(1_000);
    expect(world.logs[999]).toMatchObject({ level: 'warn', message: 'line 999', attempt: 1 });
    expect(world.reports[0]?.droppedLogLines).toBe(4_000);
  });

  test('that leaves a timer behind ends its isolate, and its late words are lost', async () => {
    const world = aWorld(1);
    const dirty =
      'export default ({ log }) => { setInterval(() => log("late"), 1); Promise.resolve().then(() => Promise.resolve()).then(() => log("later")); return 1; };';
    const calls = callsOf('run', [
      { id: 'dirty', code: dirty },
      { id: 'next', code: 'export default () => 2;' },
    ]);

    world.host.start(calls);
    await world.until(2);
    await turns(50);

    expect(world.outcomes()).toEqual({ dirty: 1, next: 2 });
    expect(world.logs.filter(({ message }) => message === 'late')).toEqual([]);
    expect(world.source.live.has(1)).toBe(false);
  });
});

describe('a time limit', () => {
  test('ends the attempt, and those behind it run elsewhere', async () => {
    const world = aWorld(1);

    world.host.start(
      callsOf('run', [
        { id: 'slow', code: never, timeoutMs: 30 },
        { id: 'next', code: 'export default () => 2;' },
      ]),
    );
    await world.until(2);

    expect(world.outcomes()).toEqual({ slow: 'timeout', next: 2 });
  });

  test('counts from the start of the attempt, not from its place in the queue', async () => {
    const world = aWorld(1);
    const waits = 'export default () => new Promise((r) => setTimeout(r, 40, 1));';

    world.host.start(
      callsOf(
        'run',
        ['a', 'b', 'c'].map((id) => ({ id, code: waits, timeoutMs: 90 })),
      ),
    );
    await world.until(3);

    expect(world.outcomes()).toEqual({ a: 1, b: 1, c: 1 });
  });
});

describe('a stop', () => {
  test('is signalled first', async () => {
    const world = aWorld();
    const polite =
      'export default ({ signal }) => new Promise((r) => signal.addEventListener("abort", () => r(1)));';
    const calls = callsOf('run', one(polite));
    world.host.start(calls);
    await turns(20);

    for (const call of calls) world.host.stop(call);
    await world.until(1);

    expect(world.outcomes()).toEqual({ task: 'stopped' });
    expect(world.source.live.size).toBeGreaterThan(1);
  });

  test('ends what does not listen, within its grace', async () => {
    const world = aWorld();
    const calls = callsOf('run', one(never));
    world.host.start(calls);
    await turns(20);
    const startedAt = performance.now();

    for (const call of calls) world.host.stop(call);
    await world.until(1);

    expect(world.outcomes()).toEqual({ task: 'stopped' });
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  test('reports at once what has not begun', async () => {
    const world = aWorld(1);
    const calls = callsOf('run', [
      { id: 'long', code: never },
      { id: 'queued', code: 'export default () => 1;' },
    ]);
    world.host.start(calls);
    await turns(20);

    for (const call of calls.slice(1)) world.host.stop(call);
    await world.until(1);

    expect(world.outcomes()).toEqual({ queued: 'stopped' });
  });
});

describe('the death of all isolates', () => {
  test('costs an innocent task only time', async () => {
    const world = aWorld(2);
    const waits = 'export default () => new Promise((r) => setTimeout(r, 30, 1));';
    world.host.start(
      callsOf(
        'run',
        ['a', 'b', 'c'].map((id) => ({ id, code: waits })),
      ),
    );
    await turns(20);

    world.source.crash();
    await world.until(3);

    expect(world.outcomes()).toEqual({ a: 1, b: 1, c: 1 });
  });

  test('leaves the isolate of a suspect that waits to others', async () => {
    const world = aWorld(2);
    const hogs = ['a', 'b'].map((id) => ({ id, code: never }));
    const honest = { id: 'honest', code: 'export default () => 1;' };
    world.host.start(callsOf('run', [...hogs, honest]).slice(0, 2));
    await turns(20);
    const slots = world.host.slots();

    world.source.crash();
    await turns(20);
    expect(world.host.slots()).toBe(slots + 1);
    world.host.start(callsOf('run', [...hogs, honest]).slice(2));
    await world.until(1);

    expect(world.outcomes()).toEqual({ honest: 1 });
  });

  test('is the fault of the one that ran alone', async () => {
    const world = aWorld(2);
    world.host.start(callsOf('run', one(never)));
    await turns(20);

    world.source.crash();
    await world.until(1);

    expect(world.reports[0]?.outcome).toMatchObject({
      failure: { code: 'isolateLost', retryable: true },
    });
  });

  test('is told of a task that must run once, instead of running it again', async () => {
    const world = aWorld(2);
    world.host.start(
      callsOf('run', [
        { id: 'once', code: never, effect: 'once' },
        { id: 'pure', code: 'export default () => new Promise((r) => setTimeout(r, 30, 1));' },
      ]),
    );
    await turns(20);

    world.source.crash();
    await world.until(2);

    expect(world.outcomes()).toEqual({ once: 'isolateLost', pure: 1 });
    expect(world.reports[0]?.outcome).toMatchObject({ failure: { retryable: false } });
  });

  test('is no reason to wait for ever when nothing starts any more', async () => {
    const world = aWorld(2);
    world.host.start(callsOf('run', one(never)));

    for (let time = 0; time < 5; time += 1) world.source.crash();
    await turns(20);
    for (let time = 0; time < 5; time += 1) world.source.crash();
    await world.until(1);

    expect(world.outcomes()).toEqual({ task: 'isolateLost' });
  });
});

describe('an isolate that lies', () => {
  const news = (id: number) => ({
    kind: 'news',
    logs: [],
    results: [
      {
        id,
        end: { kind: 'output', json: '"FORGED"' },
        droppedLogLines: 0,
        tookMs: 0,
        isDirty: false,
      },
    ],
  });

  test('is not believed about calls that are not its own', async () => {
    const world = aWorld(2);
    world.host.start(callsOf('run', one(never)));
    await turns(20);

    world.source.forge(1, news(77));
    await turns(20);

    expect(world.reports).toEqual([]);
  });

  test.each([
    [{ kind: 'news', logs: [], results: [{ id: 1 }] }],
    [{ kind: 'news', logs: [{ id: 1, time: 'now' }], results: [] }],
    [{ kind: 'GET', path: ['constructor'] }],
    [null],
    ['text'],
  ])('is ended for %j', async (message) => {
    const world = aWorld(2);
    world.host.start(callsOf('run', one(never)));
    await turns(20);

    world.source.forge(1, message);
    await world.until(1);

    expect(world.outcomes()).toEqual({ task: 'isolateLost' });
    expect(world.source.live.has(1)).toBe(false);
  });
});

test('a thousand tasks are reported exactly once each, many at a time, by a bounded pool (PWA-05)', async () => {
  const world = aWorld(2);
  const sketches = Array.from({ length: 1_000 }, (_item, index) => ({
    id: `t${String(index)}`,
    code: `export default () => ${String(index)};`,
  }));

  world.host.start(callsOf('run', sketches));
  await world.until(1_000);
  await turns(20);

  expect(world.reports).toHaveLength(1_000);
  expect(new Set(world.reports.map(({ taskId }) => taskId)).size).toBe(1_000);
  expect(world.host.slots()).toBe(128);
});
