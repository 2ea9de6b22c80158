import { describe, expect, test } from 'vitest';
import { Bench, runId, taskOf } from './harness.ts';

const tasks = {
  read: { type: 'files', with: { param: 'table', format: 'csv' } },
  count: { type: 'noop', dependencies: ['read'], with: { output: '${{ tasks.read.output }}' } },
};
const params = { params: { table: { type: 'file' } } };
const bytes = new TextEncoder().encode('a,b\n1,2\n');

async function benchWith(file: Uint8Array | null) {
  const bench = await new Bench().open();
  await bench.save(tasks, params);
  const picked = { name: 'table.csv', mediaType: 'text/csv', bytes: 8, handle: 'a handle' };
  const table = await bench.api.keepSource({ ...picked, file }, null);
  return { bench, picked, table };
}

describe('a file that is read in place', () => {
  test('is what the task reads, and nothing of it is copied', async () => {
    const { bench, table } = await benchWith(bytes);
    await bench.start({ table });
    const execution = await bench.endOf(runId(1));

    expect(table).toEqual({
      $source: 'source-1',
      bytes: 8,
      mediaType: 'text/csv',
      name: 'table.csv',
    });
    expect(taskOf(execution, 'count').output).toMatchObject({ value: [{ a: 1, b: 2 }] });
    expect(bench.disk.artifacts.size).toBe(0);
  });

  test('is waited for while the browser may not read it, and read once it may (needsFile)', async () => {
    const { bench, picked, table } = await benchWith(null);
    await bench.start({ table });
    await bench.waits(1);
    expect(taskOf(await bench.read(runId(1)), 'read')).toMatchObject({
      state: 'waiting',
      cause: { code: 'needsFile', name: 'table' },
    });

    await bench.api.keepSource({ ...picked, file: bytes }, 'source-1');

    expect(bench.statusOf(await bench.endOf(runId(1)))).toBe('completed');
  });

  test('that is still not readable is waited for again, without an end', async () => {
    const { bench, table } = await benchWith(null);
    await bench.start({ table });
    await bench.waits(1);
    await bench.api.filesReady();
    await bench.waits(2);

    const execution = await bench.read(runId(1));
    expect(taskOf(execution, 'read').state).toBe('waiting');
    expect(taskOf(execution, 'read').attempts).toHaveLength(2);
  });
});
