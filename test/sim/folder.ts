import type { CopyAside, CopyFolder } from '#storage/copy/folder.ts';
import { CopyFiles } from '../memory/copy-files.ts';
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
    const use = <Value>(work: () => Value): Value => {
      step();
      if (!process.isAlive) throw new DeadError('dead');
      return work();
    };
    return {
      list: () => this.#later(process, () => this.files.list()),
      open: (name) => this.#later(process, () => this.files.open(name, process, use)),
      read: (name, bytesMax) => this.#later(process, () => this.files.read(name, bytesMax)),
    };
  }

  /** As much of a directory of the browser as `createFileArtifacts` writes to. */
  directoryFor(process: SimProcess, step: () => void): FileSystemDirectoryHandle {
    const open = async (name: string) => {
      await this.#later(process, () => undefined, this.#world.random() * 3);
      const slot = await this.folderFor(process, step).open(name);
      if (slot === null) throw new DOMException('it is open', 'NoModificationAllowedError');
      return {
        ...slot,
        getSize: () => slot.size(),
        read: (into: Uint8Array) => {
          into.set(slot.read().subarray(0, into.length));
        },
        write: (bytes: Uint8Array, { at }: { readonly at: number }) => slot.write(bytes, at),
      };
    };
    const directory = {
      getDirectoryHandle: () => Promise.resolve(directory),
      getFileHandle: (name: string) =>
        Promise.resolve({ createSyncAccessHandle: () => open(name) }),
    };
    // A model of it: the rest is used by nobody here.
    return directory as unknown as FileSystemDirectoryHandle;
  }

  asideFor(process: SimProcess): CopyAside {
    const { aside } = this.files;
    return {
      put: (hash, bytes) =>
        this.#later(process, () => {
          aside.set(hash, bytes.slice());
        }),
      get: (hash) => this.#later(process, () => aside.get(hash) ?? null),
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
