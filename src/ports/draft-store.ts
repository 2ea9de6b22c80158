import type { WorkflowId } from '#core/shared/ids.ts';
import type { TextChange } from '#core/workflow/patch/operation.ts';
import type { SourceFormat } from '#core/workflow/source.ts';

/** The text of a workflow as it is being written, valid or not. */
export interface Draft {
  readonly workflowId: WorkflowId;
  readonly text: string;
  readonly format: SourceFormat;
  /** Rises by 1 with each save: what compare-and-set compares. */
  readonly revision: number;
  /** Steps that led here; those behind it can be done again. */
  readonly position: number;
  /** By the path of the field as JSON text; absent when there is none. */
  readonly half?: Readonly<Record<string, HalfText>>;
}

/** What stands in a field of a form and not in the text: half a number, an id before Enter. */
export interface HalfText {
  readonly text: string;
  /** Marks of what the text says there, or is about to: where it says another thing, that holds. */
  readonly over: readonly string[];
}

/** What one undo takes back. */
export interface DraftStep {
  /** From 0, without a gap. */
  readonly n: number;
  /** Offsets in the text before. */
  readonly changes: readonly TextChange[];
  /** Offsets in the text after. */
  readonly inverse: readonly TextChange[];
}

export interface DraftChange {
  readonly draft: Draft;
  /** Steps from this number on are replaced by `steps`. */
  readonly stepsFrom: number;
  readonly steps: readonly DraftStep[];
  /** Steps below this number are forgotten. */
  readonly forgetBelow: number;
}

/** Written by any tab; each write is strict and whole. The text is in the safe copy, the steps not. */
export interface DraftStore {
  get(id: WorkflowId): Promise<Draft | null>;
  /** In order; all that are kept. */
  steps(id: WorkflowId): Promise<readonly DraftStep[]>;
  /**
   * @param expected the revision that was read; null when there must be none yet.
   * @returns false, and nothing written, when the stored one is another.
   */
  save(change: DraftChange, expected: number | null): Promise<boolean>;
  /** With its steps. */
  remove(id: WorkflowId): Promise<void>;
}

/** Longer texts are shown, not edited here: UTF-16 units. A frame of the safe copy holds any draft. */
export const draftUnitsMax = 2 * 1024 * 1024;

/** All half-written fields of one draft: UTF-16 units. */
export const halfUnitsMax = 256 * 1024;
