import type { CopyAside, CopyFolder, CopySlot } from '#storage/copy/folder.ts';
import type { SimProcess, World } from './world.ts';

interface File {
  data: Uint8Array;
  flushedBytes: number;
  holder: SimProcess | null;
}

/** Thrown into whoever goes on after its death; nobody hears of it. */
class DeadError extends Error {
  override readonly name = 'DeadError';
}

/**
 * The folder of the safe copy. What was not flushed may be lost, cut or garbled when the power
 * fails; an open file is held by one process until it closes it or dies.
 */
export class SimFolder {
  readonly #world: World;
  readonly #files = new Map<string, File>();
  readonly #aside = new Map<string, Uint8Array>();
  /** Bytes that may be taken in all. */
  quotaBytes = Infinity;
  /** Whether a byte was ever spoiled: then a hole may stand before good frames. */
  isGarbled = false;

  constructor(world: World) {
    this.#world = world;
  }

  /** @param step called between any two operations: the process may die there. */
  folderFor(process: SimProcess, step: () => void): CopyFolder {
    return {
      list: () =>
        this.#later(process, () =>
          [...this.#files].map(([name, { data }]) => ({ name, bytes: data.length })),
        ),
      open: (name) => this.#later(process, () => this.#open(name, process, step)),
      read: (name, bytesMax) =>
        this.#later(process, () => this.#files.get(name)?.data.slice(0, bytesMax) ?? nothing),
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
    return {
      put: (hash, bytes) =>
        this.#later(process, () => {
          this.#aside.set(hash, bytes.slice());
        }),
      get: (hash) => this.#later(process, () => this.#aside.get(hash) ?? null),
    };
  }

  peek(name: string): Uint8Array | null {
    return this.#files.get(name)?.data ?? null;
  }

  get usedBytes(): number {
    let used = 0;
    for (const { data } of this.#files.values()) used += data.length;
    return used;
  }

  died(process: SimProcess): void {
    for (const file of this.#files.values()) if (file.holder === process) file.holder = null;
  }

  cutPower(): void {
    const { random } = this.#world;
    for (const file of this.#files.values()) {
      const tail = file.data.length - file.flushedBytes;
      const kept = file.flushedBytes + Math.floor(random() * (tail + 1));
      file.data = file.data.slice(0, kept);
      const garbled = file.flushedBytes + Math.floor(random() * tail);
      if (garbled < kept) {
        file.data[garbled] = (file.data[garbled] ?? 0) ^ 0x10;
        this.isGarbled = true;
      }
      file.flushedBytes = kept;
    }
  }

  /** All that is in it, for a world of its own. */
  copyInto(other: SimFolder): void {
    for (const [name, { data }] of this.#files) {
      const copy = data.slice();
      other.#files.set(name, { data: copy, flushedBytes: copy.length, holder: null });
    }
    for (const [hash, bytes] of this.#aside) other.#aside.set(hash, bytes);
  }

  #later<Value>(process: SimProcess, work: () => Value, delayMs = 0.01): Promise<Value> {
    return new Promise((resolve) => {
      this.#world.atIn(process, delayMs, () => {
        resolve(work());
      });
    });
  }

  #open(name: string, holder: SimProcess, step: () => void): CopySlot | null {
    const known = this.#files.get(name);
    if (known !== undefined && known.holder !== null) return null;
    const file = known ?? { data: new Uint8Array(), flushedBytes: 0, holder: null };
    this.#files.set(name, file);
    file.holder = holder;
    let isOpen = true;
    const use = <Value>(work: () => Value): Value => {
      step();
      if (!holder.isAlive) throw new DeadError('dead');
      if (!isOpen) throw new Error(`${name} is closed`);
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
          file.flushedBytes = file.data.length;
        });
      },
      close: () => {
        if (isOpen && file.holder === holder) file.holder = null;
        isOpen = false;
      },
    };
  }

  #write(file: File, bytes: Uint8Array, at: number): number {
    const room = this.quotaBytes === Infinity ? Infinity : this.quotaBytes - this.usedBytes;
    const taken = bytes.subarray(0, Math.max(0, room));
    const data = new Uint8Array(Math.max(file.data.length, at + taken.length));
    data.set(file.data);
    data.set(taken, at);
    file.data = data;
    file.flushedBytes = Math.min(file.flushedBytes, at);
    return taken.length;
  }
}

const nothing = new Uint8Array();
