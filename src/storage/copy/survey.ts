import { CopyUnreadableError } from '#ports/safe-copy.ts';
import { comparePositions, scan, type Frame, type Position } from './frames.ts';
import type { Candidate } from './merge.ts';
import { decodeFrame, type FrameBody, type NumberedRecord } from './records.ts';
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
}

export interface SlotSource {
  readonly name: string;
  readonly read: () => Promise<Uint8Array>;
}

export const nowhere: Position = { epoch: 0, commit: 0 };

/** One slot in memory at a time. @throws CopyUnreadableError */
export async function surveySlots(sources: readonly SlotSource[]): Promise<Survey> {
  const found = new Findings();
  for (const source of sources) {
    const { headers, frames, goodBytes, wholeBytes } = scan(await readSource(source));
    found.goodBytes.set(source.name, goodBytes);
    found.wholeBytes.set(source.name, wholeBytes);
    for (const header of headers) found.addHeader(header.storeId, header.epoch);
    for (const frame of frames) found.addFrame(source.name, frame);
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
  readonly #rows = new Map<string, SlotRow[]>();
  readonly #removed = new Map<string, Position>();
  readonly #orders = new Set<string>();
  readonly #records: NumberedRecord[] = [];
  #storeId: string | null = null;
  #epochMax = 0;
  #last = nowhere;

  addHeader(storeId: string, epoch: number): void {
    this.#storeId ??= storeId;
    this.#epochMax = Math.max(this.#epochMax, epoch);
  }

  addFrame(slot: string, frame: Frame): void {
    const body = decodeFrame(frame);
    if (body === null) {
      const whole = this.wholeBytes.get(slot) ?? 0;
      this.wholeBytes.set(slot, Math.min(whole, frame.at));
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
      };
      const known = this.#rows.get(executionId);
      if (known === undefined) this.#rows.set(executionId, [row]);
      else known.push(row);
    }
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
