import { NewerBuildError, StorageError, StorageFullError, StoreGoneError } from '#ports/journal.ts';
import type { TakeOverParts } from './copy/take-over.ts';
import { attempt, connectionOf, type MillraceDatabase } from './database.ts';

const retryMs = 1_000;
/** Opening a database on a full disk may never be answered. */
const openMsMax = 10_000;

interface Parts {
  readonly database: MillraceDatabase;
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

  sawFullDisk(): void {
    this.#wasFull = true;
  }

  /** @throws StorageError, or StoreGoneError when the store has vanished. */
  open(): Promise<void> {
    if (this.#parts.database.isOpen()) return Promise.resolve();
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  close(): void {
    this.#isClosed = true;
    this.#parts.database.close();
  }

  async #open(): Promise<void> {
    const { database } = this.#parts;
    await this.#openInTime();
    const listener = ({ newVersion }: IDBVersionChangeEvent) => {
      this.#change = newVersion === null ? 'deleted' : 'newer';
    };
    connectionOf(database).addEventListener('versionchange', listener);
    const meta = await attempt('read', 'the store', () => database.meta.get('store'));
    if (this.expects === 'store' && meta === undefined)
      throw new StoreGoneError('The browser has dropped the database');
    this.#hadStore ||= meta !== undefined;
  }

  /** While the disk is full, whatever goes wrong with opening is put down to that. */
  async #openInTime(): Promise<void> {
    const { database } = this.#parts;
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      late.reject(new Error('no answer'));
    }, openMsMax);
    try {
      await attempt('open', 'the database', () => Promise.race([database.open(), late.promise]));
    } catch (error) {
      if (this.#wasFull && error instanceof StorageError) throw new StorageFullError(error.message);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  #closed(): void {
    if (this.#isClosed) return;
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
