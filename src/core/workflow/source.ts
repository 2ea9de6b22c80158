import type { JsonValue } from '#core/shared/json.ts';
import type { Draft } from './draft.ts';
import type { Path, Place } from './problem.ts';

export type SourceFormat = 'yaml' | 'json';

/** A file as plain values, with a way back to the text. */
export interface SourceTree {
  readonly root: JsonValue;
  /**
   * The keys of a map below the root in the order of the file, where the values have lost it:
   * JavaScript puts keys like `10` first.
   */
  readonly keyOrders: ReadonlyMap<string, readonly string[]>;
  /** Places of many paths in one walk over the text; of the nearest part that is there. */
  readonly locate: (targets: readonly Target[]) => readonly Place[];
  /** Of the entries of a map below the root: from the key to behind the value, spaces included. */
  readonly spansIn: (key: string) => ReadonlyMap<string, Span>;
}

/** Offsets in UTF-16 units, without a byte order mark. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Target {
  readonly path: Path;
  readonly at: 'key' | 'value' | number;
}

/** `tree` is null when the text could not be read as a whole. */
export interface ParsedSource {
  readonly tree: SourceTree | null;
  readonly drafts: readonly Draft[];
  readonly locate: (targets: readonly Target[]) => readonly Place[];
}

/** Integer-like keys, which JavaScript objects do not keep in order. */
export function isIndexKey(key: string): boolean {
  return /^(?:0|[1-9]\d{0,9})$/.test(key);
}
