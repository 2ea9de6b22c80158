import type { TaskId } from '#core/shared/ids.ts';

/** Tasks by number in definition order, with the dependencies that name a task, each once. */
export interface TaskGraph {
  readonly ids: readonly TaskId[];
  readonly indexById: ReadonlyMap<TaskId, number>;
  readonly dependencies: readonly (readonly number[])[];
  readonly hasUnknown: boolean;
}

export interface GraphFacts {
  readonly tasks: number;
  readonly dependencies: number;
  /** Tasks on the longest path. */
  readonly levels: number;
  /** Most tasks at one distance, by the longest path, from a task without dependencies. */
  readonly width: number;
}

export interface GraphTask {
  readonly id: TaskId;
  readonly dependencies: readonly TaskId[];
}

export function taskGraph(tasks: Iterable<GraphTask>): TaskGraph {
  const list = [...tasks];
  const ids = list.map(({ id }) => id);
  const indexById = new Map(ids.map((id, index) => [id, index]));
  let hasUnknown = false;
  const dependencies = list.map((task) => {
    const found: number[] = [];
    for (const id of task.dependencies.length > 1
      ? new Set(task.dependencies)
      : task.dependencies) {
      const index = indexById.get(id);
      if (index === undefined) hasUnknown = true;
      else found.push(index);
    }
    return found;
  });
  return { ids, indexById, dependencies, hasUnknown };
}

/** Null on a cycle or an unknown task. */
export function graphFacts(graph: TaskGraph): GraphFacts | null {
  if (graph.hasUnknown) return null;
  const layers = layersOf(graph);
  if (layers === null) return null;
  const widths: number[] = [];
  for (const level of layers.levels) widths[level] = (widths[level] ?? 0) + 1;
  return {
    tasks: graph.ids.length,
    dependencies: graph.dependencies.reduce((sum, { length }) => sum + length, 0),
    levels: widths.length,
    width: widths.reduce((most, width) => Math.max(most, width), 0),
  };
}

export interface Layers {
  /** Every task after all it depends on. */
  readonly order: readonly number[];
  /** Of each task the longest path from a task without dependencies. */
  readonly levels: Int32Array;
}

/** Null on a cycle. */
export function layersOf({ dependencies }: Pick<TaskGraph, 'dependencies'>): Layers | null {
  const dependants = dependantsOf(dependencies);
  const open = Int32Array.from(dependencies, ({ length }) => length);
  const levels = new Int32Array(dependencies.length);
  const order: number[] = [];
  open.forEach((count, index) => {
    if (count === 0) order.push(index);
  });
  // The list grows while it is walked.
  for (const task of order) {
    for (const dependant of dependants[task] ?? []) {
      levels[dependant] = Math.max(levels[dependant] ?? 0, (levels[task] ?? 0) + 1);
      const left = (open[dependant] ?? 0) - 1;
      open[dependant] = left;
      if (left === 0) order.push(dependant);
    }
  }
  return order.length === dependencies.length ? { order, levels } : null;
}

function dependantsOf(
  dependencies: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const dependants: number[][] = dependencies.map(() => []);
  dependencies.forEach((list, index) => {
    for (const dependency of list) dependants[dependency]?.push(index);
  });
  return dependants;
}

/**
 * The groups of tasks that lie on cycles with one another, a task that depends on itself too. Each
 * in definition order, and so the groups by their first member.
 */
export function cyclicGroups(graph: TaskGraph): readonly (readonly number[])[] {
  if (layersOf(graph) !== null) return [];
  const groups = components(graph.dependencies)
    .filter((group) => group.length > 1 || dependsOnItself(graph, group[0] ?? 0))
    .map((group) => group.toSorted((a, b) => a - b));
  return groups.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

function dependsOnItself({ dependencies }: TaskGraph, index: number): boolean {
  return dependencies[index]?.includes(index) === true;
}

/** Tarjan's strongly connected components without recursion: a chain may be 100,000 tasks long. */
function components(edges: readonly (readonly number[])[]): number[][] {
  const count = edges.length;
  const order = new Int32Array(count).fill(-1);
  const lowest = new Int32Array(count);
  const nextEdge = new Int32Array(count);
  const isOpen = new Uint8Array(count);
  const open: number[] = [];
  const found: number[][] = [];
  let counter = 0;
  const enter = (path: number[], index: number) => {
    order[index] = counter;
    lowest[index] = counter;
    counter += 1;
    isOpen[index] = 1;
    open.push(index);
    path.push(index);
  };
  const lower = (index: number, value: number) => {
    lowest[index] = Math.min(lowest[index] ?? 0, value);
  };
  const leave = (path: number[], index: number) => {
    path.pop();
    const parent = path.at(-1);
    if (parent !== undefined) lower(parent, lowest[index] ?? 0);
    if (lowest[index] !== order[index]) return;
    const group = open.splice(open.lastIndexOf(index));
    for (const member of group) isOpen[member] = 0;
    found.push(group);
  };
  const visit = (root: number) => {
    const path: number[] = [];
    enter(path, root);
    for (let index = path.at(-1); index !== undefined; index = path.at(-1)) {
      const edge = nextEdge[index] ?? 0;
      const target = edges[index]?.[edge];
      nextEdge[index] = edge + 1;
      if (target === undefined) leave(path, index);
      else if (order[target] === -1) enter(path, target);
      else if (isOpen[target] === 1) lower(index, order[target] ?? 0);
    }
  };
  for (let root = 0; root < count; root += 1) if (order[root] === -1) visit(root);
  return found;
}

/** Whether `from` depends on `target`, directly or not. A task depends on itself only by a cycle. */
export function dependsOn(graph: TaskGraph, from: number, target: number): boolean {
  const seen = new Uint8Array(graph.ids.length);
  const waiting = [...(graph.dependencies[from] ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === target) return true;
    if (seen[next] === 1) continue;
    seen[next] = 1;
    // Not spread: a task may have more dependencies than a call may have arguments.
    for (const dependency of graph.dependencies[next] ?? []) waiting.push(dependency);
  }
  return false;
}
