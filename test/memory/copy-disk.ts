import type { CopyAside, CopyFolder, CopySlot } from '#storage/copy/folder.ts';
import { MemoryDatabase } from './copy-database.ts';

export class KilledError extends Error {
  override readonly name = 'KilledError';
}

interface File {
  data: Uint8Array;
  flushedBytes: number;
  holder: object | null;
}

/**
 * A disk under a database and the files of the safe copy. Files keep what was flushed; the rest may
 * be lost, cut or garbled when the power fails. A process is killed by an error out of any step.
 */
export class CopyDisk {
  readonly database = new MemoryDatabase();
  readonly files = new Map<string, File>();
  readonly aside = new Map<string, Uint8Array>();
  readonly random: () => number;
  /** Bytes that may be taken in all. */
  quotaBytes = Infinity;
  failFlushOf: string | null = null;
  steps = 0;
  killAt = Infinity;

  constructor(random: () => number = () => 0.5) {
    this.random = random;
  }

  /** Everything that may be between two lines of a process. */
  step(): void {
    this.steps += 1;
    if (this.steps > this.killAt) throw new KilledError('killed');
  }

  /** All processes are gone; what they had written stays. */
  kill(): void {
    this.killAt = Infinity;
    for (const file of this.files.values()) file.holder = null;
  }

  cutPower(): void {
    this.kill();
    this.database.cutPower(this.random);
    for (const file of this.files.values()) {
      const tail = file.data.length - file.flushedBytes;
      const kept = file.flushedBytes + Math.floor(this.random() * (tail + 1));
      file.data = file.data.slice(0, kept);
      const garbled = file.flushedBytes + Math.floor(this.random() * tail);
      if (garbled < kept) file.data[garbled] = 0;
    }
  }

  /** The browser drops the database. */
  wipe(): void {
    this.kill();
    this.database.wipe();
  }

  folder(): CopyFolder {
    const holder = {};
    return {
      list: () =>
        this.#later(() =>
          [...this.files].map(([name, { data }]) => ({ name, bytes: data.length })),
        ),
      open: (name) => this.#later(() => this.#open(name, holder)),
      read: (name, bytesMax) =>
        this.#later(() => {
          const file = this.files.get(name);
          if (file === undefined) throw new Error(`${name} is not there`);
          return file.data.slice(0, bytesMax);
        }),
    };
  }

  asideFor(): CopyAside {
    return {
      put: (hash, bytes) =>
        this.#later(() => {
          this.aside.set(hash, bytes.slice());
        }),
      get: (hash) => this.#later(() => this.aside.get(hash) ?? null),
    };
  }

  async #later<Value>(work: () => Value): Promise<Value> {
    await Promise.resolve();
    this.step();
    return work();
  }

  #open(name: string, holder: object): CopySlot | null {
    const known = this.files.get(name);
    if (known !== undefined && known.holder !== null) return null;
    const file = known ?? { data: new Uint8Array(), flushedBytes: 0, holder: null };
    this.files.set(name, file);
    file.holder = holder;
    const use = <Value>(work: () => Value): Value => {
      this.step();
      if (file.holder !== holder) throw new KilledError('its lock is gone');
      return work();
    };
    return {
      name,
      size: () => file.data.length,
      read: () => use(() => file.data.slice()),
      write: (bytes, at) => use(() => this.#write(file, bytes, at)),
      truncate: (bytes) => {
        use(() => {
          file.data = file.data.slice(0, bytes);
          file.flushedBytes = Math.min(file.flushedBytes, bytes);
        });
      },
      flush: () => {
        use(() => {
          if (this.failFlushOf === name) throw new Error('the disk did not answer');
          file.flushedBytes = file.data.length;
        });
      },
      close: () => {
        file.holder = null;
      },
    };
  }

  #write(file: File, bytes: Uint8Array, at: number): number {
    const used = [...this.files.values()].reduce((sum, { data }) => sum + data.length, 0);
    const room = Math.max(0, this.quotaBytes - used);
    const taken = bytes.subarray(0, room);
    const data = new Uint8Array(Math.max(file.data.length, at + taken.length));
    data.set(file.data);
    data.set(taken, at);
    file.data = data;
    return taken.length;
  }
}
