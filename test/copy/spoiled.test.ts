import { describe, expect, test } from 'vitest';
import { scan } from '#storage/copy/frames.ts';
import { CopyDisk } from '../memory/copy-disk.ts';
import {
  aStore,
  createdEvent,
  eventsOf,
  headOf,
  isDeath,
  Owner,
  removeExecution,
  run,
  save,
  startedEvent,
} from './world.ts';

const slotBytes = 2_000;

/** A byte in the middle of the frame of that number in the first slot, of those that are whole. */
function spoilFrame(disk: CopyDisk, number: number): void {
  const file = disk.files.all.get('slot-0000');
  const frame = scan(file?.data ?? new Uint8Array()).frames[number];
  const at = frame === undefined ? -1 : frame.end - 8;
  if (file !== undefined) file.data[at] = (file.data[at] ?? 0) ^ 1;
}

describe('a safe copy that is spoiled, where it is all there is', () => {
  test('sets a run aside whose last frame in an older slot cannot be read, and names it', async () => {
    const { disk, owner } = await aStore(slotBytes);
    await owner.show('short', [createdEvent()]);
    await owner.show('short', [startedEvent(2)]);
    await owner.show('gone', run);
    for (let n = 0; n < 9; n += 1) await owner.show(`run-${String(n)}`, run);
    spoilFrame(disk, 1);
    spoilFrame(disk, 1);

    disk.wipe();
    const again = await Owner.take(disk, 'tab', slotBytes);

    expect(again.taken.healed).toMatchObject({ damaged: ['short', 'gone'], holes: 2 });
    expect(eventsOf(disk, 'short')).toEqual([createdEvent()]);
    expect(eventsOf(disk, 'gone')).toEqual([]);
    expect([...disk.database.state.live]).toEqual([]);
    for (let n = 0; n < 9; n += 1) expect(eventsOf(disk, `run-${String(n)}`)).toEqual(run);
  });

  test('is told again, when whoever brought it back ended without a goodbye', async () => {
    const { disk, owner } = await aStore(slotBytes);
    await owner.show('gone', run);
    await owner.show('run', run);
    spoilFrame(disk, 0);
    disk.wipe();
    const restored = await Owner.take(disk, 'dying', slotBytes);
    disk.kill();

    const next = await Owner.take(disk, 'next', slotBytes);
    const last = await Owner.take(disk, 'last', slotBytes, next.taken.epoch);

    expect(restored.taken.healed).toMatchObject({ wasWiped: true, damaged: ['gone'] });
    expect(next.taken.healed).toEqual(restored.taken.healed);
    expect(last.taken.healed).toBeNull();
  });

  test('names a workflow whose last word cannot be read, and one whose long text is gone', async () => {
    const disk = new CopyDisk();
    disk.inlineUnitsMax = 500;
    const owner = await Owner.take(disk);
    for (const id of ['before', 'textless', 'whole']) {
      save(disk, headOf(id, 1), id === 'textless' ? 'x'.repeat(600) : undefined);
      await owner.taken.copy?.drain();
    }
    save(disk, headOf('before', 2));
    await owner.taken.copy?.drain();
    await owner.show('run', run);
    spoilFrame(disk, 3);
    disk.texts.all.clear();

    disk.wipe();
    const again = await Owner.take(disk);

    expect(again.taken.healed?.outdated.toSorted()).toEqual(['before 1', 'textless 1']);
    expect(disk.database.state.heads.get('before')?.revision).toBe(1);
    expect(eventsOf(disk, 'run')).toEqual(run);
  });

  test('comes back from the slots that can be read, where nothing in one of them is whole', async () => {
    const { disk, owner } = await aStore(slotBytes);
    const ids = Array.from({ length: 12 }, (_, n) => `run-${String(n)}`);
    for (const id of ids) await owner.show(id, run);
    disk.files.all.get('slot-0001')?.data.fill(7);

    disk.wipe();
    const again = await Owner.take(disk, 'tab', slotBytes);

    const back = ids.filter((id) => eventsOf(disk, id).length > 0);
    expect(back.length).toBeGreaterThan(6);
    expect(back.length).toBeLessThan(ids.length);
    expect(again.taken.healed?.holes).toBe(1);
  });

  test('names a run that is back because its deletion cannot be read', async () => {
    const { disk, owner } = await aStore();
    await owner.show('deleted', run);
    removeExecution(disk, 'deleted');
    await owner.taken.copy?.drain();
    await owner.show('run', run);
    spoilFrame(disk, 1);

    disk.wipe();
    const again = await Owner.take(disk);

    expect(again.taken.healed).toMatchObject({ damaged: [], undeleted: ['deleted'] });
    expect(eventsOf(disk, 'deleted')).toEqual(run);
  });

  test('keeps a long text that a sleeping tab was writing', async () => {
    const disk = new CopyDisk();
    disk.inlineUnitsMax = 500;
    const former = await Owner.take(disk, 'former');
    save(disk, headOf('w', 1), 'x'.repeat(600));
    await former.taken.copy?.drain();
    const [name = ''] = disk.texts.all.keys();
    disk.texts.all.delete(name);
    disk.texts.open(name, {}, (work) => work());
    save(disk, headOf('w', 2), 'x'.repeat(600));
    const next = await Owner.take(disk, 'next');
    next.close();

    disk.database.wipe();
    await Owner.take(disk, 'last');

    expect(disk.database.state.versions.get('sha256:w2')?.source).toBe('x'.repeat(600));
  });
});

/** Shown, and then lost where it was: in the database, and in the copy. */
async function makeDamaged(): Promise<CopyDisk> {
  const { disk, owner } = await aStore();
  for (const event of run) await owner.show('torn', [event]);
  await owner.show('whole', run);
  owner.close();
  disk.database.write(({ journal }) => {
    for (const [key, { executionId, seq }] of journal) {
      if (executionId === 'torn' && seq === 2) journal.delete(key);
    }
  });
  spoilFrame(disk, 1);
  return disk;
}

describe('a run of which the database and the copy have lost a part', () => {
  test('is told by whoever takes over next, at whatever step the one before has died', async () => {
    let deaths = 0;
    for (let step = 0; ; step += 1) {
      const disk = await makeDamaged();
      disk.killAt = disk.steps + step;
      const error: unknown = await Owner.take(disk, 'dying').then(
        () => null,
        (reason: unknown) => reason,
      );
      if (error === null) break;
      expect(isDeath(error)).toBe(true);
      deaths += 1;
      disk.kill();

      const next = await Owner.take(disk, 'next');

      expect(next.taken.healed?.damaged, `after a death at step ${String(step)}`).toEqual(['torn']);
    }
    expect(deaths).toBeGreaterThan(20);
  });

  test('is told once, when whoever told it said goodbye', async () => {
    const disk = await makeDamaged();
    const first = await Owner.take(disk, 'first');
    first.close();

    const second = await Owner.take(disk, 'second', slotBytes, first.taken.epoch);

    expect(first.taken.healed?.damaged).toEqual(['torn']);
    expect(second.taken.healed).toBeNull();
  });
});
