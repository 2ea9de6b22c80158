import type { CopyAside, CopyFolder } from './folder.ts';
import { scan } from './frames.ts';
import { besideIn, decodeFrame } from './records.ts';
import { listSlots, type SlotWriter } from './slots.ts';

interface Parts {
  readonly folder: CopyFolder;
  readonly slots: SlotWriter;
  readonly aside: CopyAside;
  /** @throws FencedError when this is not the owner any more. */
  readonly confirm: () => Promise<unknown>;
}

/**
 * Makes room of texts that lie beside the frames and are named by none. Invariants:
 * 1. To be called by the one writer of the copy, between two of its own saves: a text that it has put
 *    is named by a frame, or by nothing.
 * 2. Frames in any slot count, also of another store. Where something cannot be read nothing is
 *    freed, for nobody knows what was named there.
 * 3. A former owner that wakes up here frees nothing that the next one has put, and what a former
 *    owner still writes is in the copy of the next one, under texts of that one's own.
 */
export async function freeTexts({ folder, slots, aside, confirm }: Parts): Promise<void> {
  const there = await aside.list();
  if (there.length === 0) return;
  const named = new Set<string>();
  for (const { name, isFree } of await listSlots(folder)) {
    if (isFree) continue;
    const bytes = name === slots.name ? slots.read() : await folder.read(name);
    const hashes = namesIn(bytes);
    if (hashes === null) return;
    for (const hash of hashes) named.add(hash);
  }
  for (const hash of there) {
    if (named.has(hash)) continue;
    await aside.free(hash, confirm);
  }
}

/** Null when not all of it can be read. */
function namesIn(bytes: Uint8Array): readonly string[] | null {
  const { frames, holes } = scan(bytes);
  const bodies = frames.map(decodeFrame);
  if (holes.length > 0 || bodies.includes(null)) return null;
  return bodies.flatMap((body) => (body === null ? [] : besideIn(body)));
}
