import { describe, expect, test } from 'vitest';
import { arrange } from '#core/workflow/layout/arrange.ts';
import type { LayoutRequest } from '#core/workflow/layout/layout.ts';
import { english } from '#text/en/catalogue.ts';
import { circleFrom, waysTo } from './circle.ts';
import { directionOfPane, directionOfPlaces, layOutFitting } from './direction.ts';
import { nearestIn, nearestTo } from './nearest.ts';
import { connectOptions } from './options.ts';
import { outlineRows } from './outline-rows.ts';
import { Places } from './places.ts';
import { boundsOf, fitted, fittedClear, revealing, zoomedBy } from './view.ts';

const chain = [[], [0], [1], [2]];

describe('a circle', () => {
  test('is named from the task that would wait, all the way round', () => {
    const ways = waysTo(chain, 3);

    expect(circleFrom(ways, 1)).toEqual([1, 2, 3, 1]);
    expect(circleFrom(ways, 3)).toEqual([3, 3]);
    expect(circleFrom(waysTo(chain, 1), 3)).toBeNull();
  });

  test('in a graph that has one already is found all the same', () => {
    expect(circleFrom(waysTo([[1], [0], [1]], 2), 0)).toEqual([0, 1, 2, 0]);
  });
});

describe('the tasks that one may feed', () => {
  test('come first, those that are fed next, the impossible with their reason', () => {
    const options = connectOptions([...chain, []], 1, english, (index) => `t${String(index)}`);

    expect(options.map(({ index, kind }) => [index, kind])).toEqual([
      [3, 'possible'],
      [4, 'possible'],
      [2, 'present'],
      [0, 'circle'],
      [1, 'self'],
    ]);
    expect(options[3]?.reason).toBe('circle: t0 → t1 → t0');
  });
});

describe('the nearest task', () => {
  const positions = [
    [0, 0],
    [200, 0],
    [200, 76],
    [400, 0],
  ] as const;

  test('in a direction is the one straight ahead', () => {
    expect(nearestIn(positions, 0, 'ArrowRight')).toBe(1);
    expect(nearestIn(positions, 1, 'ArrowDown')).toBe(2);
    expect(nearestIn(positions, 3, 'ArrowLeft')).toBe(1);
    expect(nearestIn(positions, 0, 'ArrowUp')).toBeNull();
  });

  test('to a place stands for what was there', () => {
    expect(nearestTo(positions, [210, 60])).toBe(2);
    expect(nearestTo([], [0, 0])).toBeNull();
  });
});

describe('the outline', () => {
  test('has each task, and below an open one what it needs', () => {
    const rows = outlineRows(chain, new Set([1]));

    expect(rows.map(({ key, parent }) => [key, parent])).toEqual([
      ['0', null],
      ['1', null],
      ['1<0', 1],
      ['2', null],
      ['3', null],
    ]);
  });
});

describe('the direction', () => {
  const arranged = (request: LayoutRequest) => Promise.resolve(arrange(request));
  const free = chain.map(() => null);

  test('is that of the pane, or the other when that shows tasks larger', async () => {
    const request = { dependencies: chain, direction: 'right' as const, fixed: free };

    const wide = await layOutFitting(request, arranged, { width: 1_000, height: 500 });
    const square = await layOutFitting(request, arranged, { width: 360, height: 350 });

    expect(directionOfPane({ width: 400, height: 500 })).toBe('down');
    expect(wide.direction).toBe('right');
    expect(square.direction).toBe('down');
  });

  test('is that in which a person placed tasks', () => {
    const right = [[0, 0], [200, 40], null, null] as const;
    const down = [[0, 0], [20, 100], null, null] as const;

    expect(directionOfPlaces(right, chain)).toBe('right');
    expect(directionOfPlaces(down, chain)).toBe('down');
    expect(directionOfPlaces(free, chain)).toBeNull();
  });
});

describe('places', () => {
  const node = (id: string) => ({ id, name: id, type: 'js', second: '', hasProblem: null });

  test('stay when tasks come, go along with a new id, and are asked for only where one is missing', () => {
    const places = new Places();
    places.follow([node('a'), node('b')], new Map());
    places.take(
      [node('a'), node('b')],
      [
        [0, 0],
        [200, 0],
      ],
    );

    places.follow([node('a'), node('c')], new Map());
    expect(places.of('c')).toEqual([200, 0]);
    expect(places.request([node('a'), node('c')], [[], [0]], 'right')).toBeNull();
    places.follow([node('a'), node('c'), node('d')], new Map());
    const request = places.request([node('a'), node('c'), node('d')], [[], [0], [1]], 'right');
    expect(request?.fixed).toEqual([[0, 0], [200, 0], null]);
  });

  test('that a person takes back are free again', () => {
    const places = new Places();
    places.follow([node('a')], new Map([['a', [40, 40]]]));
    expect(places.of('a')).toEqual([40, 40]);

    places.follow([node('a')], new Map());

    expect(places.of('a')).toBeUndefined();
  });
});

describe('the view', () => {
  const size = { width: 1000, height: 500 };

  test('fits everything, and never larger than it is', () => {
    const small = boundsOf([[0, 0]]) ?? { left: 0, top: 0, right: 0, bottom: 0 };
    const wide = { left: 0, top: 0, right: 9_200, bottom: 100 };

    expect(fitted(small, size, 0)).toEqual({ x: 425, y: 225, zoom: 1 });
    expect(fitted(wide, size, 0).zoom).toBeCloseTo(0.1);
    expect(fitted(wide, { width: 390, height: 300 }, 40).x).toBeCloseTo(24);
    expect(boundsOf([])).toBeNull();
  });

  test('fits clear of a corner: beside it or above it, where that is larger, and only if it must', () => {
    const corner = { width: 160, height: 100 };
    const [small, tall] = [
      boundsOf([[0, 0]]),
      boundsOf([
        [0, 0],
        [1_000, 900],
      ]),
    ];
    const wide = boundsOf([
      [0, 0],
      [9_000, 4_000],
    ]);
    if (small === null || tall === null || wide === null) throw new Error('no bounds');

    expect(fittedClear(small, size, 0, corner)).toEqual(fitted(small, size, 0));
    expect(fittedClear(tall, size, 0, null)).toEqual(fitted(tall, size, 0));
    const { x, zoom } = fittedClear(wide, size, 0, corner);
    expect(zoom).toBeCloseTo(fitted(wide, size, 100).zoom);
    expect(x + wide.right * zoom).toBeLessThanOrEqual(1000);
    const beside = fittedClear(tall, { width: 1000, height: 700 }, 0, corner);
    expect(beside).toEqual(fitted(tall, { width: 840, height: 700 }, 0));
  });

  test('zooms about its middle and moves only as far as it must', () => {
    expect(zoomedBy({ x: 0, y: 0, zoom: 1 }, 2, size)).toEqual({ x: -500, y: -250, zoom: 2 });
    const view = { x: 0, y: 0, zoom: 1 };
    expect(revealing(view, [100, 100], size)).toBe(view);
    expect(revealing(view, [1_000, 100], size)).toEqual({ x: -190, y: 0, zoom: 1 });
  });
});
