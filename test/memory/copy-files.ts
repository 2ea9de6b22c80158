import type { CopyFolder, CopySlot } from '#storage/copy/folder.ts';

export interface CopyFile {
  data: Uint8Array;
  flushedBytes: number;
  holder: object | null;
}

/** One use of an open file: whoever is dead by then throws instead. */
type Use = <Value>(work: () => Value) => Value;

/** How a process comes to its files: in what time, and whether it still lives by then. */
export interface Access {
  /** Who holds what it opens. */
  readonly holder: object;
  readonly use: Use;
  readonly later: <Value>(work: () => Value) => Promise<Value>;
  /** Before a file of outputs or texts is open. */
  readonly opening: () => Promise<void>;
}

/**
 * The files of one folder, of the safe copy or of large outputs. What was not flushed may be lost,
 * cut or garbled when the power fails; an open file is held until it is closed or its holder dies.
 */
export class CopyFiles {
  readonly all = new Map<string, CopyFile>();
  /** Bytes that may be taken in all. */
  quotaBytes = Infinity;
  failFlushOf: string | null = null;
  /** Whether a power cut ever garbled a byte: then a hole may stand before good frames. */
  isGarbled = false;

  get usedBytes(): number {
    let used = 0;
    for (const { data } of this.all.values()) used += data.length;
    return used;
  }

  list(): readonly { readonly name: string; readonly bytes: number }[] {
    return [...this.all].map(([name, { data }]) => ({ name, bytes: data.length }));
  }

  folderFor({ holder, use, later }: Access): CopyFolder {
    return {
      list: () => later(() => this.list()),
      open: (name) => later(() => this.open(name, holder, use)),
      read: (name, bytesMax) => later(() => this.read(name, bytesMax)),
    };
  }

  /** As much of a directory of the browser as files of outputs and texts use. */
  directoryFor(access: Access): FileSystemDirectoryHandle {
    const folder = this.folderFor(access);
    const open = async (name: string) => {
      await access.opening();
      const slot = await folder.open(name);
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
    const getFile = async (name: string) => {
      if (!this.all.has(name)) throw new DOMException('it is not there', 'NotFoundError');
      const bytes = await folder.read(name);
      return { size: bytes.length, arrayBuffer: () => Promise.resolve(bytes.slice().buffer) };
    };
    const fileHandle = (name: string) => ({
      kind: 'file',
      name,
      createSyncAccessHandle: () => open(name),
      getFile: () => getFile(name),
    });
    const directory = {
      getDirectoryHandle: () => Promise.resolve(directory),
      getFileHandle: (name: string, options?: { readonly create: boolean }) =>
        options?.create !== true && !this.all.has(name)
          ? Promise.reject(new DOMException('it is not there', 'NotFoundError'))
          : Promise.resolve(fileHandle(name)),
      values: async function* () {
        for (const { name } of await folder.list()) yield fileHandle(name);
      },
    };
    // A model of it: the rest is used by nobody here.
    return directory as unknown as FileSystemDirectoryHandle;
  }

  read(name: string, bytesMax?: number): Uint8Array {
    const file = this.all.get(name);
    if (file === undefined) throw new Error(`${name} is not there`);
    return file.data.slice(0, bytesMax);
  }

  /** @returns null when another holds it. */
  open(name: string, holder: object, use: Use): CopySlot | null {
    const known = this.all.get(name);
    if (known !== undefined && known.holder !== null) return null;
    const file = known ?? { data: new Uint8Array(), flushedBytes: 0, holder: null };
    this.all.set(name, file);
    file.holder = holder;
    let isOpen = true;
    const guarded: Use = (work) =>
      use(() => {
        if (!isOpen || file.holder !== holder) throw new Error(`${name} is closed`);
        return work();
      });
    return {
      name,
      size: () => file.data.length,
      read: () => guarded(() => file.data.slice()),
      write: (bytes, at) => guarded(() => this.#write(file, bytes, at)),
      truncate: (bytes) => {
        guarded(() => {
          file.data = file.data.slice(0, bytes);
          file.flushedBytes = Math.min(file.flushedBytes, bytes);
        });
      },
      flush: () => {
        guarded(() => {
          if (this.failFlushOf === name) throw new Error('the disk did not answer');
          file.flushedBytes = file.data.length;
        });
      },
      close: () => {
        if (isOpen && file.holder === holder) file.holder = null;
        isOpen = false;
      },
    };
  }

  /** Its holder is gone; with nobody named, all holders are. */
  died(holder?: object): void {
    for (const file of this.all.values()) {
      if (holder === undefined || file.holder === holder) file.holder = null;
    }
  }

  cutPower(random: () => number): void {
    for (const file of this.all.values()) {
      const tail = file.data.length - file.flushedBytes;
      const kept = file.flushedBytes + Math.floor(random() * (tail + 1));
      file.data = file.data.slice(0, kept);
      const garbled = file.flushedBytes + Math.floor(random() * tail);
      if (garbled < kept) this.#spoil(file, garbled, 0x10);
      if (garbled < kept) this.isGarbled = true;
      file.flushedBytes = kept;
    }
  }

  /** A failing disk: one bit of what was flushed long ago. */
  flip(name: string, random: () => number): void {
    const file = this.all.get(name);
    if (file === undefined || file.flushedBytes === 0) return;
    this.#spoil(file, Math.floor(random() * file.flushedBytes), 1 << Math.floor(random() * 8));
  }

  /** As it was before. */
  restore(name: string, data: Uint8Array): void {
    const file = this.all.get(name);
    if (file !== undefined) file.data = data;
  }

  /** A bit of one byte, or all of several. */
  spoil(
    name: string,
    { at, end }: { readonly at: number; readonly end: number },
    random: () => number,
  ): void {
    const file = this.all.get(name);
    for (let index = at; file !== undefined && index < end; index += 1) {
      const mask = end - at === 1 ? 1 << Math.floor(random() * 8) : 1 + Math.floor(random() * 255);
      this.#spoil(file, index, mask);
    }
  }

  /** All that is in them, for a world of its own. */
  copyInto(other: CopyFiles): void {
    for (const [name, { data }] of this.all) {
      other.all.set(name, { data: data.slice(), flushedBytes: data.length, holder: null });
    }
  }

  #spoil(file: CopyFile, at: number, mask: number): void {
    // Another array: a reader may still look at the old one.
    file.data = file.data.slice();
    file.data[at] = (file.data[at] ?? 0) ^ mask;
  }

  #write(file: CopyFile, bytes: Uint8Array, at: number): number {
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
