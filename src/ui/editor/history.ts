import { applyChanges, changeBetween, invertChanges } from '#core/workflow/text-change.ts';
import type { TextChange } from '#core/workflow/patch/operation.ts';
import type { DraftStep } from '#ports/draft-store.ts';

/** Steps that are kept; older ones are forgotten. */
const stepsMax = 500;
/** What is typed without a longer rest is one step. */
const togetherMs = 1_000;

interface Open {
  readonly key: string;
  /** The text before the step. */
  readonly before: string;
  readonly at: number;
}

/** The steps that led to a text, and those that were taken back from it. */
export class History {
  #steps: DraftStep[];
  #position: number;
  /** The last step while more may join it. */
  #open: Open | null = null;
  /** The first step that storage does not have as it is here; null when it has all. */
  #unsavedFrom: number | null = null;

  /** Steps that do not reach up to the position, as after a wiped database, are of no use. */
  constructor(steps: readonly DraftStep[], position: number) {
    const first = steps[0]?.n ?? position;
    const isWhole =
      first <= position &&
      position <= first + steps.length &&
      steps.every(({ n }, index) => n === first + index);
    this.#steps = isWhole ? [...steps] : [];
    this.#position = position;
    if (!isWhole) this.#unsavedFrom = 0;
  }

  /** How many steps led here, forgotten ones too. */
  get position(): number {
    return this.#position;
  }

  get canUndo(): boolean {
    return this.#position > this.#first;
  }

  get canRedo(): boolean {
    return this.#position < this.#first + this.#steps.length;
  }

  get #first(): number {
    return this.#steps[0]?.n ?? this.#position;
  }

  /**
   * Changes of `before`; those under one key, in quick order, are one step.
   * @param key null: a step of its own.
   */
  push(before: string, changes: readonly TextChange[], key: string | null, at: number): void {
    const open = this.#open;
    const joins = open !== null && open.key === key && at - open.at < togetherMs && !this.canRedo;
    const start = joins ? open.before : before;
    if (joins) this.#position -= 1;
    const after = applyChanges(before, changes);
    const whole = joins ? changeBetween(start, after) : null;
    const step = {
      n: this.#position,
      changes: joins ? (whole === null ? [] : [whole]) : changes,
      inverse: joins
        ? invertChanges(start, whole === null ? [] : [whole])
        : invertChanges(before, changes),
    };
    this.#steps = [...this.#steps.filter(({ n }) => n < this.#position), step].slice(-stepsMax);
    this.#unsavedFrom = Math.min(this.#unsavedFrom ?? Infinity, this.#position);
    this.#position += 1;
    this.#open = key === null ? null : { key, before: start, at };
  }

  /** What is typed next is a step of its own. */
  close(): void {
    this.#open = null;
  }

  /** @returns what to change; null when there is nothing to take back. */
  undo(): readonly TextChange[] | null {
    const step = this.canUndo ? this.#steps[this.#position - 1 - this.#first] : undefined;
    if (step === undefined) return null;
    this.close();
    this.#position -= 1;
    return step.inverse;
  }

  redo(): readonly TextChange[] | null {
    const step = this.canRedo ? this.#steps[this.#position - this.#first] : undefined;
    if (step === undefined) return null;
    this.close();
    this.#position += 1;
    return step.changes;
  }

  /** For storage; from then on it counts as kept there. */
  takeUnsaved(): {
    readonly stepsFrom: number;
    readonly steps: readonly DraftStep[];
    readonly forgetBelow: number;
  } {
    const end = this.#first + this.#steps.length;
    const stepsFrom = this.#unsavedFrom ?? end;
    this.#unsavedFrom = null;
    return {
      stepsFrom,
      steps: this.#steps.filter(({ n }) => n >= stepsFrom),
      forgetBelow: this.#first,
    };
  }

  /** It was not kept after all. */
  putBack(stepsFrom: number): void {
    this.#unsavedFrom = Math.min(this.#unsavedFrom ?? Infinity, stepsFrom);
  }
}
