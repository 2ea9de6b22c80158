import { describe, expect, test } from 'vitest';
import { FencedError, StorageFullError } from '#ports/journal.ts';
import { CopyUnreadableError } from '#ports/safe-copy.ts';
import { scan } from '#storage/copy/frames.ts';
import { CopyDisk } from '../memory/copy-disk.ts';
import {
  aStore,
  createdEvent,
  eventsOf,
  headOf,
  Owner,
  removeExecution,
  removeWorkflow,
  run,
  save,
  startedEvent,
} from './world.ts';

describe('a database that the browser dropped', () => {
  test('is back whole, with its runs, its lists and its definitions', async () => {
    const { disk, owner } = await aStore();
    save(disk, headOf('w', 1));
    save(disk, headOf('w', 2));
    await owner.taken.copy?.drain();
    await owner.show('done', run);
    await owner.show('live', [createdEvent(), startedEvent(2)]);

    disk.wipe();
    const again = await Owner.take(disk);

    expect(again.taken.epoch).toBeGreaterThan(owner.taken.epoch);
    expect(again.taken.healed).toEqual({
      wasWiped: true,
      workflows: 1,
      executions: 2,
      damaged: [],
      outdated: [],
      undeleted: [],
      holes: 0,
      lost: ['orders', 'logs', 'metrics', 'secrets'],
    });
    expect(eventsOf(disk, 'done')).toEqual(run);
    expect([...disk.database.state.live]).toEqual(['live']);
    expect([...disk.database.state.heads.values()]).toEqual([headOf('w', 2)]);
    expect(disk.database.state.versions.size).toBe(2);
    expect(disk.database.state.executions.get('done')).toMatchObject({
      status: 'completed',
      createdAt: 1,
      endedAt: 1,
    });
    expect(disk.database.state.storeId).toBe('store-1');
  });

  test('stays without what was deleted, also when the deletion was never drained twice', async () => {
    const { disk, owner } = await aStore();
    save(disk, headOf('gone', 1));
    save(disk, headOf('back', 1));
    await owner.show('deleted', run);
    removeWorkflow(disk, 'gone');
    removeWorkflow(disk, 'back');
    save(disk, headOf('back', 2));
    removeExecution(disk, 'deleted');
    await owner.taken.copy?.drain();

    disk.wipe();
    await Owner.take(disk);

    expect([...disk.database.state.heads.values()]).toEqual([headOf('back', 2)]);
    expect(eventsOf(disk, 'deleted')).toEqual([]);
    expect(disk.database.state.executions.size).toBe(0);
  });

  test('keeps a large workflow text beside the frames', async () => {
    const { disk, owner } = await aStore();
    const source = 'x'.repeat(1_100_000);
    save(disk, headOf('w', 1), source);
    await owner.taken.copy?.drain();
    expect(disk.texts.all.size).toBe(1);

    disk.wipe();
    await Owner.take(disk);

    expect(disk.database.state.versions.get('sha256:w1')?.source).toBe(source);
  });

  test('comes back from a slot that another tab still holds', async () => {
    const disk = new CopyDisk();
    const owner = await Owner.take(disk, 'frozen');
    await owner.show('run', run);
    disk.database.wipe();

    const thief = await Owner.take(disk, 'thief');
    expect(eventsOf(disk, 'run')).toEqual(run);

    // The frozen tab's file is lost with it: the thief has its own copy.
    thief.close();
    disk.files.all.delete('slot-0000');
    disk.wipe();
    await Owner.take(disk);
    expect(eventsOf(disk, 'run')).toEqual(run);
  });

  test('sets an execution aside whose frames have a hole, and only that one', async () => {
    const { disk, owner } = await aStore();
    await owner.show('whole', [createdEvent()]);
    await owner.show('broken', [createdEvent()]);
    const before = disk.files.all.get('slot-0000')?.data.length ?? 0;
    await owner.show('broken', [startedEvent(2)]);
    await owner.show('broken', [startedEvent(3)]);
    const file = disk.files.all.get('slot-0000');
    if (file !== undefined) file.data[before + 80] = 0;

    disk.wipe();
    const again = await Owner.take(disk);

    expect(again.taken.healed?.damaged).toEqual(['broken']);
    expect(eventsOf(disk, 'broken')).toEqual([createdEvent()]);
    expect([...disk.database.state.live]).toEqual(['whole']);
    again.close();
    expect((await Owner.take(disk, 'tab', 4_000, again.taken.epoch)).taken.healed).toBeNull();
    expect([...disk.database.state.live]).toEqual(['whole']);
  });

  test('is not made anew while the copy cannot be read', async () => {
    const { disk, owner } = await aStore();
    await owner.show('run', run);
    await owner.show('other', run);
    disk.files.all.get('slot-0000')?.data.fill(7);
    disk.wipe();

    await expect(Owner.take(disk)).rejects.toBeInstanceOf(CopyUnreadableError);

    expect(disk.database.state.storeId).toBeNull();
  });
});

describe('a takeover', () => {
  test.each([0, 1, 2, 3])(
    'writes anew what a flipped bit has destroyed in frame %d, the last one too',
    async (frame) => {
      const disk = new CopyDisk();
      const owner = await Owner.take(disk);
      save(disk, headOf('w', 1));
      await owner.taken.copy?.drain();
      await owner.show('first', run);
      removeExecution(disk, 'first');
      await owner.taken.copy?.drain();
      await owner.show('second', run);
      const file = disk.files.all.get('slot-0000');
      const begin = scan(file?.data ?? new Uint8Array()).frames[frame]?.at ?? 0;
      if (file !== undefined) file.data[begin + 60] = (file.data[begin + 60] ?? 0) ^ 1;
      disk.kill();
      const next = await Owner.take(disk);
      next.close();

      disk.wipe();
      await Owner.take(disk);

      expect(next.taken.healed).toBeNull();
      expect([...disk.database.state.heads.values()]).toEqual([headOf('w', 1)]);
      expect(eventsOf(disk, 'first')).toEqual([]);
      expect(eventsOf(disk, 'second')).toEqual(run);
      const spoiled = [...disk.files.all.values()].filter(({ data }) => {
        const { goodBytes, wholeBytes } = scan(data);
        return wholeBytes < goodBytes;
      });
      expect(spoiled).toEqual([]);
    },
  );

  test('inserts what the database lost and drops the orders that it answered', async () => {
    const { disk, owner } = await aStore();
    disk.database.write((state) => void state.orders.add('order'));
    await owner.show('run', [createdEvent()], ['order']);
    disk.database.write((state) => {
      state.journal.clear();
      state.live.clear();
      state.orders.add('order');
    });
    owner.close();

    const next = await Owner.take(disk);

    expect(eventsOf(disk, 'run')).toEqual([createdEvent()]);
    expect([...disk.database.state.orders]).toEqual([]);
    expect([...disk.database.state.live]).toEqual(['run']);
    expect(next.taken.healed).toMatchObject({ wasWiped: false, executions: 1 });
  });

  test('goes on from before a gap that nobody was shown', async () => {
    const { disk, owner } = await aStore();
    await owner.show('run', [createdEvent()]);
    owner.commit('run', [startedEvent(2)], false);
    owner.commit('run', [startedEvent(3)], false);
    disk.database.write((state) => void state.journal.delete('run#000000002'));
    disk.database.write((state) => void state.states.set('run', { seq: 3 }));
    owner.close();

    const next = await Owner.take(disk);

    expect(eventsOf(disk, 'run')).toEqual([createdEvent()]);
    expect([...disk.database.state.live]).toEqual(['run']);
    expect(disk.database.state.states.size).toBe(0);
    expect(next.taken.healed).toBeNull();
  });

  test('tops the copy up with what was committed but never copied, finished runs too', async () => {
    const { disk, owner } = await aStore();
    owner.commit('run', run, true);
    save(disk, headOf('w', 1));
    owner.close();
    (await Owner.take(disk)).close();

    disk.wipe();
    await Owner.take(disk);

    expect(eventsOf(disk, 'run')).toEqual(run);
    expect([...disk.database.state.heads.keys()]).toEqual(['w']);
  });

  test('copies everything anew when the copy is gone', async () => {
    const { disk, owner } = await aStore();
    save(disk, headOf('w', 1));
    await owner.taken.copy?.drain();
    await owner.show('run', run);
    owner.close();
    disk.files.all.clear();
    (await Owner.take(disk)).close();

    disk.wipe();
    await Owner.take(disk);

    expect(eventsOf(disk, 'run')).toEqual(run);
    expect([...disk.database.state.heads.values()]).toEqual([headOf('w', 1)]);
  });

  test('fences the owner before it in the middle of its work', async () => {
    const disk = new CopyDisk();
    const former = await Owner.take(disk, 'former');
    await Owner.take(disk, 'next');

    expect(() => {
      former.commit('run', run, true);
    }).toThrow(FencedError);
    await expect(former.taken.copy?.drain()).rejects.toBeInstanceOf(FencedError);
  });
});

describe('a slot', () => {
  test('that is full is followed by another, and one after the other is read', async () => {
    const { disk, owner } = await aStore(1_500);
    const ids = Array.from({ length: 20 }, (_, index) => `run-${String(index)}`);
    for (const id of ids) await owner.show(id, run);
    expect(disk.files.all.size).toBeGreaterThan(4);

    disk.wipe();
    await Owner.take(disk, 'tab', 1_500);

    for (const id of ids) expect(eventsOf(disk, id)).toEqual(run);
  });

  test('whose flush failed is not written again', async () => {
    const { disk, owner } = await aStore();
    disk.files.failFlushOf = 'slot-0000';
    await owner.show('run', run);
    const length = disk.files.all.get('slot-0000')?.data.length;
    await owner.show('other', run);

    expect(disk.files.all.get('slot-0000')?.data.length).toBe(length);
    disk.files.all.delete('slot-0000');
    disk.files.failFlushOf = null;
    disk.wipe();
    await Owner.take(disk);
    expect(eventsOf(disk, 'run')).toEqual(run);
    expect(eventsOf(disk, 'other')).toEqual(run);
  });

  test('takes a last frame out of the reserve when the disk is full, then says so', async () => {
    const { disk, owner } = await aStore();
    const used = disk.files.usedBytes;
    disk.files.quotaBytes = used + 10;

    await owner.show('run', run);
    expect(owner.taken.copy?.isFull).toBe(true);
    const [more, evenMore] = ['more', 'even-more'];
    await owner.show(more, run);
    await expect(owner.show(evenMore, run)).rejects.toBeInstanceOf(StorageFullError);
    disk.files.quotaBytes = Infinity;
    await owner.barrier();

    expect(owner.taken.copy?.isFull).toBe(false);
    disk.wipe();
    await Owner.take(disk);
    for (const id of ['run', more, evenMore]) expect(eventsOf(disk, id)).toEqual(run);
  });

  test('is taken over on a full disk, out of the reserve', async () => {
    const { disk, owner } = await aStore();
    await owner.show('run', run);
    owner.close();
    disk.files.quotaBytes = disk.files.usedBytes;

    const next = await Owner.take(disk, 'next');

    expect(next.taken.copy?.isFull).toBe(true);
    expect(eventsOf(disk, 'run')).toEqual(run);
  });

  test('that is mostly dead is rewritten and freed, and nothing living is lost', async () => {
    const { disk, owner } = await aStore(3_000);
    save(disk, headOf('w', 1));
    const ids = Array.from({ length: 20 }, (_, index) => `run-${String(index)}`);
    for (const id of ids) await owner.show(id, run);
    for (const id of ids.slice(1)) removeExecution(disk, id);
    await owner.taken.copy?.drain();
    await owner.taken.copy?.sweep();
    const free = [...disk.files.all.values()].filter(({ data }) => data.length === 0);
    expect(free.length).toBeGreaterThan(1);

    disk.wipe();
    await Owner.take(disk, 'tab', 3_000);

    expect(eventsOf(disk, 'run-0')).toEqual(run);
    for (const id of ids.slice(1)) expect(eventsOf(disk, id)).toEqual([]);
    expect([...disk.database.state.heads.keys()]).toEqual(['w']);
  });
});
