import { describe, expect, test } from 'vitest';
import { firstFrom, lineAt, offsetsOf, rowsOf } from './log-rows.ts';

describe('the height of a line of a log', () => {
  test('is guessed from its letters', () => {
    expect(rowsOf('', 10)).toBe(1);
    expect(rowsOf('x'.repeat(10), 10)).toBe(1);
    expect(rowsOf('x'.repeat(11), 10)).toBe(2);
  });

  test('counts each of its own rows', () => {
    expect(rowsOf('a\n\nb'.repeat(1), 10)).toBe(3);
  });

  test('knows that Chinese letters are twice as wide', () => {
    expect(rowsOf('读取了十一个字符的行', 10)).toBe(2);
  });
});

describe('the lines of a log', () => {
  const offsets = offsetsOf([20, 60, 20], (height) => height);

  test('stand one under the other', () => {
    expect([...offsets]).toEqual([0, 20, 80, 100]);
  });

  test('are found by where they stand', () => {
    expect([-5, 0, 19, 20, 79, 80, 500].map((px) => lineAt(offsets, px))).toEqual([
      0, 0, 0, 1, 1, 2, 2,
    ]);
  });

  test('of which there are none are found nowhere', () => {
    expect(
      lineAt(
        offsetsOf([], () => 20),
        0,
      ),
    ).toBe(0);
    expect(firstFrom(0, () => true)).toBe(0);
  });
});
