import type { JsonValue } from '#core/shared/json.ts';
import type { Path } from '#core/workflow/problem.ts';
import type { HalfText } from '#ports/draft-store.ts';
import { readFieldText, textOfValue, type FieldKind } from './field-text.ts';
import { markOf } from './half-entries.ts';
import type { HalfWritten } from './half-written.svelte.ts';

/** So late at most is what is typed in the text, also while one types on and on. */
const lateMs = 80;
/** A half-written value is no mistake until one pauses. */
const restMs = 400;

interface Parts {
  readonly half: HalfWritten;
  readonly at: Path;
  readonly kind: () => FieldKind;
  /** Only what was typed to its end counts, as of an id. */
  readonly isWhole: boolean;
  /** @returns whether the text now says so. */
  readonly commit: (value: JsonValue | undefined) => Promise<boolean>;
}

/**
 * One field of a form between the keys and the text. What is typed is half written from the first
 * key on, and no longer when the text says it: at no moment is it in neither.
 */
export class FieldEntry {
  text = $state('');
  wrong = $state<'notJson' | 'notNumber' | null>(null);
  readonly #parts: Parts;
  /** What the text said when it was last shown; null before it was read. */
  #shown: string | null = null;
  /** What the text holds, as far as is known here. */
  #held = '';
  /** What was given to the text and has not come back from it. */
  #sent: readonly string[] = [];
  /** What this field has put beside the text. */
  #half: HalfText | undefined;
  #isClosed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * What the text says now, and what stands beside it. A change from elsewhere is shown, unless
   * something else is being typed here. Own words that come back are no change from elsewhere:
   * meanwhile there may be more of them.
   */
  show(shown: string, half: HalfText | undefined, isClosed: boolean): void {
    const isOpened = this.#isClosed && !isClosed;
    this.#isClosed = isClosed;
    const isElsewhere = this.#learn(shown);
    if (this.#timer !== undefined) return;
    if (half !== this.#half) {
      this.#half = half;
      if (half === undefined) this.#takeBack();
      else this.#give(half, shown);
    } else if (isElsewhere) {
      this.#letGo();
      this.#takeBack();
    } else if (isOpened && half !== undefined) {
      this.#commitReadable();
    }
  }

  typed(): void {
    const { half, at, isWhole } = this.#parts;
    this.#half = half.put(at, this.text, [this.#held, ...this.#sent]);
    if (!isWhole) this.#timer ??= setTimeout(this.#commitLate, lateMs);
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      this.#judge();
    }, restMs);
  }

  /**
   * It is left, or Enter was pressed. What is wrong is said when one pauses, not now: a line more
   * would take a button from under the press that leaves the field.
   */
  leave(): void {
    if (this.#half !== undefined) this.#commit();
  }

  /** What was typed and is not in the text goes. @returns whether there was such a thing. */
  takeBack(): boolean {
    if (this.#half === undefined) return false;
    this.#clear();
    this.#letGo();
    this.#takeBack();
    return true;
  }

  close(): void {
    clearTimeout(this.#resting);
    if (this.#timer !== undefined) this.#commit();
  }

  /** @returns whether it is something else than was shown and than was typed here. */
  #learn(shown: string): boolean {
    if (shown === this.#shown) return false;
    const echo = this.#sent.indexOf(shown);
    const isFirst = this.#shown === null;
    this.#sent = echo === -1 ? [] : this.#sent.slice(echo + 1);
    this.#shown = shown;
    if (this.#sent.length === 0) this.#held = shown;
    if (isFirst && this.#half === undefined) this.text = shown;
    return !isFirst && echo === -1;
  }

  /** From before a reload, or from another tab. */
  #give(half: HalfText, shown: string): void {
    if (half.text === shown || !half.over.includes(markOf(shown))) {
      this.#letGo();
      this.#takeBack();
      return;
    }
    this.text = half.text;
    this.#judge();
    this.#commitReadable();
  }

  #takeBack(): void {
    this.text = this.#shown ?? '';
    this.wrong = null;
  }

  #judge(): void {
    const reading = readFieldText(this.text, this.#parts.kind());
    this.wrong = reading.ok ? null : reading.problem;
  }

  /** What would be in the text by now if nothing had come between. */
  #commitReadable(): void {
    const { isWhole } = this.#parts;
    if (!isWhole) this.#timer ??= setTimeout(this.#commitLate, lateMs);
  }

  readonly #commitLate = () => {
    this.#commit();
  };

  #commit(): void {
    this.#clear();
    if (this.#isClosed) return;
    const { kind, commit } = this.#parts;
    const reading = readFieldText(this.text, kind());
    if (!reading.ok) return;
    this.wrong = null;
    const next = textOfValue(reading.value, kind());
    const last = this.#sent.at(-1);
    if (next === last) return;
    if (last === undefined && next === this.#held) {
      this.#letGo();
      return;
    }
    this.#sent = [...this.#sent, next];
    void commit(reading.value).then((isDone) => {
      this.#end(next, isDone);
    });
  }

  /** What was refused stays half written. */
  #end(next: string, isDone: boolean): void {
    if (!isDone) {
      this.#sent = this.#sent.filter((one) => one !== next);
      return;
    }
    this.#held = next;
    const kind = this.#parts.kind();
    const reading = readFieldText(this.text, kind);
    if (reading.ok && textOfValue(reading.value, kind) === next) this.#letGo();
  }

  #letGo(): void {
    this.#half = undefined;
    this.#parts.half.drop(this.#parts.at);
  }

  #clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
