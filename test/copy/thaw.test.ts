import { expect, test } from 'vitest';
import { FencedError } from '#ports/journal.ts';
import { takeOver } from '#storage/copy/take-over.ts';
import type { CopyTables } from '#storage/copy/tables.ts';
import type { CopyDisk } from '../memory/copy-disk.ts';
import {
  aStore,
  createdEvent,
  eventsOf,
  headOf,
  Owner,
  removeExecution,
  run,
  save,
} from './world.ts';

async function makeWiped(): Promise<CopyDisk> {
  const { disk, owner } = await aStore();
  save(disk, headOf('w', 1));
  await owner.taken.copy?.drain();
  await owner.show('kept', run);
  await owner.show('deleted', run);
  disk.wipe();
  return disk;
}

/** @returns how to let it go on, and its end; it stands still before its write of that number. */
function freezeAt(disk: CopyDisk, count: number) {
  const gate = Promise.withResolvers<undefined>();
  const frozen = Promise.withResolvers<undefined>();
  const tables = disk.database.tablesFor('frozen', () => undefined);
  let writes = 0;
  const slow: CopyTables = {
    ...tables,
    apply: async (fence, change) => {
      writes += 1;
      if (writes === count) {
        frozen.resolve(undefined);
        await gate.promise;
      }
      return tables.apply(fence, change);
    },
  };
  const end = takeOver({
    tables: slow,
    folder: disk.folder(),
    aside: disk.asideFor(),
    expects: 'nothing',
    limits: { slotBytes: 4_000, ballastBytes: 100 },
    newStoreId: () => 'another',
    now: () => 1,
    goodbye: null,
  }).then(
    () => 'done',
    (error: unknown) => error,
  );
  return { frozen: Promise.race([frozen.promise, end]), thaw: gate.resolve, end };
}

test.each([1, 2, 3, 4, 5])(
  'a restore that froze before its write %i changes nothing when it thaws under another owner',
  async (count) => {
    const disk = await makeWiped();
    const { frozen, thaw, end } = freezeAt(disk, count);
    await frozen;
    const owner = await Owner.take(disk, 'next');
    removeExecution(disk, 'deleted');
    await owner.taken.copy?.drain();
    await owner.show('new', [createdEvent()]);
    const before = structuredClone(disk.database.state);

    thaw(undefined);

    expect(await end).toBeInstanceOf(FencedError);
    expect(disk.database.state).toEqual(before);
    expect(eventsOf(disk, 'kept')).toEqual(run);
    expect(eventsOf(disk, 'deleted')).toEqual([]);
  },
);

test('a run that is deleted while a take-over sleeps is not set aside out of the slots that it has read', async () => {
  const { disk, owner } = await aStore(600);
  for (const event of run) await owner.show('deleted', [event]);
  for (let n = 0; n < 2; n += 1) await owner.show(`run-${String(n)}`, run);
  owner.close();
  disk.database.write(({ live }) => live.add('deleted'));
  const tables = disk.database.tablesFor('next', () => undefined);
  let isDeleted = false;

  await takeOver({
    tables: {
      ...tables,
      rowsOf: (ids) => {
        if (!isDeleted) removeExecution(disk, 'deleted');
        isDeleted = true;
        return tables.rowsOf(ids);
      },
    },
    folder: disk.folder(),
    aside: disk.asideFor(),
    expects: 'store',
    limits: { slotBytes: 600, ballastBytes: 100 },
    newStoreId: () => 'another',
    now: () => 1,
    goodbye: null,
  });

  expect(isDeleted).toBe(true);
  expect([...disk.database.state.damaged.keys()]).toEqual([]);
  expect(eventsOf(disk, 'deleted')).toEqual([]);
});
