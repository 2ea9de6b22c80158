import type { Layout, LayoutRequest } from '#core/workflow/layout/layout.ts';
import type { Position } from '#core/workflow/patch/operation.ts';
import type { NodeStates } from './node-states.svelte.ts';

export interface GraphNode {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** The second line while no state has one. */
  readonly second: string;
  /** A sentence; null when nothing is wrong with it. */
  readonly hasProblem: string | null;
}

export interface TaskType {
  readonly type: string;
  readonly name: string;
}

/** What a person does to the graph. Nothing is changed here: whoever owns the text does it, and hands in the new graph. */
export interface GraphEdits {
  readonly types: readonly TaskType[];
  /** `at`: null where the layout wants it. `after`: the new task depends on it. */
  add(type: string, at: Position | null, after: string | null): void;
  connect(id: string, dependency: string): void;
  disconnect(id: string, dependency: string): void;
  remove(ids: readonly string[]): void;
  duplicate(id: string): void;
  /** Asks for focus on the field of the id. */
  rename(id: string): void;
  /** Moved by a person; null forgets every place: Tidy up. */
  place(positions: ReadonlyMap<string, Position> | null): void;
  undo(): void;
  redo(): void;
}

export interface GraphProps {
  readonly nodes: readonly GraphNode[];
  /** Of each node, by index; may hold cycles. */
  readonly dependencies: readonly (readonly number[])[];
  /** Where a person put tasks, by id. */
  readonly placed: ReadonlyMap<string, Position>;
  readonly arrange: (request: LayoutRequest) => Promise<Layout>;
  readonly states?: NodeStates | undefined;
  /** What a task of a run handed on, in a few words: "20,000 rows"; null while it handed on nothing. */
  flowOf?: ((id: string) => string | null) | undefined;
  readonly selected: readonly string[];
  onselect(ids: readonly string[]): void;
  /** Enter, or a double click. */
  onopen(id: string): void;
  /** Null: read only. */
  readonly edit?: GraphEdits | null | undefined;
  readonly label: string;
  /** The workflow under whose id the direction a person chooses is kept; absent: not kept. */
  readonly keptAs?: string | undefined;
  /** Its first drawing is made. */
  ondrawn?(): void;
}
