import { CopyUnreadableError } from '#ports/safe-copy.ts';
import { comparePositions, slotBeginBytesMax, scan, type Frame, type Position } from './frames.ts';
import type { Candidate } from './merge.ts';
import { decodeFrame, type FrameBody, type NumberedRecord } from './records.ts';
import { salvage, type LostRecord, type Salvage } from './salvage.ts';
import type { QueueRow } from './tables.ts';

/** A row in a slot: everything but its events, which are read again when they are needed. */
export interface SlotRow extends Candidate {
  readonly executionId: string;
  readonly slot: string;
  /** Where its frame begins, and which of the rows in it this is. */
  readonly at: number;
  readonly index: number;
  readonly isStored: false;
}

/** What slots hold, the order of the slots being of no account. */
export interface Survey {
  readonly rows: ReadonlyMap<string, readonly SlotRow[]>;
  readonly removed: ReadonlyMap<string, Position>;
  readonly orders: ReadonlySet<string>;
  /** In order, each once. */
  readonly records: readonly NumberedRecord[];
  readonly storeId: string | null;
  readonly epochMax: number;
  /** Of the last frame with events: it was behind a barrier. */
  readonly last: Position;
  readonly goodBytes: ReadonlyMap<string, number>;
  /** Of each slot: where the first thing in it begins that is not as it was written. */
  readonly wholeBytes: ReadonlyMap<string, number>;
  /** Parts that cannot be read; counted only where the copy is all there is. */
  readonly holes: number;
  /** Slots with one behind their last good part. */
  readonly holedEnds: ReadonlySet<string>;
  /** What they held besides rows, which are among the others. */
  readonly lostRecords: readonly LostRecord[];
}

export interface SlotSource {
  readonly name: string;
  readonly read: () => Promise<Uint8Array>;
}

/** Of a row: it is in a hole. */
export const unreadable = {
  at: -1,
  index: -1,
  count: 1,
  isEnd: false,
  isStored: false,
  isLost: true,
} as const;

export const nowhere: Position = { epoch: 0, commit: 0 };

/**
 * One slot in memory at a time.
 * @param isAllThereIs no database knows what a part held that cannot be read.
 * @throws CopyUnreadableError
 */
export async function surveySlots(
  sources: readonly SlotSource[],
  isAllThereIs = false,
): Promise<Survey> {
  const found = new Findings(isAllThereIs);
  for (const source of sources) {
    const bytes = await readSource(source);
    const { headers, frames, goodBytes, wholeBytes, holes } = scan(bytes);
    found.goodBytes.set(source.name, goodBytes);
    found.wholeBytes.set(source.name, wholeBytes);
    for (const header of headers) found.addHeader(header.storeId, header.epoch);
    for (const frame of frames) found.addFrame(source.name, frame, bytes);
    const isNothing = headers.length === 0 && frames.length === 0;
    const isHole = isNothing && holes.length === 0 && bytes.length > slotBeginBytesMax;
    for (const { at, end } of isHole ? [{ at: 0, end: bytes.length }] : holes) {
      found.addHole(source.name, salvage(bytes.subarray(at, end), false));
      if (at >= goodBytes) found.holedEnds.add(source.name);
    }
  }
  return found.end();
}

export async function readSource({ name, read }: SlotSource): Promise<Uint8Array> {
  try {
    return await read();
  } catch (error) {
    throw new CopyUnreadableError(name, error);
  }
}

/** Deletions that wait in the queue count as well: their rows are in a slot, they are not. */
export function addQueuedRemovals(survey: Survey, queue: readonly QueueRow[]): Survey {
  const removed = new Map(survey.removed);
  const records = [...survey.records];
  for (const { epoch, n, record } of queue) {
    if (record.kind === 'version') continue;
    records.push({ epoch, n, record });
    if (record.kind === 'removedExecution') addRemoval(removed, record.id, record.through);
  }
  return { ...survey, removed, records: inOrder(records) };
}

class Findings {
  readonly goodBytes = new Map<string, number>();
  readonly wholeBytes = new Map<string, number>();
  readonly holedEnds = new Set<string>();
  readonly #rows = new Map<string, SlotRow[]>();
  readonly #removed = new Map<string, Position>();
  readonly #orders = new Set<string>();
  readonly #records: NumberedRecord[] = [];
  #storeId: string | null = null;
  readonly #lostRecords: LostRecord[] = [];
  readonly #isAllThereIs: boolean;
  #epochMax = 0;
  #last = nowhere;
  #holes = 0;

  constructor(isAllThereIs: boolean) {
    this.#isAllThereIs = isAllThereIs;
  }

  addHeader(storeId: string, epoch: number): void {
    this.#storeId ??= storeId;
    this.#epochMax = Math.max(this.#epochMax, epoch);
  }

  addHole(slot: string, { rows, records }: Salvage): void {
    if (!this.#isAllThereIs) return;
    this.#holes += 1;
    for (const row of rows) {
      this.#addRow({ ...row, slot, ...unreadable });
    }
    this.#lostRecords.push(...records);
  }

  addFrame(slot: string, frame: Frame, bytes: Uint8Array): void {
    const body = decodeFrame(frame);
    if (body === null) {
      const whole = this.wholeBytes.get(slot) ?? 0;
      this.wholeBytes.set(slot, Math.min(whole, frame.at));
      this.addHole(slot, salvage(bytes.subarray(frame.at, frame.end), true));
      return;
    }
    const { epoch, commit } = frame;
    this.#epochMax = Math.max(this.#epochMax, epoch);
    const isLater = body.rows.length > 0 && comparePositions(frame, this.#last) > 0;
    if (isLater) this.#last = { epoch, commit };
    this.#addRows(slot, frame, body);
    for (const id of body.orders) this.#orders.add(id);
    for (const numbered of body.records) {
      this.#records.push(numbered);
      const { record } = numbered;
      this.#epochMax = Math.max(this.#epochMax, numbered.epoch);
      if (record.kind === 'removedExecution') addRemoval(this.#removed, record.id, record.through);
    }
  }

  end(): Survey {
    return {
      rows: this.#rows,
      removed: this.#removed,
      orders: this.#orders,
      records: inOrder(this.#records),
      storeId: this.#storeId,
      epochMax: this.#epochMax,
      last: this.#last,
      goodBytes: this.goodBytes,
      wholeBytes: this.wholeBytes,
      holes: this.#holes,
      holedEnds: this.holedEnds,
      lostRecords: this.#lostRecords,
    };
  }

  #addRows(slot: string, { epoch, commit, at }: Frame, body: FrameBody): void {
    for (const [index, [executionId, seq, events]] of body.rows.entries()) {
      const isBeside = 'beside' in events;
      const row: SlotRow = {
        executionId,
        seq,
        epoch,
        commit,
        slot,
        at,
        index,
        count: isBeside ? events.count : events.length,
        isEnd: isBeside ? events.isEnd : events.at(-1)?.type === 'executionEnded',
        isStored: false,
        // Set aside by a restore that could not read it.
        isLost: !isBeside && events.length === 0,
      };
      this.#addRow(row);
    }
  }

  #addRow(row: SlotRow): void {
    const known = this.#rows.get(row.executionId);
    if (known === undefined) this.#rows.set(row.executionId, [row]);
    else known.push(row);
  }
}

function addRemoval(removed: Map<string, Position>, id: string, through: Position): void {
  const known = removed.get(id);
  if (known === undefined || comparePositions(through, known) > 0) removed.set(id, through);
}

function inOrder(records: readonly NumberedRecord[]): NumberedRecord[] {
  const sorted = records.toSorted((a, b) => a.epoch - b.epoch || a.n - b.n);
  return sorted.filter(
    ({ epoch, n }, index) => sorted[index - 1]?.n !== n || sorted[index - 1]?.epoch !== epoch,
  );
}
