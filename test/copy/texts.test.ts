import { describe, expect, test } from 'vitest';
import { sha256 } from '#core/shared/sha256.ts';
import { FencedError } from '#ports/journal.ts';
import { encodeText } from '#storage/copy/frames.ts';
import { CopyDisk } from '../memory/copy-disk.ts';
import {
  createdEvent,
  endedEvent,
  eventsOf,
  headOf,
  Owner,
  removeExecution,
  save,
  startedEvent,
} from './world.ts';

/** So long that its rows lie beside, and unlike any other run. */
function longRun(number: number) {
  const many = Array.from({ length: 9 }, (_, index) => startedEvent(index + 2, number));
  return [createdEvent(1, number), ...many, endedEvent(11, number)];
}

function fullTexts(disk: CopyDisk): number {
  return [...disk.texts.all.values()].filter(({ data }) => data.length > 0).length;
}

/** Runs of which the odd ones are deleted, and a workflow, all of them long. */
async function makeLong(): Promise<{ readonly disk: CopyDisk; readonly owner: Owner }> {
  const disk = new CopyDisk();
  disk.inlineUnitsMax = 500;
  const owner = await Owner.take(disk, 'tab', 1_000);
  save(disk, headOf('w', 1), 'x'.repeat(600));
  await owner.taken.copy?.drain();
  for (let n = 0; n < 12; n += 1) await owner.show(`run-${String(n)}`, longRun(n));
  for (let n = 1; n < 12; n += 2) removeExecution(disk, `run-${String(n)}`);
  return { disk, owner };
}

describe('long texts beside the frames', () => {
  test('make room when the runs are deleted that named them, and no others do', async () => {
    const { disk, owner } = await makeLong();
    const before = fullTexts(disk);

    await owner.taken.copy?.sweep();

    expect(before).toBe(13);
    expect(fullTexts(disk)).toBeLessThan(10);
    disk.wipe();
    const again = await Owner.take(disk);
    expect(again.taken.healed).toMatchObject({ damaged: [], outdated: [], holes: 0 });
    for (let n = 0; n < 12; n += 2) expect(eventsOf(disk, `run-${String(n)}`)).toEqual(longRun(n));
    expect(disk.database.state.versions.get('sha256:w1')?.source).toBe('x'.repeat(600));
  });

  test('stay, all of them, while a part of a slot cannot be read', async () => {
    const { disk, owner } = await makeLong();
    const file = disk.files.all.get('slot-0000');
    if (file !== undefined) file.data[300] = (file.data[300] ?? 0) ^ 1;

    await owner.taken.copy?.sweep();

    expect(fullTexts(disk)).toBe(13);
  });

  test('that a former owner frees as it wakes are whole for the owner that needs them', async () => {
    const disk = new CopyDisk();
    const bytes = encodeText('x'.repeat(600));
    const hash = sha256(bytes);
    const [former, next] = [disk.asideFor(), disk.asideFor()];
    await former.put(hash, bytes);

    await former.free(hash, () => next.put(hash, bytes));

    expect(await next.get(hash)).toEqual(bytes);
  });

  test('are not freed by an owner that is one no longer', async () => {
    const disk = new CopyDisk();
    const bytes = encodeText('x'.repeat(600));
    const hash = sha256(bytes);
    const former = disk.asideFor();
    await former.put(hash, bytes);

    const freeing = former.free(hash, () => Promise.reject(new FencedError('another owns it')));

    await expect(freeing).rejects.toThrow(FencedError);
    expect(await former.get(hash)).toEqual(bytes);
    await former.put(hash, bytes);
    expect(disk.texts.all.size).toBe(1);
  });

  test('are put again in the place of one that was freed', async () => {
    const disk = new CopyDisk();
    const bytes = encodeText('x'.repeat(600));
    const hash = sha256(bytes);
    const aside = disk.asideFor();
    await aside.put(hash, bytes);
    await aside.free(hash, () => Promise.resolve());
    const between = [await aside.get(hash), await aside.list()];

    await aside.put(hash, bytes);

    expect(between).toEqual([null, []]);
    expect(await aside.get(hash)).toEqual(bytes);
    expect(await aside.list()).toEqual([hash]);
  });
});
