import type { TaskState } from '#core/execution/events.ts';
import type { Position } from '#core/workflow/patch/operation.ts';
import type { Direction } from './route.ts';
import type { GroupName, TaskGroup } from './task-group.ts';
import type { Size, Viewport } from './view.ts';

/** The words of a group, in the person's language. */
export interface GroupWords {
  /** In parts, each of which may have a line of its own. */
  readonly name: (name: GroupName) => readonly string[];
  /** Null: of an edited graph, in which nothing ends. */
  readonly progress: (ended: number | null, all: number) => string;
  readonly failed: string;
}
export interface Marked {
  readonly state: TaskState | null;
  readonly isChosen: boolean;
  readonly isActive: boolean;
  readonly hasProblem: boolean;
}
export interface OverviewPicture {
  readonly positions: readonly Position[];
  readonly dependencies: readonly (readonly number[])[];
  readonly direction: Direction;
  readonly viewport: Viewport;
  readonly size: Size;
  readonly groups: readonly TaskGroup[];
  readonly words: GroupWords;
  readonly nameOf: (index: number) => string;
  readonly font: string;
  /** No failed task is drawn smaller; pixels. */
  readonly failedLeastPx: number;
  readonly markOf: (index: number) => Marked;
  /** Of a custom property of the page. */
  readonly colour: (name: string) => string;
}
