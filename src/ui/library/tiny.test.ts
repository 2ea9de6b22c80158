import { describe, expect, test } from 'vitest';
import { drawProfile, drawTiny } from './tiny.ts';

describe('the small picture of a graph', () => {
  test('puts each task behind all that it needs, and stays in its frame', () => {
    const shape = [[], [0], [0], [1, 2], [3, 0]];
    const { dots, paths } = drawTiny(shape);

    shape.forEach((dependencies, task) => {
      for (const one of dependencies) expect(dots[one]?.x).toBeLessThan(dots[task]?.x ?? 0);
    });
    expect(paths).toHaveLength(6);
    for (const { x, y } of dots) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(96);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(40);
    }
  });

  test('of too many tasks for dots is as tall as it is broad, and stays in its frame', () => {
    const columns = drawProfile([1, 100, 25, 0]);

    expect(columns.map(({ height }) => height)).toEqual([3, 28, 14, 3]);
    expect(drawProfile([1, 1])[0]?.height).toBeLessThan(10);
    for (const { x, y, width, height } of columns) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(96);
      expect(y * 2 + height).toBe(40);
    }
  });

  test('of many tasks is drawn with smaller dots', () => {
    const wide = drawTiny(Array.from({ length: 30 }, () => []));
    expect(wide.radius).toBeLessThan(drawTiny([[]]).radius);
  });
});
