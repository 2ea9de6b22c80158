import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toTaskId } from '#core/shared/ids.ts';
import { cyclicGroups, dependsOn, graphFacts, taskGraph } from './graph.ts';

function graphOf(edges: Readonly<Record<string, readonly string[]>>) {
  return taskGraph(
    Object.entries(edges).map(([id, dependencies]) => ({
      id: toTaskId(id),
      dependencies: dependencies.map(toTaskId),
    })),
  );
}

function groupsOf(edges: Readonly<Record<string, readonly string[]>>): string[][] {
  const graph = graphOf(edges);
  return cyclicGroups(graph).map((group) => group.map((index) => String(graph.ids[index])));
}

describe('the facts of a graph (MOD-01)', () => {
  test.each([
    ['nothing', {}, [0, 0, 0, 0]],
    ['a chain', { a: [], b: ['a'], c: ['b'] }, [3, 2, 3, 1]],
    ['a diamond', { a: [], b: ['a'], c: ['a'], d: ['b', 'c'] }, [4, 4, 3, 2]],
    ['disconnected parts', { a: [], b: [], c: ['a'] }, [3, 1, 2, 2]],
    ['a dependency listed twice (WF-17)', { a: [], b: ['a', 'a'] }, [2, 1, 2, 1]],
    ['a shortcut', { a: [], b: ['a'], c: ['a', 'b'], d: ['a'] }, [4, 4, 3, 2]],
  ])('of %s', (_name, edges, [tasks, dependencies, levels, width]) => {
    expect(graphFacts(graphOf(edges))).toEqual({ tasks, dependencies, levels, width });
  });

  test('are null on a cycle and with an unknown task', () => {
    expect(graphFacts(graphOf({ a: ['b'], b: ['a'] }))).toBe(null);
    expect(graphFacts(graphOf({ a: ['x'] }))).toBe(null);
  });
});

describe('cycles (WF-16)', () => {
  test('are told apart, each with exactly its members', () => {
    const groups = groupsOf({
      start: [],
      a: ['start', 'c'],
      b: ['a'],
      c: ['b'],
      after: ['c'],
      x: ['y', 'after'],
      y: ['x'],
      self: ['self'],
    });

    expect(groups).toEqual([['a', 'b', 'c'], ['x', 'y'], ['self']]);
  });

  test('that share a task are one', () => {
    expect(groupsOf({ a: ['b', 'c'], b: ['a'], c: ['a'] })).toEqual([['a', 'b', 'c']]);
  });

  test('are found in 100,000 tasks without recursion', () => {
    const count = 100_000;
    const tasks = Array.from({ length: count }, (_, index) => ({
      id: toTaskId(`t${String(index)}`),
      dependencies: [toTaskId(`t${String((index + 1) % count)}`)],
    }));

    expect(cyclicGroups(taskGraph(tasks)).map(({ length }) => length)).toEqual([count]);
  });

  test('are the groups that reach one another, as a naive search finds them', () => {
    const edges = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 14 });
    fc.assert(
      fc.property(edges, (pairs) => {
        const graph = taskGraph(
          Array.from({ length: 8 }, (_, task) => ({
            id: toTaskId(String(task)),
            dependencies: pairs
              .filter(([to]) => to === task)
              .map(([, from]) => toTaskId(String(from))),
          })),
        );
        const onCycle = graph.ids.flatMap((_, task) =>
          dependsOn(graph, task, task) ? [task] : [],
        );
        const naive = new Set(
          onCycle.map((task) =>
            onCycle
              .filter((other) => dependsOn(graph, task, other) && dependsOn(graph, other, task))
              .join(),
          ),
        );

        expect(cyclicGroups(graph).map((group) => group.join())).toEqual([...naive]);
      }),
    );
  });
});
