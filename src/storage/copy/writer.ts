import { withoutSource } from '#ports/workflow-store.ts';
import type { CopyAside, CopyFolder, CopyLimits } from './folder.ts';
import { comparePositions, type Position } from './frames.ts';
import { encodeContent, type FrameContent, type NumberedRecord } from './records.ts';
import type { SlotWriter } from './slots.ts';
import { sweepSlots } from './sweep.ts';
import type { CopyTables, Fence, QueueRow, SlotEnd, StoredJournalRow } from './tables.ts';
import { freeTexts } from './texts.ts';

/** What the copy holds since the database was last told: its next transaction takes it along. */
export interface Settled {
  readonly copied: Position;
  /** Null while what was destroyed is not written anew: until then the last word on it stays. */
  readonly slotEnd: SlotEnd | null;
  readonly doneQueue: readonly number[];
}

interface Remembered extends FrameContent, Position {
  readonly rows: readonly StoredJournalRow[];
}

interface Parts {
  readonly folder: CopyFolder;
  readonly slots: SlotWriter;
  readonly limits: CopyLimits;
  readonly tables: CopyTables;
  readonly aside: CopyAside;
  readonly fence: Fence;
  readonly copied: Position;
  /** Until `reached` is called. */
  readonly isMending: boolean;
  readonly now: () => number;
}

/**
 * The owner's side of the safe copy (durability.md, sections 2 and 4). Invariants:
 * 1. A commit is remembered only once its transaction is complete, and written at a barrier, which
 *    comes after a strict one: so the copy holds nothing that a fence or a power cut took back.
 * 2. Rows of the queue are written before the frames, and leave the queue only after the flush.
 * 3. What was not flushed stays remembered, so the next barrier writes it.
 */
export class CopyWriter {
  readonly #parts: Parts;
  #pending: Remembered[] = [];
  #offered = new Map<number, QueueRow>();
  #done = new Set<number>();
  #copied: Position;
  #lastCommit = 0;
  #isMending: boolean;
  #copiedAt: number | null = null;
  /** What deletions have left behind in the slots since the last sweep. */
  #deadBytes = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#copied = parts.copied;
    this.#isMending = parts.isMending;
  }

  get copiedAt(): number | null {
    return this.#copiedAt;
  }

  get bytes(): number {
    return this.#parts.slots.bytes;
  }

  get isFull(): boolean {
    return this.#parts.slots.isFull;
  }

  /** To be called when the transaction is complete. */
  remember(commit: number, rows: readonly StoredJournalRow[], orders: readonly string[]): void {
    this.#lastCommit = Math.max(this.#lastCommit, commit);
    if (rows.length === 0) return;
    this.#pending.push({ epoch: this.#parts.fence.epoch, commit, rows, orders });
  }

  /** Rows of the queue as an owner's transaction saw them. */
  offer(rows: readonly QueueRow[]): void {
    for (const row of rows) if (!this.#done.has(row.n)) this.#offered.set(row.n, row);
  }

  /** A top-up has written and flushed everything up to here. */
  reached(position: Position): void {
    this.#copied = position;
    this.#isMending = false;
  }

  settled(): Settled {
    const slotEnd = this.#isMending ? null : this.#parts.slots.end;
    return { copied: this.#copied, slotEnd, doneQueue: [...this.#done] };
  }

  confirm({ doneQueue }: Pick<Settled, 'doneQueue'>): void {
    for (const n of doneQueue) this.#done.delete(n);
  }

  barrier(): Promise<void> {
    return this.#exclusively(() => this.#save(true));
  }

  /** All that waits in the queue, whoever put it there. */
  drain(): Promise<void> {
    return this.#exclusively(async () => {
      await this.#drain();
      if (this.#deadBytes >= this.#parts.limits.slotBytes / 4) await this.#sweep();
    });
  }

  /** Slots that are over half dead are rewritten and freed, and texts that no frame names. */
  sweep(): Promise<void> {
    return this.#exclusively(() => this.#sweep());
  }

  close(): void {
    this.#parts.slots.close();
  }

  async #drain(): Promise<void> {
    const { tables, fence } = this.#parts;
    const queue = await tables.readQueue(fence);
    this.offer(queue);
    // Of the commits nothing: they may not be behind a strict transaction yet.
    await this.#save(false);
    const settled = this.settled();
    if (queue.length > 0) await tables.apply(fence, settled);
    this.confirm(settled);
  }

  async #sweep(): Promise<void> {
    this.#deadBytes = 0;
    // What is left in the queue after this is not in the copy for certain.
    await this.#drain();
    const { tables, fence } = this.#parts;
    await sweepSlots({
      ...this.#parts,
      // What was moved is missed, should the disk spoil it, only where the database knows of it.
      beforeFree: () => tables.apply(fence, { slotEnd: this.settled().slotEnd }),
    });
    await freeTexts({ ...this.#parts, confirm: () => tables.readQueue(fence) });
  }

  async #save(withCommits: boolean): Promise<void> {
    const { slots, aside, fence } = this.#parts;
    const queue = [...this.#offered.values()];
    for (const { record } of queue) if (record.kind === 'removedExecution') this.#forget(record);
    const pending = withCommits ? this.#pending : [];
    const at = { epoch: fence.epoch, commit: this.#lastCommit };
    const frames: Uint8Array[] = [];
    const records = await toRecords(this.#parts, queue);
    frames.push(...(await encodeContent(at, { records }, aside)));
    for (const commit of pending) frames.push(...(await encodeContent(commit, commit, aside)));
    // Its flush is in it.
    if (frames.length > 0) await slots.save(frames);
    else if (slots.isFull) slots.fillReserve();
    for (const { n } of queue) this.#done.add(n);
    for (const { n, record } of queue) {
      this.#offered.delete(n);
      if (record.kind === 'removedExecution') this.#deadBytes += record.bytes;
    }
    this.#pending = this.#pending.slice(pending.length);
    const last = pending.at(-1);
    if (last !== undefined) this.#copied = { epoch: last.epoch, commit: last.commit };
    if (frames.length > 0) this.#copiedAt = this.#parts.now();
  }

  /** Its rows must not come into a later slot than its removal, where they would look alive. */
  #forget({ id, through }: { readonly id: string; readonly through: Position }): void {
    this.#pending = this.#pending.map((commit) => {
      if (comparePositions(commit, through) > 0) return commit;
      return { ...commit, rows: commit.rows.filter((row) => row.executionId !== id) };
    });
  }

  #exclusively<Value>(work: () => Promise<Value>): Promise<Value> {
    const result = this.#turn.then(work);
    // Whoever asked hears of a failure; the one behind has nothing to do with it.
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

/**
 * With their versions, which never change. One that is gone was named by no head, or the database
 * has vanished since the queue was read: a head without its version must not get into the copy.
 */
async function toRecords(
  { tables, fence }: Pick<Parts, 'tables' | 'fence'>,
  queue: readonly QueueRow[],
): Promise<NumberedRecord[]> {
  const records: NumberedRecord[] = [];
  const gone = new Set<string>();
  for (const { epoch, n, record } of queue) {
    if (record.kind === 'head' && gone.has(record.head.versionHash)) continue;
    if (record.kind !== 'version') {
      records.push({ epoch, n, record });
      continue;
    }
    const stored = await tables.version(record.hash);
    if (stored === null) {
      // Throws when the owner's row has gone with it: then nothing more is written.
      await tables.readQueue(fence);
      gone.add(record.hash);
      continue;
    }
    records.push({
      epoch,
      n,
      record: { kind: 'version', version: withoutSource(stored), source: stored.source },
    });
  }
  return records;
}

/** One frame for each transaction that these rows are of. */
export async function framesOf(
  rows: readonly StoredJournalRow[],
  aside: CopyAside,
): Promise<Uint8Array[]> {
  const frames: Uint8Array[] = [];
  for (let at = 0; at < rows.length;) {
    const [first] = rows.slice(at, at + 1);
    if (first === undefined) break;
    let end = at + 1;
    while (isSameCommit(first, rows[end])) end += 1;
    // Its own epoch, not that of whoever copies it.
    const position = { epoch: first.epoch, commit: first.commit };
    frames.push(...(await encodeContent(position, { rows: rows.slice(at, end) }, aside)));
    at = end;
  }
  return frames;
}

function isSameCommit(first: Position, other: Position | undefined): boolean {
  return other !== undefined && comparePositions(first, other) === 0;
}
