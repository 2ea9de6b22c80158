/** A person's file as it lies on the disk, opened to be read once. */
export interface OpenedFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  bytes(): Promise<Uint8Array>;
}

/** What a page hands over of a file that is not copied in. */
export interface KeptFile {
  readonly name: string;
  /** The browser's own handle, which it keeps over restarts; null where it gives none. */
  readonly handle: unknown;
  /** The file itself, readable as long as this page lives; null beside a handle. */
  readonly file: unknown;
}

/**
 * Files that are read in place, never copied. One is named by an id; which file stands behind it a
 * person may change, as after it was moved.
 */
export interface SourceFiles {
  /** @param id of the one whose place it takes; null for a new one. @returns its id. */
  keep(file: KeptFile, id: string | null): Promise<string>;
  /** Null while it cannot be read: the browser wants the person's word again, or it is gone. */
  open(id: string): Promise<OpenedFile | null>;
  /** For the page, which alone may ask the person; null where there is none. */
  handleOf(id: string): Promise<unknown>;
}

/** Where a host has no person at hand: files are given as bytes. */
export const noSourceFiles: SourceFiles = {
  keep: () => Promise.reject(new Error('This host keeps no files in place')),
  open: () => Promise.resolve(null),
  handleOf: () => Promise.resolve(null),
};
