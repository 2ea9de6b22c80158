import type { CopyFolder } from '#storage/copy/folder.ts';
import { CopyFiles, type Access } from '../memory/copy-files.ts';
import type { SimProcess, World } from './world.ts';

/** Thrown into whoever goes on after its death; nobody hears of it. */
class DeadError extends Error {
  override readonly name = 'DeadError';
}

/** The model of a folder in virtual time: each use is a step, at which its process may die. */
export class SimFolder {
  readonly #world: World;
  readonly files = new CopyFiles();

  constructor(world: World) {
    this.#world = world;
  }

  /** @param step called between any two operations: the process may die there. */
  folderFor(process: SimProcess, step: () => void): CopyFolder {
    return this.files.folderFor(this.#access(process, step));
  }

  directoryFor(process: SimProcess, step: () => void): FileSystemDirectoryHandle {
    return this.files.directoryFor(this.#access(process, step));
  }

  #access(process: SimProcess, step: () => void): Access {
    return {
      holder: process,
      use: (work) => {
        step();
        if (!process.isAlive) throw new DeadError('dead');
        return work();
      },
      later: (work) => this.#later(process, work),
      opening: () => this.#later(process, () => undefined, this.#world.random() * 3),
    };
  }

  #later<Value>(process: SimProcess, work: () => Value, delayMs = 0.01): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.#world.atIn(process, delayMs, () => {
        try {
          resolve(work());
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
  }
}
