import { StorageError, StorageFullError } from '#ports/journal.ts';
import { CopyUnreadableError } from '#ports/safe-copy.ts';
import type { CopyFolder, CopyLimits, CopySlot } from './folder.ts';
import { copyFormat, encodeHeader, slotBeginBytesMax, scan, type Header } from './frames.ts';
import type { SlotEnd } from './tables.ts';

const slotName = /^slot-(\d+)$/;
const ballastName = 'ballast';
/** What a header takes that has nothing behind it. */
const lonelyHeaderBytesMax = 200;
/** Tabs that may begin a slot at the same moment. */
const rivalsMax = 8;

export interface SlotInfo {
  readonly name: string;
  readonly bytes: number;
  /** Infinity when its header cannot be read: then it counts as the newest. */
  readonly ordinal: number;
  /** Of the owner that began it. */
  readonly epoch: number;
  readonly storeId: string | null;
  readonly isFree: boolean;
  /** False when nothing in it is whole: without a database that knows more, that is no empty copy. */
  readonly isReadable: boolean;
}

/** Newest first, the free ones last. @throws CopyUnreadableError */
export async function listSlots(folder: CopyFolder): Promise<SlotInfo[]> {
  const slots: SlotInfo[] = [];
  try {
    for (const { name, bytes } of await folder.list()) {
      if (slotName.test(name)) slots.push(await describeSlot(folder, name, bytes));
    }
  } catch (error) {
    throw error instanceof CopyUnreadableError ? error : new CopyUnreadableError('the list', error);
  }
  // Not by number alone: a former owner that wakes up may begin a slot beside that of the next.
  return slots.toSorted((a, b) => compare(b.epoch, a.epoch) || compare(b.ordinal, a.ordinal));
}

async function describeSlot(folder: CopyFolder, name: string, bytes: number): Promise<SlotInfo> {
  const free = { ordinal: -1, epoch: -1, storeId: null, isFree: true, isReadable: true };
  if (bytes === 0) return { name, bytes, ...free };
  const head = scan(await folder.read(name, slotBeginBytesMax)).headers[0];
  if (head !== undefined) {
    checkReader(name, head);
    const { ordinal, epoch, storeId } = head;
    return { name, bytes, ordinal, epoch, storeId, isFree: false, isReadable: true };
  }
  const whole = scan(await folder.read(name));
  const isEmpty = whole.headers.length === 0 && whole.frames.length === 0;
  // Nothing follows a header that is not whole: what is longer than one was destroyed.
  const isHeader = whole.holes.length === 0 || bytes <= lonelyHeaderBytesMax;
  const isTornBegin = isEmpty && bytes <= slotBeginBytesMax && isHeader;
  if (isTornBegin) return { name, bytes, ...free };
  const other = whole.headers[0];
  if (other !== undefined) checkReader(name, other);
  const { ordinal = Infinity, epoch = Infinity, storeId = null } = other ?? {};
  return { name, bytes, ordinal, epoch, storeId, isFree: false, isReadable: !isEmpty };
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function checkReader(name: string, { minReader }: Header): void {
  if (minReader > copyFormat) throw new CopyUnreadableError(name, 'a newer build wrote it');
}

interface Parts {
  readonly folder: CopyFolder;
  readonly limits: CopyLimits;
  readonly storeId: string;
  readonly epoch: number;
  /** Never to be begun anew by this owner. */
  readonly spoiled: ReadonlySet<string>;
}

/**
 * The one slot that this owner writes. Invariants:
 * 1. `save` has flushed what it was given when it returns; when it throws, nothing of it counts.
 * 2. A file whose flush or write failed is never written again; another slot is begun.
 * 3. Whatever is written stands behind good frames only: a torn tail is cut first.
 */
export class SlotWriter {
  readonly #parts: Parts;
  #slot: CopySlot;
  #length = 0;
  /** Of the current slot; never cut back. */
  #flushedBytes = 0;
  #ordinal: number;
  #ballast: CopySlot | null = null;
  #isBallastFull = true;
  /** Of the slots before; the free ones count nothing. */
  #otherBytes: number;
  readonly #broken: Set<string>;

  /** Goes on in `newest`, when it could be opened, else in a free slot. */
  static async open(
    parts: Parts,
    slots: readonly SlotInfo[],
    newest: { readonly slot: CopySlot; readonly goodBytes: number } | null,
  ): Promise<SlotWriter> {
    const ordinals = slots.map((slot) => slot.ordinal).filter(Number.isFinite);
    const ordinal = Math.max(0, ...ordinals);
    const bytes = slots.reduce((sum, slot) => sum + slot.bytes, 0);
    const writer = new SlotWriter(parts, newest?.slot ?? noSlot, ordinal);
    writer.#otherBytes = bytes - (newest?.slot.size() ?? 0);
    // At hand before anything is written: on a full disk even a header needs its room.
    writer.#ballast = await parts.folder.open(ballastName);
    try {
      if (newest === null) await writer.#begin();
      else await writer.#goOn(newest.goodBytes);
      return writer;
    } catch (error) {
      writer.close();
      throw error;
    }
  }

  private constructor(parts: Parts, slot: CopySlot, ordinal: number) {
    this.#parts = parts;
    this.#broken = new Set(parts.spoiled);
    this.#slot = slot;
    this.#ordinal = ordinal;
    this.#otherBytes = 0;
  }

  get name(): string {
    return this.#slot.name;
  }

  /** What is flushed for certain. */
  get end(): SlotEnd {
    return { name: this.#slot.name, bytes: this.#flushedBytes };
  }

  get bytes(): number {
    return this.#otherBytes + this.#length;
  }

  /** Whether the last frames took the reserve: nothing more may be promised until it is back. */
  get isFull(): boolean {
    return !this.#isBallastFull;
  }

  read(): Uint8Array {
    return this.#slot.read();
  }

  /**
   * Writes and flushes.
   * @throws StorageFullError when not even the reserve made room.
   */
  async save(frames: readonly Uint8Array[]): Promise<void> {
    if (!this.#isBallastFull) this.#fillBallast();
    try {
      await this.#write(frames);
    } catch (error) {
      if (!(error instanceof BrokenSlotError)) throw error;
      // A failed flush is never tried again on the same file.
      await this.#begin();
      await this.#write(frames);
    }
  }

  /** Nothing in it is needed any more, and what is needed of it was flushed elsewhere. */
  free(slot: CopySlot): void {
    this.#otherBytes -= slot.size();
    slot.truncate(0);
    slot.flush();
  }

  /** The reserve; without it a full disk takes no last frame. */
  fillReserve(): void {
    this.#fillBallast();
  }

  close(): void {
    this.#slot.close();
    this.#ballast?.close();
    this.#ballast = null;
  }

  async #write(frames: readonly Uint8Array[]): Promise<void> {
    // Room for it was missing when the slot was begun.
    if (this.#length === 0) this.#putHeader();
    const start = this.#length;
    for (const frame of frames) {
      const isRoomLeft = this.#length + frame.length <= this.#parts.limits.slotBytes;
      if (!isRoomLeft) {
        this.#flush();
        await this.#begin();
      }
      this.#put(frame, start);
    }
    this.#flush();
  }

  #putHeader(): void {
    this.#put(this.#header(), 0);
  }

  #put(frame: Uint8Array, start: number): void {
    if (this.#tryPut(frame)) return;
    this.#dropBallast();
    if (this.#tryPut(frame)) return;
    this.#length = Math.min(start, this.#length);
    this.#cut();
    throw new StorageFullError('There is no room left for the safe copy');
  }

  /** False, and nothing behind the last good length, when the disk took fewer bytes than given. */
  #tryPut(frame: Uint8Array): boolean {
    const written = this.#take(() => this.#slot.write(frame, this.#length));
    if (written === frame.length) {
      this.#length += frame.length;
      return true;
    }
    this.#cut();
    return false;
  }

  #cut(): void {
    this.#take(() => {
      this.#slot.truncate(this.#length);
      return 0;
    });
  }

  #flush(): void {
    try {
      this.#slot.flush();
    } catch (error) {
      throw new BrokenSlotError(this.#slot.name, error);
    }
    this.#flushedBytes = this.#length;
  }

  /** A full disk counts as no byte taken; any other failure ends this file. */
  #take(use: () => number): number {
    try {
      return use();
    } catch (error) {
      if (isFullError(error)) return 0;
      throw new BrokenSlotError(this.#slot.name, error);
    }
  }

  async #goOn(goodBytes: number): Promise<void> {
    this.#length = goodBytes;
    try {
      this.#cut();
      this.#put(this.#header(), goodBytes);
      this.#flush();
    } catch (error) {
      if (!(error instanceof BrokenSlotError)) throw error;
      await this.#begin();
    }
  }

  async #begin(): Promise<void> {
    if (this.#slot !== noSlot) {
      this.#broken.add(this.#slot.name);
      this.#otherBytes += this.#length;
      this.#slot.close();
    }
    this.#slot = await this.#findFree();
    this.#ordinal += 1;
    this.#length = 0;
    this.#flushedBytes = 0;
    this.#cut();
    this.#putHeader();
    this.#flush();
  }

  async #findFree(): Promise<CopySlot> {
    const { folder } = this.#parts;
    const names = (await listSlots(folder)).filter((slot) => !this.#broken.has(slot.name));
    for (const { name, isFree } of names) {
      const slot = isFree ? await folder.open(name) : null;
      if (slot !== null) return slot;
    }
    const all = (await folder.list()).map(({ name }) => Number(slotName.exec(name)?.[1] ?? -1));
    const next = Math.max(-1, ...all) + 1;
    for (let number = next; number < next + rivalsMax; number += 1) {
      // A former owner that wakes up may have begun one between the list and here.
      const slot = await folder.open(`slot-${String(number).padStart(4, '0')}`);
      if (slot !== null) return slot;
    }
    throw new StorageError('open', 'a new slot', new Error('it is in use'));
  }

  #header(): Uint8Array {
    const { storeId, epoch } = this.#parts;
    const ordinal = this.#ordinal;
    return encodeHeader({ storeId, format: copyFormat, minReader: copyFormat, epoch, ordinal });
  }

  #fillBallast(): void {
    const size = this.#parts.limits.ballastBytes;
    if (this.#ballast === null) return;
    try {
      const missing = size - this.#ballast.size();
      // Random, so that no file system stores it as nothing.
      const filling = missing > 0 ? crypto.getRandomValues(new Uint8Array(65_536)) : null;
      for (let at = size - missing; filling !== null && at < size; at += filling.length) {
        const part = filling.subarray(0, Math.min(filling.length, size - at));
        if (this.#ballast.write(part, at) < part.length) throw new StorageFullError('ballast');
      }
      if (missing > 0) this.#ballast.flush();
      this.#isBallastFull = true;
    } catch {
      // Not a failure of what is saved: `isFull` tells it, and the next save tries again.
      this.#isBallastFull = false;
    }
  }

  #dropBallast(): void {
    // A former owner that sleeps holds it: there is nothing to drop, and nothing to wait for.
    if (this.#ballast === null) return;
    this.#isBallastFull = false;
    try {
      this.#ballast.truncate(0);
      this.#ballast.flush();
    } catch {
      // Then it makes no room, which the write behind it finds out.
      return;
    }
  }
}

/** This file can no longer be trusted; another one may do. */
class BrokenSlotError extends StorageError {
  constructor(name: string, cause: unknown) {
    super('write', `${name} of the safe copy`, cause);
  }
}

function isFullError(error: unknown): boolean {
  if (error instanceof StorageFullError) return true;
  return error instanceof Error && error.name === 'QuotaExceededError';
}

const noSlot: CopySlot = {
  name: '',
  size: () => 0,
  read: () => new Uint8Array(),
  write: () => 0,
  truncate: () => undefined,
  flush: () => undefined,
  close: () => undefined,
};
