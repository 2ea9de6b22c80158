import { NewerBuildError, StorageError, StorageFullError, StoreGoneError } from '#ports/journal.ts';
import type { TakeOverParts } from './copy/take-over.ts';
import { attempt, connectionOf, type MillraceDatabase } from './database.ts';

const retryMs = 1_000;
/** Opening a database on a full disk may never be answered. */
const openMsMax = 10_000;

interface Parts {
  readonly database: MillraceDatabase;
  /** Asked of the disk itself: a database on a full one fails in many ways. */
  readonly hasRoom: () => Promise<boolean>;
  /** The connection is closed: whatever this tab was, it is no more until it takes over again. */
  readonly onLost: () => void;
  /** The store is gone, or a newer build wants to change it (`NewerBuildError`). */
  readonly onGone: (reason: Error) => void;
}

/**
 * The connection to the database. Chromium closes every one when a write finds the disk full; then
 * it is opened again as soon as that goes. A store that is not there any more is never made anew
 * under an open page: its person is told first.
 */
export class Link {
  readonly #parts: Parts;
  /** Whether a store was ever seen through it. */
  #hadStore = false;
  /** Since the last take-over; Chromium may drop the database then, which is nobody's wish. */
  #wasFull = false;
  #isClosed = false;
  /** A try to open that fails ends with a closing too, which is nobody's loss. */
  #wasOpen = false;
  #change: 'newer' | 'deleted' | null = null;
  #gone: Error | null = null;
  #opening: Promise<void> | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.database.on('close', () => {
      this.#closed();
    });
  }

  /** What a take-over must find here. */
  get expects(): TakeOverParts['expects'] {
    if (!this.#hadStore) return 'nothing';
    return this.#wasFull ? 'storeOrCopy' : 'store';
  }

  /** Why nothing will ever be written through it again. */
  get gone(): Error | null {
    return this.#gone;
  }

  sawStore(): void {
    this.#hadStore = true;
    this.#wasFull = false;
  }

  /** The same error, or that there is no room, where that is why. */
  async judge(error: unknown): Promise<unknown> {
    if (error instanceof StorageFullError) this.#wasFull = true;
    if (!(error instanceof StorageError) || error.step === 'decode') return error;
    this.#wasFull ||= !(await this.#parts.hasRoom());
    return this.#wasFull ? new StorageFullError(error.message) : error;
  }

  /** @throws StorageError, or StoreGoneError when the store has vanished. */
  open(): Promise<void> {
    if (this.#parts.database.isOpen()) return Promise.resolve();
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  /** Until it is: there was no room to open it with. */
  keepOpening(): void {
    this.#openAgain();
  }

  close(): void {
    this.#isClosed = true;
    this.#parts.database.close();
  }

  async #open(): Promise<void> {
    const { database } = this.#parts;
    await this.#openInTime();
    this.#wasOpen = true;
    const listener = ({ newVersion }: IDBVersionChangeEvent) => {
      this.#change = newVersion === null ? 'deleted' : 'newer';
    };
    connectionOf(database).addEventListener('versionchange', listener);
    const meta = await attempt('read', 'the store', () => database.meta.get('store'));
    if (this.expects === 'store' && meta === undefined)
      throw new StoreGoneError('The browser has dropped the database');
    this.#hadStore ||= meta !== undefined;
  }

  async #openInTime(): Promise<void> {
    const { database } = this.#parts;
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      late.reject(new Error('no answer'));
    }, openMsMax);
    try {
      await attempt('open', 'the database', () => Promise.race([database.open(), late.promise]));
    } catch (error) {
      throw await this.judge(error);
    } finally {
      clearTimeout(timer);
    }
  }

  #closed(): void {
    if (this.#isClosed || !this.#wasOpen) return;
    this.#wasOpen = false;
    this.#parts.onLost();
    // Dexie says so before it has let go of the connection.
    setTimeout(() => {
      this.#findOut();
    }, 0);
  }

  #findOut(): void {
    if (this.#isClosed) return;
    if (this.#change === 'newer') this.#tellGone(new NewerBuildError('A newer build changes it'));
    else if (this.#change === 'deleted') this.#tellGone(new StoreGoneError('It was deleted'));
    else this.#openAgain();
  }

  #openAgain(): void {
    this.open().catch((reason: unknown) => {
      if (reason instanceof StoreGoneError) this.#tellGone(reason);
      else if (!this.#isClosed)
        setTimeout(() => {
          this.#openAgain();
        }, retryMs);
    });
  }

  #tellGone(reason: Error): void {
    this.#gone = reason;
    this.#parts.onGone(reason);
  }
}
