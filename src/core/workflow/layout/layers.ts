import type { Forward } from './forward.ts';

/** Where tasks and the passages of long channels stand: tasks first, by their index in the part. */
export interface Layered {
  readonly taskCount: number;
  /** Of each place its neighbours in the layer before and in the layer behind. */
  readonly before: readonly (readonly number[])[];
  readonly after: readonly (readonly number[])[];
  /** Places by layer; their order is the drawing's. */
  readonly layers: number[][];
}

/** A longer channel in a bigger graph finds its own way: places for all of them would cost seconds. */
const passagesMost = (tasks: number): number => 4_000 + 3 * tasks;

/**
 * The longest path from a task without dependencies, at most so many tasks in a layer: what has no
 * room stands further along.
 * @param tasks of one part, in topological order.
 */
export function layersOf(forward: Forward, tasks: readonly number[], widthMost: number): Layered {
  const local = new Map(tasks.map((task, index) => [task, index]));
  const levels = levelsOf(forward, tasks, local, widthMost);
  const layers: number[][] = [];
  levels.forEach((level, index) => (layers[level] ??= []).push(index));
  const before: number[][] = tasks.map(() => []);
  const after: number[][] = tasks.map(() => []);
  const link = (from: number, to: number): void => {
    after[from]?.push(to);
    before[to]?.push(from);
  };
  const passage = (level: number): number => {
    const place = before.push([]) - 1;
    after.push([]);
    layers[level]?.push(place);
    return place;
  };
  const trunks = new Trunks(link, passage, passagesMost(tasks.length));
  for (const [to, task] of tasks.entries()) {
    const own = forward.before[task] ?? [];
    for (const one of own) {
      const from = local.get(one) ?? 0;
      const way = { from, to, start: levels[from] ?? 0, end: levels[to] ?? 0 };
      if (way.end - way.start === 1) link(from, to);
      else if ((forward.after[one]?.length ?? 0) >= own.length) trunks.fromSource(way);
      else trunks.intoTarget(way);
    }
  }
  return { taskCount: tasks.length, before, after, layers };
}

interface Way {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

/** Long channels with an end in common share their passages, as they share their banks. */
class Trunks {
  readonly #sources = new Map<number, number[]>();
  readonly #targets = new Map<number, number[]>();
  readonly #link: (from: number, to: number) => void;
  readonly #passage: (level: number) => number;
  #left: number;

  constructor(
    link: (from: number, to: number) => void,
    passage: (level: number) => number,
    most: number,
  ) {
    this.#link = link;
    this.#passage = passage;
    this.#left = most;
  }

  fromSource({ from, to, start, end }: Way): void {
    const trunk = this.#trunkOf(this.#sources, from);
    if (!this.#mayGrow(end - start - 1 - trunk.length)) return;
    while (trunk.length < end - start - 1) {
      const next = this.#passage(start + 1 + trunk.length);
      this.#link(trunk.at(-1) ?? from, next);
      trunk.push(next);
    }
    this.#link(trunk[end - start - 2] ?? from, to);
  }

  intoTarget({ from, to, start, end }: Way): void {
    const trunk = this.#trunkOf(this.#targets, to);
    if (!this.#mayGrow(end - start - 1 - trunk.length)) return;
    while (trunk.length < end - start - 1) {
      const next = this.#passage(end - 1 - trunk.length);
      this.#link(next, trunk.at(-1) ?? to);
      trunk.push(next);
    }
    this.#link(from, trunk[end - start - 2] ?? to);
  }

  #trunkOf(trunks: Map<number, number[]>, task: number): number[] {
    const trunk = trunks.get(task) ?? [];
    trunks.set(task, trunk);
    return trunk;
  }

  #mayGrow(by: number): boolean {
    if (by > this.#left) return false;
    this.#left -= Math.max(0, by);
    return true;
  }
}

function levelsOf(
  { before }: Forward,
  tasks: readonly number[],
  local: ReadonlyMap<number, number>,
  widthMost: number,
): Int32Array {
  const levels = new Int32Array(tasks.length);
  const taken: number[] = [];
  /** From a full layer to one further along that may have room. */
  const further: number[] = [];
  const roomFrom = (level: number): number => {
    let found = level;
    while (further[found] !== undefined) found = further[found] ?? found;
    // Shortens the way for the next one.
    for (let at = level; at !== found;) {
      const next = further[at] ?? found;
      further[at] = found;
      at = next;
    }
    return found;
  };
  tasks.forEach((task, index) => {
    let level = 0;
    for (const one of before[task] ?? []) {
      level = Math.max(level, (levels[local.get(one) ?? 0] ?? 0) + 1);
    }
    level = roomFrom(level);
    levels[index] = level;
    taken[level] = (taken[level] ?? 0) + 1;
    if ((taken[level] ?? 0) >= widthMost) further[level] = level + 1;
  });
  return levels;
}
