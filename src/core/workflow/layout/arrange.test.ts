import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Position } from '#core/workflow/patch/operation.ts';
import { arrange } from './arrange.ts';
import { nodeHeightPx, nodeWidthPx } from './size.ts';

const free = (count: number): null[] => Array.from({ length: count }, () => null);

const graphs = fc
  .integer({ min: 0, max: 40 })
  .chain((count) =>
    fc.array(
      fc.array(fc.nat({ max: Math.max(0, count - 1) }), { maxLength: count === 0 ? 0 : 4 }),
      { minLength: count, maxLength: count },
    ),
  );
const acyclic = graphs.map((own) =>
  own.map((list, task) => [...new Set(list)].filter((one) => one < task)),
);
const directions = fc.constantFrom('right' as const, 'down' as const);

function overlapping(positions: readonly Position[], of: (task: number) => boolean): string[] {
  const found: string[] = [];
  positions.forEach(([x, y], task) => {
    positions.slice(0, task).forEach(([otherX, otherY], other) => {
      if (!of(task) && !of(other)) return;
      const isApart = Math.abs(x - otherX) >= nodeWidthPx || Math.abs(y - otherY) >= nodeHeightPx;
      if (!isApart) found.push(`${String(other)} under ${String(task)}`);
    });
  });
  return found;
}

/** A graph of layers in which most dependencies are near, as people's are. */
function layeredGraph(count: number, each: number): number[][] {
  return Array.from({ length: count }, (_, task) =>
    task === 0
      ? []
      : [
          ...new Set(
            Array.from({ length: each }, (__, nth) =>
              Math.max(0, task - 1 - ((task * 7919 + nth * 104_729) % Math.min(task, 60))),
            ),
          ),
        ],
  );
}

describe('arranged tasks', () => {
  test('never lie on one another, cycles or not', () => {
    fc.assert(
      fc.property(graphs, directions, (dependencies, direction) => {
        const { positions } = arrange({
          dependencies,
          direction,
          fixed: free(dependencies.length),
        });

        expect(overlapping(positions, () => true)).toEqual([]);
        expect(positions.flat().every((value) => value >= 0 && value % 4 === 0)).toBe(true);
      }),
    );
  });

  test('stand behind all they depend on', () => {
    fc.assert(
      fc.property(acyclic, directions, (dependencies, direction) => {
        const axis = direction === 'right' ? 0 : 1;
        const extent = direction === 'right' ? nodeWidthPx : nodeHeightPx;
        const { positions } = arrange({
          dependencies,
          direction,
          fixed: free(dependencies.length),
        });

        dependencies.forEach((own, task) => {
          for (const one of own) {
            const from = positions[one]?.[axis] ?? 0;
            expect(positions[task]?.[axis]).toBeGreaterThanOrEqual(from + extent);
          }
        });
      }),
    );
  });

  test('stay exactly where a person put them, and the others get out of their way', () => {
    const places = fc.option(
      fc.tuple(fc.integer({ min: -900, max: 900 }), fc.integer({ min: -900, max: 900 })),
    );
    fc.assert(
      fc.property(
        acyclic.chain((dependencies) =>
          fc.tuple(
            fc.constant(dependencies),
            fc.array(places, {
              minLength: dependencies.length,
              maxLength: dependencies.length,
            }),
            directions,
          ),
        ),
        ([dependencies, fixed, direction]) => {
          const { positions } = arrange({ dependencies, direction, fixed });

          fixed.forEach((one, task) => {
            if (one !== null) expect(positions[task]).toEqual(one);
          });
          expect(overlapping(positions, (task) => fixed[task] === null)).toEqual([]);
        },
      ),
    );
  });

  test('come out the same every time', () => {
    fc.assert(
      fc.property(graphs, directions, (dependencies, direction) => {
        const request = { dependencies, direction, fixed: free(dependencies.length) };

        expect(arrange(request)).toEqual(arrange(structuredClone(request)));
      }),
    );
  });

  test('form a straight line when they form a chain', () => {
    const { positions, width, height } = arrange({
      dependencies: [[], [0], [1]],
      direction: 'right',
      fixed: free(3),
    });

    expect(positions).toEqual([
      [0, 0],
      [200, 0],
      [400, 0],
    ]);
    expect({ width, height }).toEqual({ width: 550, height: 50 });
  });

  test('wrap when hundreds hang on one, and fill a grid when they hang on nothing', () => {
    const fan = arrange({
      dependencies: [[], ...Array.from({ length: 900 }, () => [0])],
      direction: 'right',
      fixed: free(901),
    });
    const apart = arrange({ dependencies: free(400).map(() => []), direction: 'down', fixed: [] });

    for (const { width, height } of [fan, apart]) {
      expect(width).toBeLessThan(3 * height);
      expect(height).toBeLessThan(3 * width);
    }
  });

  test('may be 100,000 in a chain', () => {
    const count = 100_000;
    const dependencies = Array.from({ length: count }, (_, task) => (task === 0 ? [] : [task - 1]));

    expect(arrange({ dependencies, direction: 'down', fixed: [] }).height).toBe(count * 100 - 50);
  });

  test.each([
    [1_000, 2],
    [10_000, 2],
  ])('may be %i with %i dependencies each', (count, each) => {
    const request = {
      dependencies: layeredGraph(count, each),
      direction: 'right' as const,
      fixed: free(count),
    };
    const { positions } = arrange(request);

    expect(positions).toHaveLength(count);
  });
});
