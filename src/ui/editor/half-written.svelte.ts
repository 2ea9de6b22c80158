import type { Outline } from '#core/workflow/outline.ts';
import type { Path } from '#core/workflow/problem.ts';
import type { HalfText } from '#ports/draft-store.ts';
import {
  entriesIn,
  keyOf,
  markOf,
  mergedEntries,
  placeOf,
  readEntries,
  renamedEntries,
  storedEntries,
  withEntry,
  withoutEntry,
  type HalfEntries,
  type StoredHalf,
} from './half-entries.ts';

/**
 * What stands in the fields of the forms of one draft and is not in its text. It is
 * stored with the draft, so that a reload gives it back to its field.
 */
export class HalfWritten {
  #entries = $state.raw<HalfEntries>(readEntries(null));
  readonly #changed: () => void;

  constructor(stored: unknown, changed: () => void) {
    this.#entries = readEntries(stored);
    this.#changed = changed;
  }

  get places(): readonly Path[] {
    return [...this.#entries.keys()].map(placeOf);
  }

  get stored(): StoredHalf {
    return storedEntries(this.#entries);
  }

  get(at: Path): HalfText | undefined {
    return this.#entries.get(keyOf(at));
  }

  /** @param over what the text says there, or is about to say. */
  put(at: Path, text: string, over: readonly string[]): HalfText {
    const entry = { text, over: over.map(markOf) };
    this.#set(withEntry(this.#entries, keyOf(at), entry));
    return entry;
  }

  drop(at: Path): void {
    if (this.get(at) !== undefined) this.#set(withoutEntry(this.#entries, keyOf(at)));
  }

  rename(from: string, to: string): void {
    const isIts = ([kind, id]: Path) => kind === 'tasks' && id === from;
    if (this.places.some(isIts)) this.#set(renamedEntries(this.#entries, from, to));
  }

  /** Lets go of what stood in forms that are no more. */
  keepIn(outline: Outline): void {
    const kept = entriesIn(this.#entries, outline);
    if (kept !== this.#entries) this.#set(kept);
  }

  /** Another tab has written meanwhile. @param base what was stored before. */
  adopt(stored: unknown, base: unknown): void {
    const both = { theirs: readEntries(stored), base: readEntries(base) };
    this.#entries = mergedEntries(this.#entries, both);
  }

  #set(entries: HalfEntries): void {
    this.#entries = entries;
    this.#changed();
  }
}
