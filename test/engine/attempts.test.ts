import { describe, expect, test } from 'vitest';
import type { Execution } from '#core/execution/execution.ts';
import { Run, task } from '#core/execution/testing/rules-run.ts';
import { toTaskId } from '#core/shared/ids.ts';
import { Attempts } from '#engine/attempts.ts';
import { createReferences } from '#engine/references.ts';
import { Values } from '#engine/values.ts';
import type { AttemptId, TaskHost } from '#ports/task-host.ts';
import { MemoryDisk, openMemoryStore } from '../memory/memory-store.ts';

/** Attempts on a host that only writes down what it is told. */
function openAttempts(runs: readonly Run[]) {
  const told: (readonly string[])[] = [];
  const nameOf = ({ taskId }: AttemptId) => taskId;
  const host: TaskHost = {
    slots: () => 10,
    start: (calls) => told.push(calls.map((call) => `start ${nameOf(call)}`)),
    stop: (attempt) => told.push([`stop ${nameOf(attempt)}`]),
    close: () => undefined,
  };
  const attempts = new Attempts({
    values: new Values(openMemoryStore(new MemoryDisk()).artifacts, String),
    references: createReferences(new Map()),
    hosts: () => new Map([['noop', host]]),
    barrier: () => Promise.resolve(),
    executionOf: () => runs[0]?.live.execution,
    take: () => undefined,
    log: () => undefined,
    slotsChanged: () => undefined,
    broken: () => undefined,
  });
  const first = (execution: Execution) => ({
    taskId: execution.plan.tasks[0]?.id ?? toTaskId(''),
    attempt: 1,
  });
  const start = () => {
    for (const { live } of runs) attempts.run(live.execution, [first(live.execution)]);
  };
  return { attempts, told, start, first };
}

const turn = () => Promise.resolve();

describe('the attempts of one turn', () => {
  test('reach their host together, also when they belong to several executions', async () => {
    const { told, start } = openAttempts([new Run([task('a', [])]), new Run([task('b', [])])]);

    start();
    await turn();

    expect(told).toEqual([['start a', 'start b']]);
  });

  test('are known to their host before it is told to stop one of them', async () => {
    const run = new Run([task('a', [])]);
    const { attempts, told, start, first } = openAttempts([run]);

    start();
    attempts.stop(run.live.execution, first(run.live.execution));
    await turn();

    expect(told).toEqual([['start a'], ['stop a']]);
  });

  test('never reach it when the engine ends in that turn', async () => {
    const { attempts, told, start } = openAttempts([new Run([task('a', [])])]);

    start();
    attempts.close();
    await turn();

    expect(told).toEqual([]);
  });
});
