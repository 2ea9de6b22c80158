import { describe, expect, test } from 'vitest';
import { cellText, paramText, shapeOf, valueText } from './output-shape.ts';
import { windowOf } from './row-window.ts';

describe('an output', () => {
  test('that is a list of objects is a table, with every key and numbers told apart', () => {
    const shape = shapeOf([
      { id: 'DFW', late: 282 },
      { id: 'ORD', late: null, share: 1.5 },
    ]);

    expect(shape).toMatchObject({
      kind: 'table',
      columns: {
        leftOut: 0,
        shown: [
          { key: 'id', isNumeric: false },
          { key: 'late', isNumeric: true },
          { key: 'share', isNumeric: true },
        ],
      },
    });
  });

  test.each([
    ['', 'text'],
    [[], 'emptyList'],
    [{}, 'emptyObject'],
    [[1, 2], 'json'],
    [[{ a: 1 }, 2], 'json'],
    [null, 'json'],
    [{ total: 3 }, 'fields'],
    [{ $artifact: 'sha256:x', bytes: 3, mediaType: 'text/csv', name: 'a.csv' }, 'artifact'],
  ])('%j is shown as %s', (value, kind) => {
    expect(shapeOf(value).kind).toBe(kind);
  });

  test('is bounded, whatever its size', () => {
    const shape = shapeOf(Array.from({ length: 100_000 }, (_, index) => index));

    expect(shape.kind === 'json' && shape.isCut && shape.text.length).toBe(100_000);
    expect(valueText('x'.repeat(1_000))).toHaveLength(301);
  });

  test('has cells by own keys only', () => {
    expect(cellText({ a: null }, 'a')).toBe('null');
    expect(cellText({}, 'constructor')).toBe('');
    expect(cellText({ a: { b: [1] } }, 'a')).toBe('{"b":[1]}');
  });
});

describe('a window of rows', () => {
  const scrolled = { rowPx: 36, heightPx: 480 };

  test('is all of a short table', () => {
    expect(windowOf({ ...scrolled, rowCount: 400, scrollTop: 0 })).toEqual({
      from: 0,
      to: 400,
      above: 0,
      below: 0,
    });
  });

  test.each([0, 1, 5_000, 179_000, 359_520, 1_000_000])(
    'at %i px holds what is seen, and never grows',
    (scrollTop) => {
      const { from, to, above, below } = windowOf({ ...scrolled, rowCount: 10_000, scrollTop });
      const top = Math.min(scrollTop, 10_000 * 36 - 480);

      expect(to - from).toBeLessThan(50);
      expect(above).toBeLessThanOrEqual(top);
      expect(above + (to - from) * 36).toBeGreaterThanOrEqual(top + 480);
      expect(above + (to - from) * 36 + below).toBe(360_000);
    },
  );
});

test('a param that is a file shows its name', () => {
  const file = { $artifact: 'sha256:aa', bytes: 4, mediaType: 'text/csv', name: 'people.csv' };

  const inPlace = { $source: 'b1e0', bytes: 4, mediaType: 'text/csv', name: 'cities.csv' };

  expect(paramText(file)).toBe('people.csv');
  expect(paramText(inPlace)).toBe('cities.csv');
  expect(paramText({ a: 1 })).toBe('{"a":1}');
});
