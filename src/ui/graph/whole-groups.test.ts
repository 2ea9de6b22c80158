import { describe, expect, test } from 'vitest';
import { arrange } from '#core/workflow/layout/arrange.ts';
import { groupsOf } from './groups.ts';
import type { TaskGroup } from './task-group.ts';

type Graph = readonly (readonly number[])[];
const graphOf = (count: number, needs: (task: number) => readonly number[]): Graph =>
  Array.from({ length: count }, (_, task) => (task === 0 ? [] : needs(task)));
const numbered = (task: number): string => `t${String(task).padStart(5, '0')}`;

function drawn(
  dependencies: Graph,
  nameOf: (task: number) => string = numbered,
  direction: 'right' | 'down' = 'right',
) {
  const fixed = dependencies.map(() => null);
  const { positions } = arrange({ dependencies, direction, fixed });
  const names = dependencies.map((_, task) => nameOf(task));
  return { positions, groups: groupsOf({ dependencies, positions, names, direction }) };
}
const countsOf = (groups: readonly TaskGroup[]) => groups.map(({ tasks }) => tasks.length);
const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
const prefixesOf = (groups: readonly TaskGroup[]) =>
  groups.map(({ name }) => (name.kind === 'prefix' ? name.prefix : name.kind));
const kindsOf = (groups: readonly TaskGroup[]) => new Set(groups.map(({ name }) => name.kind));

/** The same numbers each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
const chain = (count: number) => graphOf(count, (task) => [task - 1]);
const tree = (count: number) => graphOf(count, (task) => [Math.floor((task - 1) / 2)]);
const fan = (count: number) =>
  graphOf(count, (task) =>
    task === count - 1 ? Array.from({ length: count - 2 }, (_, at) => at + 1) : [0],
  );
function scattered(count: number): Graph {
  const draw = seeded(7);
  return graphOf(count, (task) => [
    Math.floor(draw() * task),
    Math.max(0, task - 1 - Math.floor(draw() * 40)),
  ]);
}
/** Each stage begins when all of the one before has ended. */
const stages = (count: number, width: number): Graph =>
  Array.from({ length: count * width }, (_, task) => {
    const stage = Math.floor(task / width);
    if (stage === 0) return [];
    const before = (stage - 1) * width;
    return task % width === 0
      ? Array.from({ length: width }, (_, at) => before + at)
      : [stage * width];
  });

describe('the groups of a graph in one piece', () => {
  test.each([
    ['a tree', tree(1_000)],
    ['a chain', chain(1_000)],
    ['a fan', fan(1_000)],
    ['a random graph', scattered(1_000)],
    ['one of 300 tasks', scattered(300)],
    ['one of 3,000 tasks', scattered(3_000)],
  ])('are between five and fifteen ranges of layers that hold every task once: %s', (_, graph) => {
    const { groups } = drawn(graph);

    expect(kindsOf(groups)).toEqual(new Set(['range']));
    expect(groups.length).toBeGreaterThanOrEqual(5);
    expect(groups.length).toBeLessThanOrEqual(15);
    expect(groups.flatMap(({ tasks }) => tasks).toSorted((a, b) => a - b)).toEqual([
      ...graph.keys(),
    ]);
  });

  test('lie one below the other where the flow goes down', () => {
    const { groups } = drawn(tree(1_000), numbered, 'down');

    expect(groups.length).toBeGreaterThanOrEqual(5);
    groups.slice(1).forEach(({ bounds }, index) => {
      expect(bounds.top).toBeGreaterThanOrEqual(groups[index]?.bounds.bottom ?? Infinity);
    });
  });

  test('hold tasks whose place is within their frame, and no other', () => {
    const { groups, positions } = drawn(scattered(1_000));

    for (const { tasks, bounds } of groups) {
      const own = new Set(tasks);
      positions.forEach(([x, y], task) => {
        const isIn = x > bounds.left && x < bounds.right && y > bounds.top && y < bounds.bottom;
        expect(isIn).toBe(own.has(task));
      });
    }
  });

  test('are called by the first and the last task of a range, from its first layer to its last', () => {
    const { groups } = drawn(chain(500));

    expect(groups.map(({ name }) => name)).toEqual([
      { kind: 'range', first: 0, last: 99 },
      { kind: 'range', first: 100, last: 199 },
      { kind: 'range', first: 200, last: 299 },
      { kind: 'range', first: 300, last: 399 },
      { kind: 'range', first: 400, last: 499 },
    ]);
  });

  test('are the stages that tasks are called by', () => {
    const nameOf = (task: number) =>
      `stage-${String(Math.floor(task / 50) + 1).padStart(2, '0')}-part-${String(task % 50)}`;

    const { groups } = drawn(stages(20, 50), nameOf);

    expect(prefixesOf(groups)).toEqual(
      Array.from({ length: 20 }, (_, stage) => `stage-${String(stage + 1).padStart(2, '0')}`),
    );
    expect(countsOf(groups)).toEqual(Array.from({ length: 20 }, () => 50));
  });

  test.each([
    ['an underscore', 'load_', 'store_'],
    ['a dot', 'load.', 'store.'],
    ['a slash', 'load/', 'store/'],
    ['a number', 'load', 'store'],
  ])('are called by what stands before %s', (_, first, second) => {
    const nameOf = (task: number) => (task < 50 ? first : second) + String(task);

    expect(prefixesOf(drawn(stages(2, 50), nameOf).groups)).toEqual(['load', 'store']);
  });

  test('leave a few tasks that are called otherwise outside every frame', () => {
    const nameOf = (task: number) => {
      if (task < 40) return `load ${String(task)}`;
      return task < 80 ? `check ${String(task)}` : `x${'y'.repeat(task)}`;
    };

    const { groups } = drawn(stages(3, 40), nameOf);

    expect(prefixesOf(groups)).toEqual(['load', 'check']);
    expect(sum(countsOf(groups))).toBe(80);
  });

  test('are ranges where tasks that are called alike stand all over the drawing', () => {
    const { groups } = drawn(
      scattered(1_000),
      (task) => `${task % 2 === 0 ? 'even' : 'odd'}_${String(task)}`,
    );

    expect(kindsOf(groups)).toEqual(new Set(['range']));
  });

  test('are ranges where each task has a beginning of its own', () => {
    const nameOf = (task: number) => `${'abcdefghij'[task % 10] ?? ''}${'z'.repeat(task)}_1`;

    expect(kindsOf(drawn(tree(200), nameOf).groups)).toEqual(new Set(['range']));
  });

  test('may be called like what every object has', () => {
    const nameOf = (task: number) =>
      task < 60 ? `__proto__.${String(task)}` : `constructor-${String(task)}`;

    expect(prefixesOf(drawn(stages(2, 60), nameOf).groups)).toEqual(['__proto', 'constructor']);
  });

  test('have room for words above where all of them stand side by side', () => {
    const beside = drawn(tree(400));
    const below = drawn(tree(400), numbered, 'down');
    const isFreeAbove = ({ groups }: typeof beside) => new Set(groups.map(({ isFree }) => isFree));

    expect(isFreeAbove(beside)).toEqual(new Set([true]));
    expect(isFreeAbove(below)).toEqual(new Set([false]));
  });

  test('are none of a graph that is taken in at a glance', () => {
    expect(drawn(tree(60)).groups).toEqual([]);
  });

  test('are found beside a few tasks that hang together with nothing', () => {
    const graph = [...tree(400), [], [], []];

    const { groups } = drawn(graph);

    expect(groups.length).toBeGreaterThanOrEqual(5);
    expect(sum(countsOf(groups))).toBe(400);
  });

  test('are the same for the same drawing', () => {
    expect(drawn(scattered(800)).groups).toEqual(drawn(scattered(800)).groups);
  });

  test('are found in a chain of a hundred thousand', () => {
    const graph = chain(100_000);
    const positions = graph.map((_, task): [number, number] => [task * 200, 0]);
    const names = graph.map((_, task) => numbered(task));

    const groups = groupsOf({ dependencies: graph, positions, names, direction: 'right' });

    expect(groups).toHaveLength(7);
    expect(sum(countsOf(groups))).toBe(100_000);
  });

  test('are found where a hundred thousand tasks stand in one layer', () => {
    const graph = fan(100_000);
    const positions = graph.map((_, task): [number, number] => [
      task === 0 ? 0 : task === graph.length - 1 ? 4_000 : 2_000,
      task,
    ]);
    const names = graph.map(() => 'same');

    const groups = groupsOf({ dependencies: graph, positions, names, direction: 'right' });

    expect(countsOf(groups)).toEqual([1, 99_998, 1]);
  });
});
