/** A graph without the dependencies that close a cycle, so that it can be drawn in one direction. */
export interface Forward {
  /** Of each task, by index: what it depends on, and what depends on it. */
  readonly before: readonly (readonly number[])[];
  readonly after: readonly (readonly number[])[];
  /** Every task behind all that lead to it; near to definition order. */
  readonly order: readonly number[];
}

/**
 * Leaves out of each cycle the dependency that leads back in definition order. Without recursion:
 * a chain may be 100,000 tasks long.
 */
export function forwardOf(dependencies: readonly (readonly number[])[]): Forward {
  const all = dependantsOf(dependencies);
  const isBack = backwards(dependencies, all);
  const before = dependencies.map((own, task) => {
    const kept = own.filter((one) => one in dependencies && !isBack(one, task));
    return kept.length > 1 ? [...new Set(kept)] : kept;
  });
  const after = dependantsOf(before);
  return { before, after, order: orderOf(before, after) };
}

function dependantsOf(dependencies: readonly (readonly number[])[]): number[][] {
  const dependants: number[][] = dependencies.map(() => []);
  dependencies.forEach((own, task) => {
    for (const one of own) dependants[one]?.push(task);
  });
  return dependants;
}

/** Walks along the flow, from tasks without dependencies first; what leads to the way walked is back. */
function backwards(
  dependencies: readonly (readonly number[])[],
  dependants: readonly (readonly number[])[],
): (from: number, to: number) => boolean {
  const count = dependencies.length;
  /** 0 not seen, 1 on the way, 2 done. */
  const state = new Uint8Array(count);
  const next = new Int32Array(count);
  const back = new Map<number, Set<number>>();
  const walk = (root: number): void => {
    const way = [root];
    state[root] = 1;
    for (let task = way.at(-1); task !== undefined; task = way.at(-1)) {
      const step = next[task] ?? 0;
      const target = dependants[task]?.[step];
      next[task] = step + 1;
      if (target === undefined) {
        state[task] = 2;
        way.pop();
      } else if (state[target] === 0) {
        state[target] = 1;
        way.push(target);
      } else if (state[target] === 1) {
        const into = back.get(task) ?? new Set();
        back.set(task, into.add(target));
      }
    }
  };
  dependencies.forEach((own, task) => {
    if (own.length === 0 && state[task] === 0) walk(task);
  });
  for (let task = 0; task < count; task += 1) if (state[task] === 0) walk(task);
  return (from, to) => back.get(from)?.has(to) === true;
}

function orderOf(
  before: readonly (readonly number[])[],
  after: readonly (readonly number[])[],
): number[] {
  const open = Int32Array.from(before, ({ length }) => length);
  const order: number[] = [];
  before.forEach((own, task) => {
    if (own.length === 0) order.push(task);
  });
  // The list grows while it is walked.
  for (const task of order) {
    for (const one of after[task] ?? []) {
      const left = (open[one] ?? 0) - 1;
      open[one] = left;
      if (left === 0) order.push(one);
    }
  }
  return order;
}

/** Tasks that hang together, each part in topological order. */
export function partsOf({ before, after, order }: Forward): number[][] {
  const part = new Int32Array(before.length).fill(-1);
  let count = 0;
  const join = (task: number, waiting: number[]): void => {
    if (part[task] !== -1) return;
    part[task] = count;
    waiting.push(task);
  };
  for (const root of before.keys()) {
    if (part[root] !== -1) continue;
    const waiting: number[] = [];
    join(root, waiting);
    for (let task = waiting.pop(); task !== undefined; task = waiting.pop()) {
      for (const one of before[task] ?? []) join(one, waiting);
      for (const one of after[task] ?? []) join(one, waiting);
    }
    count += 1;
  }
  const parts: number[][] = Array.from({ length: count }, () => []);
  for (const task of order) parts[part[task] ?? 0]?.push(task);
  return parts;
}
