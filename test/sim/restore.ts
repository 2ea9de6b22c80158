import { SimDisk } from './disk.ts';
import { SimSeat } from './store.ts';
import { newProcess, World } from './world.ts';

/** What comes back when the database is gone for good: a fresh one out of the safe copy alone. */
export async function restoreFrom(disk: SimDisk, settle: () => Promise<void>): Promise<SimDisk> {
  const world = new World(0);
  const { limits, inlineUnitsMax } = disk;
  const fresh = new SimDisk(world, { limits, inlineUnitsMax, spoiled: disk.spoiled.again() });
  disk.folder.files.copyInto(fresh.folder.files);
  disk.files.files.copyInto(fresh.files.files);
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
