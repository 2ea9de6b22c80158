import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrange } from '#core/workflow/layout/arrange.ts';
import { nodeHeightPx, nodeWidthPx } from '#core/workflow/layout/size.ts';
import type { Position } from '#core/workflow/patch/operation.ts';
import { gateOf, pathOf } from './channel-path.ts';
import { aqueductsOf } from './crossings.ts';
import { routeChannels } from './route.ts';
import type { Channel } from './route.ts';

const pairsOf = (dependencies: readonly (readonly number[])[]) =>
  dependencies.flatMap((own, to) => own.map((from) => ({ from, to })));

const graphs = fc
  .array(fc.array(fc.nat({ max: 11 }), { maxLength: 3 }), { maxLength: 12 })
  .map((own) => own.map((list, task) => [...new Set(list)].filter((one) => one < task)));

/** Runs that lead through a task, at least so far in that it is seen. */
function underTasks(positions: readonly Position[], channels: readonly Channel[]): string[] {
  return channels.flatMap(({ key, points }) =>
    points.slice(1).flatMap(([x, y], index) => {
      const [fromX, fromY] = points[index] ?? [x, y];
      return positions.flatMap(([left, top], task) => {
        const isUnder =
          Math.max(x, fromX) > left + 1 &&
          Math.min(x, fromX) < left + nodeWidthPx - 1 &&
          Math.max(y, fromY) > top + 1 &&
          Math.min(y, fromY) < top + nodeHeightPx - 1;
        return isUnder ? [`${key} under ${String(task)}`] : [];
      });
    }),
  );
}

describe('a channel', () => {
  test('is a straight line between neighbours', () => {
    const [channel] = routeChannels(
      [
        [0, 0],
        [200, 0],
      ],
      [{ from: 0, to: 1 }],
      'right',
    );

    expect(channel?.points).toEqual([
      [150, 25],
      [200, 25],
    ]);
    expect(pathOf(channel?.points ?? [])).toBe('M150 25L200 25');
  });

  test('begins at the outlet, ends at the inlet and bends at right angles', () => {
    const extents = {
      right: [nodeWidthPx, nodeHeightPx / 2],
      down: [nodeWidthPx / 2, nodeHeightPx],
    };
    fc.assert(
      fc.property(graphs, fc.constantFrom('right' as const, 'down' as const), (own, direction) => {
        const { positions } = arrange({ dependencies: own, direction, fixed: [] });
        const [right = 0, down = 0] = extents[direction];

        for (const { from, to, points } of routeChannels(positions, pairsOf(own), direction)) {
          const [x, y] = positions[from] ?? [0, 0];
          const [toX, toY] = positions[to] ?? [0, 0];
          expect(points[0]).toEqual([x + right, y + down]);
          expect(points.at(-1)).toEqual(
            direction === 'right' ? [toX, toY + down] : [toX + right, toY],
          );
          points.slice(1).forEach((point, index) => {
            const before = points[index] ?? [0, 0];
            expect(point[0] === before[0] || point[1] === before[1]).toBe(true);
          });
        }
      }),
    );
  });

  test('leads round a task that stands in its way', () => {
    const [channel] = routeChannels(
      [
        [0, 0],
        [400, 0],
        [200, 0],
      ],
      [{ from: 0, to: 1 }],
      'right',
    );

    expect(channel?.points).toHaveLength(6);
    const [, , corner] = channel?.points ?? [];
    expect(corner?.[1]).toSatisfy((y: number) => y < -8 || y > 58);
  });

  test('never runs under a task, also where many bend between two layers', () => {
    const own = Array.from({ length: 14 }, (_, task) => (task < 5 ? [] : [task - 5, task - 4]));
    for (const direction of ['right', 'down'] as const) {
      const { positions } = arrange({ dependencies: own, direction, fixed: own.map(() => null) });

      expect(underTasks(positions, routeChannels(positions, pairsOf(own), direction))).toEqual([]);
    }
  });

  test('to a task before it goes back round both', () => {
    const [channel] = routeChannels(
      [
        [400, 0],
        [0, 0],
      ],
      [{ from: 0, to: 1 }],
      'right',
    );

    expect(channel?.points[1]?.[0]).toBeGreaterThan(550);
    expect(channel?.points.at(-2)?.[0]).toBeLessThan(0);
  });

  test('has a gate across it, just before its target', () => {
    const [channel] = routeChannels(
      [
        [0, 0],
        [0, 100],
      ],
      [{ from: 0, to: 1 }],
      'down',
    );

    expect(channel === undefined ? '' : gateOf(channel, 'down')).toBe('M68 89L82 89');
  });
});

describe('channels', () => {
  const column: readonly Position[] = [
    [0, 0],
    [0, 76],
    [200, 40],
    [200, 116],
  ];

  test('of one source bend together', () => {
    const channels = routeChannels(
      column,
      [
        { from: 0, to: 2 },
        { from: 0, to: 3 },
      ],
      'right',
    );

    expect(channels.every(({ points }) => points[0]?.[0] === 150)).toBe(true);
    expect(aqueductsOf(channels)).toEqual([]);
  });

  test('that share no end get lanes of their own and cross as an aqueduct', () => {
    const channels = routeChannels(
      column,
      [
        { from: 0, to: 3 },
        { from: 1, to: 2 },
      ],
      'right',
    );
    const bends = channels.map(({ points }) => points[1]?.[0] ?? 0);

    expect(Math.abs((bends[0] ?? 0) - (bends[1] ?? 0))).toBeGreaterThanOrEqual(13);
    expect(aqueductsOf(channels).length).toBeGreaterThan(0);
  });
});
