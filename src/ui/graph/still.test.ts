import { describe, expect, test } from 'vitest';
import { drawPicture } from './picture.ts';

const diamond = [[], [0], [0], [1, 2]];

describe('a picture of a graph', () => {
  test('has a place for every task, none on another', () => {
    const { nodes } = drawPicture([...diamond, [], [3, 4], [0]], 1200);

    const corners = nodes.map(({ x, y }) => `${String(x)} ${String(y)}`);

    expect(new Set(corners).size).toBe(7);
  });

  test('goes left to right where it fits, otherwise top to bottom', () => {
    const wide = drawPicture(diamond, 1000);
    const narrow = drawPicture(diamond, 330);

    expect(wide.nodes[3]?.x).toBeGreaterThan(wide.nodes[0]?.x ?? 0);
    expect(wide.width).toBeLessThanOrEqual(1000);
    expect(narrow.nodes[3]?.y).toBeGreaterThan(narrow.nodes[0]?.y ?? 0);
    expect(narrow.width).toBeLessThanOrEqual(330);
  });

  test('joins channels that share an end, and only those', () => {
    expect(drawPicture(diamond, 1000).groups).toHaveLength(2);
    expect(drawPicture([[], [0], [], [2]], 1000).groups).toHaveLength(2);
  });

  test('draws a channel for each dependency', () => {
    const channels = drawPicture([...diamond, [0, 3]], 1000).groups.flat();

    expect(channels.map(({ from, to }) => [from, to]).toSorted()).toEqual([
      [0, 1],
      [0, 2],
      [0, 4],
      [1, 3],
      [2, 3],
      [3, 4],
    ]);
  });

  test('is empty for no tasks', () => {
    expect(drawPicture([], 1000)).toMatchObject({ nodes: [], groups: [] });
  });
});
