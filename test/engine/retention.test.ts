import { describe, expect, test } from 'vitest';
import { toWorkflowId } from '#core/shared/ids.ts';
import { expiredOf, RetentionKeeper } from '#engine/retention.ts';
import type { JsonValue } from '#core/shared/json.ts';
import type { Clock } from '#ports/clock.ts';
import type { ExecutionRow, ExecutionStore } from '#ports/execution-store.ts';
import { rowOf } from '../contract/samples.ts';
import { Bench, runId } from './harness.ts';

const day = 24 * 60 * 60 * 1000;

function endedAt(id: string, at: number | null, workflowId = 'w'): ExecutionRow {
  return rowOf(id, { endedAt: at, workflowId: toWorkflowId(workflowId) });
}

describe('retention', () => {
  test('keeps the newest of each workflow, and whatever has not ended', () => {
    const rows = [
      endedAt('a1', 1),
      endedAt('b1', 2, 'other'),
      endedAt('live', null),
      endedAt('a2', 3),
      endedAt('a3', 4),
    ];
    expect(expiredOf(rows, { runs: 2, days: null }, 10)).toEqual(['a1']);
    expect(expiredOf(rows, { runs: 1, days: null }, 10)).toEqual(['a2', 'a1']);
  });

  test('takes what ended longer ago than it says', () => {
    const rows = [endedAt('old', 0), endedAt('new', 2 * day)];
    expect(expiredOf(rows, { runs: null, days: 2 }, 3 * day)).toEqual(['old']);
  });

  test('deletes nothing until a person says so, then at once, and after each run', async () => {
    const bench = await new Bench().open();
    const { api } = bench;
    for (let run = 0; run < 3; run += 1) await bench.run({ a: { type: 'noop' } });
    expect(await api.getRetention()).toEqual({ runs: null, days: null });
    expect(await api.listExecutions()).toHaveLength(3);

    await api.setRetention({ runs: 2, days: null });
    expect((await api.listExecutions()).map(({ id }) => id)).toEqual([runId(3), runId(2)]);
    await bench.run({ a: { type: 'noop' } });
    await bench.parts.retention.sweep();
    expect((await api.listExecutions()).map(({ id }) => id)).toEqual([runId(4), runId(3)]);
    expect(await api.listVersions(toWorkflowId('w'))).toHaveLength(1);
  });

  test('is read once, and again when another tab may have set it', async () => {
    let stored: JsonValue = { runs: null, days: null };
    let reads = 0;
    const removed: string[] = [];
    const keeper = new RetentionKeeper({
      clock: { now: () => 10 } as Clock,
      settings: {
        get: () => {
          reads += 1;
          return Promise.resolve(stored);
        },
        set: () => Promise.resolve(),
      },
      executions: {
        list: () => Promise.resolve([endedAt('a', 1), endedAt('b', 2)]),
        remove: (id: string) => Promise.resolve(removed.push(id) > 0),
      } as unknown as ExecutionStore,
    });
    await keeper.sweep();
    stored = { runs: 1, days: null };
    await keeper.sweep();
    expect([reads, removed]).toEqual([1, []]);

    keeper.lookAgain();
    await keeper.sweep();
    expect([reads, removed]).toEqual([2, ['a']]);
  });
});
