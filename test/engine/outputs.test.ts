import { describe, expect, test } from 'vitest';
import { toExecutionId } from '#core/shared/ids.ts';
import { Bench, runId } from './harness.ts';

const tasks = {
  a: { type: 'noop', with: { output: { rows: [1, 2] } } },
  b: { type: 'noop', with: { output: 'two' } },
};

/** How often the journal of a run was read whole. */
function countReads(bench: Bench): { count: number } {
  const { executions } = bench.parts.store;
  const read = executions.readEvents.bind(executions);
  const reads = { count: 0 };
  Object.assign(executions, {
    readEvents: (...args: Parameters<typeof read>) => {
      reads.count += 1;
      return read(...args);
    },
  });
  return reads;
}

describe('the output of a task', () => {
  test('is answered, and its absence too', async () => {
    const bench = await new Bench().open();
    const { api } = bench;
    await bench.run(tasks);

    expect(await api.getOutput(runId(1), 'a')).toEqual({ value: { rows: [1, 2] } });
    expect(await api.getOutput(runId(1), 'nothing')).toBeNull();
    expect(await api.getOutput(toExecutionId('unknown'), 'a')).toBeNull();
  });

  test('of a run that has ended costs one fold, however often it is asked for', async () => {
    const bench = await new Bench().open();
    const { api } = bench;
    await bench.run(tasks);
    const reads = countReads(bench);

    for (let asked = 0; asked < 5; asked += 1) await api.getOutput(runId(1), 'a');
    expect(await api.getOutput(runId(1), 'b')).toEqual({ value: 'two' });

    expect(reads.count).toBe(1);
  });

  test('of a live run is read from what is in memory', async () => {
    const bench = await new Bench().open();
    const { api } = bench;
    await bench.save({ ...tasks, c: { type: 'wait', dependencies: ['b'], with: { seconds: 60 } } });
    await bench.start();
    await bench.waits(1);
    const reads = countReads(bench);

    expect(await api.getOutput(runId(1), 'b')).toEqual({ value: 'two' });

    expect(reads.count).toBe(0);
    bench.close();
  });

  test('goes with its run', async () => {
    const bench = await new Bench().open();
    const { api } = bench;
    await bench.run(tasks);
    await api.getOutput(runId(1), 'a');

    await api.deleteExecution(runId(1));

    expect(await api.getOutput(runId(1), 'a')).toBeNull();
  });
});
