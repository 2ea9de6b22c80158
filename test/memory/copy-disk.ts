import type { CopyAside, CopyFolder } from '#storage/copy/folder.ts';
import { MemoryDatabase } from './copy-database.ts';
import { CopyFiles } from './copy-files.ts';

export class KilledError extends Error {
  override readonly name = 'KilledError';
}

/**
 * A disk under a database and the files of the safe copy. A process is killed by an error out of any
 * step.
 */
export class CopyDisk {
  readonly database = new MemoryDatabase();
  readonly files = new CopyFiles();
  readonly random: () => number;
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
    this.files.died();
  }

  cutPower(): void {
    this.kill();
    this.database.cutPower(this.random);
    this.files.cutPower(this.random);
  }

  /** The browser drops the database. */
  wipe(): void {
    this.kill();
    this.database.wipe();
  }

  folder(): CopyFolder {
    const holder = {};
    const use = <Value>(work: () => Value): Value => {
      this.step();
      return work();
    };
    return {
      list: () => this.#later(() => this.files.list()),
      open: (name) => this.#later(() => this.files.open(name, holder, use)),
      read: (name, bytesMax) => this.#later(() => this.files.read(name, bytesMax)),
    };
  }

  asideFor(): CopyAside {
    const { aside } = this.files;
    return {
      put: (hash, bytes) =>
        this.#later(() => {
          aside.set(hash, bytes.slice());
        }),
      get: (hash) => this.#later(() => aside.get(hash) ?? null),
    };
  }

  async #later<Value>(work: () => Value): Promise<Value> {
    await Promise.resolve();
    this.step();
    return work();
  }
}
