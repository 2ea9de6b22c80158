import { createTextFiles } from '#storage/artifact-files.ts';
import type { CopyAside, CopyFolder } from '#storage/copy/folder.ts';
import { MemoryDatabase } from './copy-database.ts';
import { CopyFiles, type Access } from './copy-files.ts';

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
  /** Those that are too long for a frame. */
  readonly texts = new CopyFiles();
  inlineUnitsMax = 1024 * 1024;
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
    this.texts.died();
  }

  cutPower(): void {
    this.kill();
    this.database.cutPower(this.random);
    this.files.cutPower(this.random);
    this.texts.cutPower(this.random);
  }

  /** The browser drops the database. */
  wipe(): void {
    this.kill();
    this.database.wipe();
  }

  folder(): CopyFolder {
    return this.files.folderFor(this.#access());
  }

  asideFor(): CopyAside {
    const texts = createTextFiles(this.texts.directoryFor(this.#access()));
    return { ...texts, inlineUnitsMax: this.inlineUnitsMax };
  }

  #access(): Access {
    return {
      holder: {},
      use: (work) => {
        this.step();
        return work();
      },
      later: (work) => this.#later(work),
      opening: () => Promise.resolve(),
    };
  }

  async #later<Value>(work: () => Value): Promise<Value> {
    await Promise.resolve();
    this.step();
    return work();
  }
}
