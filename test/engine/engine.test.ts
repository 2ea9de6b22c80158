import { afterEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '#core/shared/json.ts';
import type { HandlerDescriptor } from '#core/workflow/descriptor.ts';
import { TaskError, type Run } from '#ports/handler.ts';
import { StorageFullError } from '#ports/journal.ts';
import { Bench, runId, taskOf } from './harness.ts';

let bench: Bench;
afterEach(() => {
  bench.close();
});

const shout: HandlerDescriptor = {
  type: 'shout',
  version: 3,
  schema: { properties: { text: { type: 'string' } }, required: ['text'], open: false },
  literal: [],
  effect: 'pure',
  place: 'engine',
};
const runShout: Run = (context) =>
  Promise.resolve({
    kind: 'succeeded',
    output: `${JSON.stringify(context.with['text']).slice(1, -1)}!`,
  });

describe('a handler', () => {
  test('is added without touching core or engine, and runs the tasks of its own type (INT-01, ENG-02, ENG-03, MOD-08)', async () => {
    bench = await new Bench([{ descriptor: shout, run: runShout }]).open();

    const execution = await bench.run({
      a: { type: 'shout', with: { text: 'hey' } },
      b: { type: 'noop', with: { output: 1 } },
    });

    expect(taskOf(execution, 'a').output).toMatchObject({ value: 'hey!' });
    expect(taskOf(execution, 'b').output).toMatchObject({ value: 1 });
    expect(execution.builtWith.handlers['shout']).toBe(3);
  });

  test('gets inputs, params, attempt and one key for every attempt (ENG-01, MOD-02, MOD-04)', async () => {
    const seen: { inputs: JsonObject; params: JsonObject; attempt: number; key: string }[] = [];
    const spy: Run = ({ inputs, params, attempt, key }) => {
      seen.push({ inputs, params, attempt, key });
      if (attempt === 1)
        return Promise.reject(new TaskError({ code: 'busy', message: 'later', retryable: true }));
      return Promise.resolve({ kind: 'succeeded', output: null });
    };
    bench = await new Bench([{ descriptor: shout, run: spy }]).open();
    await bench.save(
      {
        a: { type: 'noop', with: { output: 7 } },
        other: { type: 'noop', with: { output: 8 } },
        b: {
          type: 'shout',
          dependencies: ['a'],
          with: { text: '' },
          retryPolicy: { maxRetries: 1 },
        },
      },
      { params: { n: { type: 'integer' } } },
    );
    await bench.start({ n: 5 });
    await bench.endOf(runId(1));

    expect(seen).toEqual([
      { inputs: { a: 7 }, params: { n: 5 }, attempt: 1, key: 'run-1/b#0' },
      { inputs: { a: 7 }, params: { n: 5 }, attempt: 2, key: 'run-1/b#0' },
    ]);
  });

  test.each<[string, Run]>([
    ['throws', () => Promise.reject(new Error('broken'))],
    [
      'throws at once',
      () => {
        throw new Error('broken');
      },
    ],
    [
      'throws what is no error',
      () => Promise.reject(new TaskError({ code: 'x', message: 'broken', retryable: false })),
    ],
  ])('that %s ends its own attempt and nothing else (ENG-19)', async (_how, run) => {
    bench = await new Bench([{ descriptor: shout, run }]).open();

    const execution = await bench.run({
      bad: { type: 'shout', with: { text: '' } },
      good: { type: 'noop', with: { output: 1 } },
    });

    expect(taskOf(execution, 'bad').cause).toMatchObject({ message: 'broken' });
    expect(taskOf(execution, 'good').state).toBe('succeeded');
    expect(bench.statusOf(execution)).toBe('failed');
  });

  test('that hangs is timed out by its own clock (ENG-13)', async () => {
    const hang: Run = ({ signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('stopped'));
        });
      });
    bench = await new Bench([{ descriptor: shout, run: hang }]).open();

    const execution = await bench.run({
      a: { type: 'shout', with: { text: '' }, timeoutSeconds: 0.05 },
    });

    expect(taskOf(execution, 'a').cause).toMatchObject({ code: 'timeout' });
  });
});

describe('an execution', () => {
  test('is recorded whole: ids, name as at the start, times, states, reasons, attempts (STO-01, STO-02, STO-03, INT-05)', async () => {
    bench = await new Bench().open();
    const execution = await bench.run({
      a: { type: 'noop', with: { failAttempts: 1 } },
      b: { type: 'noop', dependencies: ['a'] },
    });

    expect(execution).toMatchObject({ workflowId: 'w', workflowName: 'W', ended: 'failed' });
    expect(execution.versionHash).toMatch(/^sha256:/);
    expect(execution.builtWith.millrace).toBe('test');
    expect(taskOf(execution, 'a').attempts[0]?.failure?.message).toContain('Attempt 1');
    expect(taskOf(execution, 'b').cause).toEqual({ code: 'upstreamFailed', taskId: 'a' });
    const row = bench.disk.executions.get(execution.id);
    expect(row).toMatchObject({ status: 'failed', cause: { code: 'taskFailed', taskId: 'a' } });
    expect(row?.endedAt).toBe(execution.endedAt);
  });

  test('of an unknown workflow, or with params that do not fit, is refused and leaves no record (SCH-10, ENG-06)', async () => {
    bench = await new Bench().open();
    await bench.save({}, { params: { n: { type: 'integer', required: true } } });

    expect(await bench.start({}, 'nowhere')).toEqual({ kind: 'unknownWorkflow' });
    expect(await bench.start({ n: 'x' })).toMatchObject({
      kind: 'badParams',
      problems: [{ param: 'n', reason: 'wrongType' }],
    });
    expect(bench.disk.rows).toEqual([]);
    expect([...bench.disk.orders]).toEqual([]);
  });

  test('is not begun from a file that did not pass validation (ENG-06, ARC-02)', async () => {
    bench = await new Bench().open();

    const result = await bench.api.importWorkflow({
      text: '{"millrace":1,"id":"w","tasks":{"a":{"type":"nope"}}}',
      fileName: 'w.json',
      over: 'ask',
    });

    expect(result.kind).toBe('invalid');
    expect(await bench.start()).toEqual({ kind: 'unknownWorkflow' });
  });

  test('runs beside others and sees nothing of them (ENG-18, ARC-04)', async () => {
    bench = await new Bench().open();
    await bench.save(
      { a: { type: 'noop', with: { output: '${{ params.n }}' } } },
      { params: { n: { type: 'integer' } } },
    );

    const started = await Promise.all([1, 2, 3].map((n) => bench.start({ n })));
    const ended = await Promise.all([1, 2, 3].map((number) => bench.endOf(runId(number))));

    expect(started.map(({ kind }) => kind)).toEqual(['started', 'started', 'started']);
    expect(ended.map((execution) => taskOf(execution, 'a').output)).toMatchObject([
      { value: 1 },
      { value: 2 },
      { value: 3 },
    ]);
  });

  test('loses no result when 1,000 tasks end together, and ends only when all have (ENG-09, ENG-17, SCH-11)', async () => {
    bench = await new Bench().open();
    const tasks = Object.fromEntries(
      Array.from({ length: 1_000 }, (_value, index) => [
        `t${String(index)}`,
        { type: 'noop', with: { output: index } },
      ]),
    );

    const execution = await bench.run(tasks);

    expect(execution.counts.succeeded).toBe(1_000);
    expect(execution.ended).toBe('completed');
  });

  test('goes on in the next engine on the same disk, and what had succeeded does not run again (REC-10)', async () => {
    bench = await new Bench().open();
    await bench.save({
      a: { type: 'noop', with: { output: 1 } },
      w: { type: 'wait', dependencies: ['a'], with: { seconds: 0.2 } },
    });
    await bench.start();
    await bench.api.exportExecution(runId(1));
    bench.close();

    const second = await new Bench([], bench.disk).open();
    const execution = await second.endOf(runId(1));
    second.close();

    expect(taskOf(execution, 'a').attempts).toHaveLength(1);
    expect(execution.ended).toBe('completed');
  });

  test('is stopped once, and a stop of what has ended says so (SCH-13, SCH-14)', async () => {
    bench = await new Bench().open();
    await bench.save({
      a: { type: 'noop', with: { seconds: 60 } },
      b: { type: 'noop', dependencies: ['a'] },
    });
    await bench.start();

    expect(await bench.api.stopExecution('stop-1' as never, runId(1))).toEqual({
      kind: 'stopping',
    });
    const execution = await bench.endOf(runId(1));

    expect(execution.ended).toBe('cancelled');
    expect(await bench.api.stopExecution('stop-2' as never, runId(1))).toEqual({
      kind: 'alreadyEnded',
      status: 'cancelled',
    });
    expect(await bench.api.stopExecution('stop-3' as never, runId(9))).toEqual({
      kind: 'unknownExecution',
    });
  });
});

describe('a full disk', () => {
  test('pauses what would start, loses nothing, and everything goes on when there is room', async () => {
    bench = new Bench();
    const { journal } = bench.parts.store;
    let fullFor = 0;
    const refused: string[] = [];
    bench.replaceCommit(async (commit) => {
      if (fullFor > 0) {
        fullFor -= 1;
        refused.push('full');
        throw new StorageFullError('no room');
      }
      await journal.commit(commit);
    });
    await bench.open();
    await bench.save({
      a: { type: 'noop', with: { output: 1 } },
      b: { type: 'noop', dependencies: ['a'], with: { output: 2 } },
    });
    fullFor = 1;
    await bench.start();
    const execution = await bench.endOf(runId(1));

    expect(refused).toEqual(['full']);
    expect(bench.pauses).toEqual([true, false]);
    expect(execution.ended).toBe('completed');
    expect(execution.seq).toBe(6);
  });
});

describe('a safe copy that took its reserve', () => {
  test('pauses what would start, until the reserve is back', async () => {
    bench = new Bench();
    let isFull = false;
    bench.replaceSafeCopy({ view: () => ({ kind: isFull ? 'full' : 'none' }) });
    await bench.open();
    await bench.save({ a: { type: 'noop', with: { output: 1 } } });
    isFull = true;
    await bench.start();
    await bench.paused;
    await bench.start();
    const during = await bench.read(runId(2));

    isFull = false;
    const after = await bench.endOf(runId(2));

    expect(during.counts.pending).toBe(1);
    expect(after.ended).toBe('completed');
    expect(bench.pauses).toEqual([true, false]);
  });
});

describe('a workflow', () => {
  test('is saved when it landed, also when another tab took over before it was copied', async () => {
    bench = await new Bench().open();
    const next = await new Bench([], bench.disk).open();

    const text = JSON.stringify({ millrace: 1, id: 'w', name: 'W', tasks: {} });
    const answer = await bench.api.importWorkflow({ text, fileName: 'w.json', over: 'ask' });
    next.close();

    expect(answer).toMatchObject({ kind: 'saved', id: 'w' });
    expect(bench.disk.heads.size).toBe(1);
  });

  test('is renamed, duplicated, deleted and brought back; its runs stay readable (STO-07, STO-08)', async () => {
    bench = await new Bench().open();
    const execution = await bench.run({ a: { type: 'noop' } });
    const id = 'w' as never;

    await bench.api.renameWorkflow(id, 'Renamed');
    await bench.api.duplicateWorkflow(id);
    expect((await bench.api.listWorkflows()).map(({ name }) => name)).toEqual([
      'Renamed',
      'Renamed (copy)',
    ]);
    expect(await bench.api.deleteWorkflow(id)).toBe(true);
    expect(await bench.api.getWorkflow(id)).toBeNull();
    expect((await bench.read(execution.id)).ended).toBe('completed');
    expect(await bench.api.undeleteWorkflow(id)).toBe(true);
    expect((await bench.api.getWorkflow(id))?.name).toBe('Renamed');
    expect(await bench.api.deleteWorkflow('unknown' as never)).toBe(false);
  });
});
