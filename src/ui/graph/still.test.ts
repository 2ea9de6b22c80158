import { describe, expect, test } from 'vitest';
import { drawStill } from './still.ts';

const diamond = [[], [0], [0], [1, 2]];

describe('a picture of a graph', () => {
  test('has a place for every task, none on another', () => {
    const { places, node } = drawStill([...diamond, [], [3, 4], [0]], 900);

    places.forEach(([x, y], task) => {
      places.slice(0, task).forEach(([otherX, otherY]) => {
        expect(Math.abs(x - otherX) >= node.width || Math.abs(y - otherY) >= node.height).toBe(
          true,
        );
      });
    });
    expect(places).toHaveLength(7);
  });

  test('goes left to right where it fits, otherwise top to bottom', () => {
    const wide = drawStill(diamond, 1000);
    const narrow = drawStill(diamond, 330);

    expect(wide.places[3]?.[0]).toBeGreaterThan(wide.places[0]?.[0] ?? 0);
    expect(narrow.places[3]?.[1]).toBeGreaterThan(narrow.places[0]?.[1] ?? 0);
  });

  test.each([1200, 640, 326, 200])(
    'is never wider than %i pixels, nor larger than life',
    (room) => {
      const wide = Array.from({ length: 20 }, (_, task) => (task < 9 ? [] : [task - 9, task - 8]));

      for (const graph of [diamond, wide]) {
        const { width, places, zoom, node } = drawStill(graph, room);

        expect(width).toBeLessThanOrEqual(room);
        expect(zoom).toBeLessThanOrEqual(1);
        for (const [x] of places) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x + node.width).toBeLessThanOrEqual(width + 0.001);
        }
      }
    },
  );

  test('keeps room for two lines of a name, however narrow it is', () => {
    expect(drawStill(diamond, 200).node.height).toBeGreaterThanOrEqual(38);
  });

  test('is as large as on the canvas while nobody knows how much room there is', () => {
    expect(drawStill(diamond, 0).zoom).toBe(1);
  });

  test('leads dry channels between its tasks', () => {
    const roles = drawStill(diamond, 1000).layers.map(({ role, kind }) => `${role} ${kind}`);

    expect(roles).toContain('bank dry');
    expect(roles).toContain('bed dry');
  });

  test('is empty for no tasks', () => {
    expect(drawStill([], 1000)).toMatchObject({ places: [], width: 0, height: 0 });
  });
});
