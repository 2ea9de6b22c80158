import type { CopySlot } from '#storage/copy/folder.ts';

export interface CopyFile {
  data: Uint8Array;
  flushedBytes: number;
  holder: object | null;
}

/** One use of an open file: whoever is dead by then throws instead. */
type Use = <Value>(work: () => Value) => Value;

/**
 * The files of one folder, of the safe copy or of large outputs. What was not flushed may be lost,
 * cut or garbled when the power fails; an open file is held until it is closed or its holder dies.
 */
export class CopyFiles {
  readonly all = new Map<string, CopyFile>();
  readonly aside = new Map<string, Uint8Array>();
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

  /** All that is in them, for a world of its own. */
  copyInto(other: CopyFiles): void {
    for (const [name, { data }] of this.all) {
      other.all.set(name, { data: data.slice(), flushedBytes: data.length, holder: null });
    }
    for (const [hash, bytes] of this.aside) other.aside.set(hash, bytes);
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
