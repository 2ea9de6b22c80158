import { afterEach, expect, test } from 'vitest';
import { created, ended, executionId, nothing, rowOf } from './samples.ts';
import { MillraceDatabase } from '#storage/database.ts';
import { openStore } from '#storage/store.ts';

const name = 'executions-of-a-spoiled-disk';
afterEach(async () => {
  await new MillraceDatabase(name).delete();
});

test('a run is removed through the last of it, also of what a restore has set aside', async () => {
  const store = await openStore({ name, tab: 'one', goodbye: null });
  await store.ownership.take();
  const rows = [{ executionId, seq: 1, events: [created(), ended(2)] }];
  await store.journal.commit({ ...nothing, rows, executions: [rowOf('run-1')] });
  const database = new MillraceDatabase(name);
  await database.open();
  const lost = { executionId, seq: 3, epoch: 1, commit: 9, body: '[]', wasShown: true };
  await database.damaged.add(lost);

  expect(await store.executions.remove(executionId)).toBe(true);

  const [queued] = await database.copyQueue.toArray();
  expect(queued?.record).toMatchObject({
    kind: 'removedExecution',
    through: { epoch: 1, commit: 9 },
  });
  expect(await database.damaged.count()).toBe(0);
  database.close();
  store.close();
});
