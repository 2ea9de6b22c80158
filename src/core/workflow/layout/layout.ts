import type { Position } from '#core/workflow/patch/operation.ts';

/** A graph to be drawn; tasks by index. */
export interface LayoutRequest {
  /** Of each task, by index; may hold a cycle. */
  readonly dependencies: readonly (readonly number[])[];
  /** Left to right when the pane is wide, top to bottom when it is tall. */
  readonly direction: 'right' | 'down';
  /** Where a person put a task; null: free. */
  readonly fixed: readonly (Position | null)[];
}

/** Pixels. */
export interface Layout {
  /** Top left corners, by task index. */
  readonly positions: readonly Position[];
  readonly width: number;
  readonly height: number;
}
