/**
 * Where the safe copy lies, as little as the copy needs: OPFS in the browser, a model in tests.
 * Files are created once and never renamed or removed (durability.md, section 4).
 */
export interface CopyFolder {
  list(): Promise<readonly { readonly name: string; readonly bytes: number }[]>;
  /** Creates it when it is not there. Exclusively: null when another holds it. */
  open(name: string): Promise<CopySlot | null>;
  /** From its start, also of one that another holds; at most `bytesMax`. */
  read(name: string, bytesMax?: number): Promise<Uint8Array>;
}

/** An open file. Every call may throw; what was not flushed may be lost or torn by a power cut. */
export interface CopySlot {
  readonly name: string;
  size(): number;
  /** All of it. */
  read(): Uint8Array;
  /** @returns how many bytes were taken, which may be fewer than given. */
  write(bytes: Uint8Array, at: number): number;
  truncate(bytes: number): void;
  flush(): void;
  close(): void;
}

/** Texts that are too long for a frame, by SHA-256; flushed before `put` returns. */
export interface CopyAside {
  /** In UTF-16 units: a text that is longer lies beside. */
  readonly inlineUnitsMax: number;
  put(hash: string, bytes: Uint8Array): Promise<void>;
  get(hash: string): Promise<Uint8Array | null>;
  /** Hashes of all that lie there. */
  list(): Promise<readonly string[]>;
  /**
   * Makes room of one that nothing names.
   * @param confirm throws when this is not the owner any more; asked while nobody else can write it.
   */
  free(hash: string, confirm: () => Promise<unknown>): Promise<void>;
}

export interface CopyLimits {
  readonly slotBytes: number;
  /** Kept full, so that a last frame finds room on a full disk. */
  readonly ballastBytes: number;
}
