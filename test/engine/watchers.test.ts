import { describe, expect, test } from 'vitest';
import { liveExecution } from '#core/execution/decide.ts';
import { toTaskId } from '#core/shared/ids.ts';
import { Watchers } from '#engine/watchers.ts';
import { nodeClock } from '#node/adapters/clock.ts';
import type { WatchMessage } from '#ports/engine-api.ts';
import type { LogLine } from '#ports/task-host.ts';
import { Bench, runId } from './harness.ts';

function linesFrom(first: number, count: number): LogLine[] {
  return Array.from({ length: count }, (_item, index) => ({
    time: 0,
    level: 'info',
    taskId: toTaskId('a'),
    attempt: 1,
    message: String(first + index),
  }));
}

/** Somebody who looks at a run that is live, from its snapshot on. */
async function aWatched() {
  const bench = await new Bench().open();
  const execution = await bench.run({ a: { type: 'noop' } });
  bench.close();
  const messages: WatchMessage[] = [];
  const watchers = new Watchers({
    clock: nodeClock,
    live: () => liveExecution(execution, () => null),
    readLogs: () => Promise.resolve([]),
    readSnapshot: () => Promise.resolve(null),
    covered: () => Promise.resolve(),
  });
  const shown = Promise.withResolvers<undefined>();
  watchers.watch({ kind: 'execution', id: execution.id }, (message) => {
    messages.push(message);
    shown.resolve(undefined);
  });
  await shown.promise;
  return { id: execution.id, watchers, messages: () => messages.splice(0) };
}

describe('the log lines of one barrier', () => {
  test('come as one message', async () => {
    const { id, watchers, messages } = await aWatched();
    messages();
    watchers.logged(id, linesFrom(1, 2), 1);
    watchers.logged(id, linesFrom(3, 1), 2);
    expect(messages()).toEqual([]);

    watchers.covered(2);

    expect(messages()).toEqual([{ kind: 'logs', lines: linesFrom(1, 3), skipped: 0 }]);
  });

  test('are the newest when there are more than anybody reads, and the others are counted', async () => {
    const { id, watchers, messages } = await aWatched();
    messages();
    watchers.logged(id, linesFrom(1, 700), 1);
    watchers.logged(id, linesFrom(701, 100), 2);

    watchers.covered(2);

    expect(messages()).toEqual([{ kind: 'logs', lines: linesFrom(301, 500), skipped: 300 }]);
  });
});

describe('a run that is watched from its order on', () => {
  test('is shown from its first event, and nothing of it is read', async () => {
    const bench = await new Bench().open();
    await bench.save({ a: { type: 'noop' } });
    const { executions } = bench.parts.store;
    const reads: string[] = [];
    const readLogs = executions.readLogs.bind(executions);
    Object.assign(executions, {
      readLogs: (...given: Parameters<typeof readLogs>) => {
        reads.push('logs');
        return readLogs(...given);
      },
    });
    const shown = Promise.withResolvers<WatchMessage>();

    const starting = bench.start();
    bench.parts.watchers.watch({ kind: 'execution', id: runId(1) }, shown.resolve);
    await starting;

    expect(await shown.promise).toMatchObject({ kind: 'snapshot', execution: { id: runId(1) } });
    expect(reads).toEqual([]);
  });

  test('is unknown when it was not begun', async () => {
    const bench = await new Bench().open();
    const shown = Promise.withResolvers<WatchMessage>();

    const starting = bench.start({}, 'nowhere');
    bench.parts.watchers.watch({ kind: 'execution', id: runId(1) }, shown.resolve);

    expect(await starting).toEqual({ kind: 'unknownWorkflow' });
    expect(await shown.promise).toEqual({ kind: 'unknownExecution' });
  });
});
