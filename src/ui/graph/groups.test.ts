import { describe, expect, test } from 'vitest';
import { arrange } from '#core/workflow/layout/arrange.ts';
import type { Position } from '#core/workflow/patch/operation.ts';
import { groupsOf } from './groups.ts';

const none = (count: number): null[] => Array.from({ length: count }, () => null);
const laid = (dependencies: readonly (readonly number[])[]) =>
  arrange({ dependencies, direction: 'right', fixed: none(dependencies.length) }).positions;
const groupsIn = (dependencies: readonly (readonly number[])[], positions = laid(dependencies)) =>
  groupsOf({
    dependencies,
    positions,
    names: dependencies.map((_, task) => `t${String(task)}`),
    direction: 'right',
  });
const tasksOf = (dependencies: readonly (readonly number[])[], positions = laid(dependencies)) =>
  groupsIn(dependencies, positions).map(({ tasks }) => tasks);
/** Two chains of three and a task alone. */
const chains = [[], [0], [1], [], [3], [4], []];

describe('the groups of a drawing in parts', () => {
  test('are the tasks that hang together, in the order of the file', () => {
    expect(tasksOf(chains)).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
  });

  test('are called by the first task of each', () => {
    expect(groupsIn(chains).map(({ name }) => name)).toEqual([
      { kind: 'from', first: 0 },
      { kind: 'from', first: 3 },
    ]);
  });

  test('are none where few tasks hang together as a whole, or none does', () => {
    expect(tasksOf([[], [0], [0], [1, 2]])).toEqual([]);
    expect(tasksOf([[], [], []])).toEqual([]);
  });

  test('have frames that hold their tasks and no other', () => {
    const positions = laid(chains);

    const groups = groupsIn(chains, positions);

    for (const { tasks, bounds } of groups) {
      positions.forEach(([x, y], task) => {
        const isIn = x > bounds.left && x < bounds.right && y > bounds.top && y < bounds.bottom;
        expect(isIn).toBe(tasks.includes(task));
      });
    }
  });

  test('are none when a person put a task among those of another', () => {
    const positions = laid(chains).with(3, laid(chains)[1] ?? [0, 0]);

    expect(tasksOf(chains, positions)).toEqual([]);
  });

  test('are none when a task that hangs together with nothing stands among them', () => {
    const positions = laid(chains).with(6, laid(chains)[1] ?? [0, 0]);

    expect(tasksOf(chains, positions)).toEqual([]);
  });

  test('are none when there are too many to be named', () => {
    const pairs = Array.from({ length: 600 }, (_, task) => (task % 2 === 0 ? [] : [task - 1]));
    const apart = pairs.map((_, task): Position => [task * 1_000, 0]);

    expect(tasksOf(pairs, apart)).toEqual([]);
  });
});
