import type { Outline } from '#core/workflow/outline.ts';
import type { TextChange } from '#core/workflow/patch/operation.ts';
import type { Problem } from '#core/workflow/problem.ts';
import type { SourceFormat } from '#core/workflow/source.ts';

/**
 * The one text that source, canvas, outline and inspector show and change. Undo and redo belong to
 * it, not to a view: they go over everything and outlive a reload.
 */
export interface SourceDocument {
  /** As typed: also its line ends and byte order mark; offsets are UTF-16 units of exactly this. */
  readonly text: string;
  readonly format: SourceFormat;
  /** Of the text as last checked, a moment behind while one types. Reactive. */
  readonly problems: readonly Problem[];
  /** Of the last text whose form could be read. Reactive. */
  readonly outline: Outline | null;
  /** Typed in the source. What is typed in one go is one step of undo. */
  type(changes: readonly TextChange[]): void;
  undo(): void;
  redo(): void;
  /**
   * Called with every change that did not come through `type`: from the canvas, undo, another tab.
   * Offsets count in the text before. @returns the end of following.
   */
  follow(listener: (changes: readonly TextChange[]) => void): () => void;
}
