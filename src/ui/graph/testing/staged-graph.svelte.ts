import { arrange } from '#core/workflow/layout/arrange.ts';
import type { Position } from '#core/workflow/patch/operation.ts';
import type { GraphEdits, GraphNode } from '#ui/graph/graph-contract.ts';
import { lookupOf } from '#ui/graph/lookup.ts';
import type { NodeStates } from '#ui/graph/node-states.svelte.ts';

export interface StagedTask {
  readonly type: string;
  readonly needs: readonly string[];
}

/** A graph without a text: what the canvas asks for is done at once. */
export class StagedGraph {
  tasks = $state.raw<ReadonlyMap<string, StagedTask>>(lookupOf());
  placed = $state.raw<ReadonlyMap<string, Position>>(lookupOf());
  selected = $state.raw<readonly string[]>([]);
  problems = $state.raw<ReadonlyMap<string, string>>(lookupOf());
  states: NodeStates | undefined = undefined;
  flowOf: ((id: string) => string | null) | undefined = undefined;
  isReadOnly = false;
  keptAs = 'staged';
  readonly asked: string[] = [];
  readonly opened: string[] = [];

  constructor(tasks: Readonly<Record<string, StagedTask>> = {}) {
    this.tasks = lookupOf(Object.entries(tasks));
  }

  get nodes(): readonly GraphNode[] {
    return [...this.tasks].map(([id, { type }]) => ({
      id,
      name: id,
      type,
      second: type,
      hasProblem: this.problems.get(id) ?? null,
    }));
  }

  get dependencies(): readonly (readonly number[])[] {
    const ids = [...this.tasks.keys()];
    const indexes = lookupOf(ids.map((id, index) => [id, index]));
    return [...this.tasks.values()].map(({ needs }) =>
      needs.flatMap((id) => indexes.get(id) ?? []),
    );
  }

  readonly arrange = (request: Parameters<typeof arrange>[0]) => Promise.resolve(arrange(request));

  readonly edits: GraphEdits = {
    types: ['js', 'sql', 'files', 'http', 'wait'].map((type) => ({ type, name: type })),
    add: (type, at, after) => {
      const id = this.#freeId(type);
      this.tasks = lookupOf(this.tasks).set(id, { type, needs: after === null ? [] : [after] });
      if (at !== null) this.placed = lookupOf(this.placed).set(id, at);
    },
    connect: (id, dependency) => {
      const task = this.tasks.get(id);
      if (task === undefined) return;
      const needs = [...task.needs, dependency];
      this.tasks = lookupOf(this.tasks).set(id, { ...task, needs });
    },
    disconnect: (id, dependency) => {
      const task = this.tasks.get(id);
      if (task === undefined) return;
      const needs = task.needs.filter((one) => one !== dependency);
      this.tasks = lookupOf(this.tasks).set(id, { ...task, needs });
    },
    remove: (ids) => {
      this.tasks = lookupOf(
        [...this.tasks]
          .filter(([id]) => !ids.includes(id))
          .map(([id, task]) => [
            id,
            { ...task, needs: task.needs.filter((one) => !ids.includes(one)) },
          ]),
      );
    },
    duplicate: (id) => {
      const task = this.tasks.get(id);
      if (task !== undefined) this.tasks = lookupOf(this.tasks).set(this.#freeId(task.type), task);
    },
    rename: (id) => this.asked.push(`rename ${id}`),
    place: (positions) => {
      this.placed = positions === null ? lookupOf() : lookupOf([...this.placed, ...positions]);
    },
    undo: () => this.asked.push('undo'),
    redo: () => this.asked.push('redo'),
  };

  #freeId(type: string): string {
    let number = 1;
    while (this.tasks.has(`${type}${String(number)}`)) number += 1;
    return `${type}${String(number)}`;
  }
}
