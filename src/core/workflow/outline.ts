import type { Position } from './patch/operation.ts';

/**
 * What can be drawn of a text, also of an invalid one, as long as its form can be read: a half
 * written workflow keeps its graph.
 */
export interface Outline {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly params: readonly OutlineParam[];
  /** In definition order. */
  readonly tasks: readonly OutlineTask[];
  /** Positions a person chose (`x-layout`), by task id; of tasks that are there. */
  readonly layout: ReadonlyMap<string, Position>;
}

export interface OutlineParam {
  readonly name: string;
  readonly type: string;
}

export interface OutlineTask {
  readonly id: string;
  readonly name: string;
  /** Empty while it has none. */
  readonly type: string;
  /** By index, each once, those that are there; may hold a cycle, also with itself. */
  readonly dependencies: readonly number[];
  /** UTF-16 offsets of the task in the text: from its key to behind its value. */
  readonly from: number;
  readonly to: number;
}
