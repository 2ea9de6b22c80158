import { describe, expect, test } from 'vitest';
import { CopyDisk } from '../memory/copy-disk.ts';
import {
  createdEvent,
  headOf,
  isDeath,
  Owner,
  removeExecution,
  removeWorkflow,
  run,
  save,
  startedEvent,
} from './world.ts';

const slotBytes = 1_500;

/** A store with a past: two owners, deletions, a definition that came back, a run that still goes. */
async function makePast(): Promise<CopyDisk> {
  const disk = new CopyDisk(() => 0.5);
  const first = await Owner.take(disk, 'first', slotBytes);
  save(disk, headOf('w', 1));
  save(disk, headOf('gone', 1));
  for (const id of ['a', 'b', 'c', 'deleted']) await first.show(id, run);
  await first.show('live', [createdEvent()]);
  removeExecution(disk, 'deleted');
  removeWorkflow(disk, 'gone');
  await first.taken.copy?.drain();
  first.close();
  const second = await Owner.take(disk, 'second', slotBytes);
  await second.show('live', [startedEvent(2)]);
  for (const id of ['d', 'e']) await second.show(id, run);
  save(disk, headOf('w', 2));
  second.commit('f', run, true);
  second.close();
  return disk;
}

function resultOf(disk: CopyDisk) {
  const { journal, live, heads, versions, queue, damaged } = disk.database.state;
  return {
    journal: [...journal.values()]
      .map((row) => `${row.executionId} ${String(row.seq)} ${row.body}`)
      .sort(),
    live: [...live].sort(),
    heads: [...heads.values()],
    versions: [...versions.keys()].sort(),
    queue: queue.size,
    damaged: damaged.size,
  };
}

/** @returns the disk after a death at that step and a takeover, or null when nothing died. */
async function dieAt(step: number, prepare: (disk: CopyDisk) => void, cut: boolean) {
  const disk = await makePast();
  prepare(disk);
  disk.killAt = disk.steps + step;
  try {
    await Owner.take(disk, 'dying', slotBytes);
    return null;
  } catch (error) {
    if (!isDeath(error)) throw error;
  }
  if (cut) disk.cutPower();
  else disk.kill();
  await Owner.take(disk, 'next', slotBytes);
  return disk;
}

describe.each([
  [
    'a restore',
    (disk: CopyDisk) => {
      disk.wipe();
    },
  ],
  [
    'a top-up',
    (disk: CopyDisk) => {
      disk.kill();
    },
  ],
  [
    'healing of lost rows',
    (disk: CopyDisk) => {
      disk.kill();
      disk.database.write(({ journal }) => {
        for (const key of journal.keys())
          if (key.startsWith('d#') || key.startsWith('live#')) journal.delete(key);
      });
    },
  ],
])('%s that dies', (_, prepare) => {
  test.each([
    ['is killed', false],
    ['loses power', true],
  ])('at any step and %s ends the same when it is begun again', async (_name, cut) => {
    const whole = await makePast();
    prepare(whole);
    await Owner.take(whole, 'next', slotBytes);
    const expected = resultOf(whole);

    let deaths = 0;
    for (let step = 0; ; step += 1) {
      const disk = await dieAt(step, prepare, cut);
      if (disk === null) break;
      deaths += 1;
      expect(resultOf(disk), `after a death at step ${String(step)}`).toEqual(expected);
      // And the copy is whole as well: it gives the same once more.
      disk.wipe();
      await Owner.take(disk, 'last', slotBytes);
      expect(resultOf(disk), `restored after a death at step ${String(step)}`).toEqual(expected);
    }
    expect(deaths).toBeGreaterThan(20);
  });
});
