import { SimDisk } from './disk.ts';
import type { Losses } from './losses.ts';
import { checkShown } from './oracles.ts';
import { SimSeat } from './store.ts';
import type { Words } from './words.ts';
import { newProcess, settle, World } from './world.ts';

interface Survivors {
  readonly disk: SimDisk;
  readonly words: Words;
  readonly losses: Losses;
}

/** Oracle: all but the named losses is in the safe copy. */
export async function checkRestored(
  { disk, words, losses }: Survivors,
  report: (guarantee: string, reason: unknown) => void,
): Promise<void> {
  const restored = await restoreFrom(disk).catch((reason: unknown) => {
    report('copy', reason);
  });
  if (restored === undefined) return;
  for (const message of words.check(restored)) report('copy', message);
  losses.forgive(restored);
  for (const [id, shown] of losses.shown) {
    if (words.isDeleted(id) || losses.isForgiven(id, restored)) continue;
    checkShown({ events: restored.eventsOf(id), shown }, (guarantee, message) => {
      report(`${guarantee} from the copy`, `${id}: ${message}`);
    });
  }
}

/** What comes back when the database is gone for good: a fresh one out of the safe copy alone. */
async function restoreFrom(disk: SimDisk): Promise<SimDisk> {
  const world = new World(0);
  const { limits, inlineUnitsMax } = disk;
  const fresh = new SimDisk(world, { limits, inlineUnitsMax, spoiled: disk.spoiled.again() });
  disk.folder.files.copyInto(fresh.folder.files);
  disk.files.files.copyInto(fresh.files.files);
  disk.texts.files.copyInto(fresh.texts.files);
  const process = newProcess();
  const step = () => undefined;
  const seat = new SimSeat({ world, disk: fresh, process, tab: 'restored', code: 1, step });
  const taken = seat.take();
  // Whoever awaits it below hears of it.
  taken.catch(() => undefined);
  while (world.step()) await settle();
  await taken;
  return fresh;
}
