import type { QueuedRecord } from './copy/records.ts';
import type { MillraceDatabase } from './database.ts';
import { refuseStore } from './fence.ts';

/** All writers look: a database that was dropped under an open page must not be half made anew. */
export async function requireStore(database: MillraceDatabase): Promise<void> {
  const meta = await database.meta.get('store');
  const refusal = refuseStore(meta, true);
  if (refusal !== null) throw refusal;
}

/**
 * Within the transaction that it belongs to: a definition or a deletion that the owner will take into
 * the safe copy. The tables `owner` and `copyQueue` must be part of it.
 */
export async function enqueue(
  database: MillraceDatabase,
  ...records: readonly QueuedRecord[]
): Promise<void> {
  const epoch = (await database.owner.get('owner'))?.epoch ?? 0;
  for (const record of records) await database.copyQueue.add({ epoch, record });
}
