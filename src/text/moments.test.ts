import { describe, expect, test } from 'vitest';
import { time } from '#text/en/time.ts';

describe('a duration', () => {
  test.each([
    [0, '0 s'],
    [3, '0.01 s'],
    [310, '0.31 s'],
    [994, '0.99 s'],
    [999, '1.0 s'],
    [1_234, '1.2 s'],
    [59_970, '59 s'],
    [123_000, '2 min 3 s'],
    [120_000, '2 min'],
    [3_900_000, '1 h 5 min'],
    [180_000_000, '2 d 2 h'],
  ])('of %i ms is %s', (ms, words) => {
    expect(time.duration(ms)).toBe(words);
  });

  test('that still grows is whole seconds', () => {
    expect(time.elapsed(6_900)).toBe('6 s');
    expect(time.elapsed(-5)).toBe('0 s');
  });
});

describe('a moment', () => {
  const now = new Date(2026, 10, 24, 18, 0).getTime();

  test.each([
    [new Date(2026, 10, 24, 9, 41), 'today 09:41'],
    [new Date(2026, 10, 23, 23, 59), 'yesterday 23:59'],
    [new Date(2026, 2, 3, 12, 3), '3 Mar 12:03'],
    [new Date(2025, 2, 3, 12, 3), '3 Mar 2025 12:03'],
  ])('%s is said as a person would', (at, words) => {
    expect(time.when(at.getTime(), now)).toBe(words);
  });
});

describe('an age', () => {
  const now = 1_000 * 86_400_000;

  test.each([
    [20_000, '0 minutes ago'],
    [3_599_000, '59 minutes ago'],
    [3_600_000, '1 hour ago'],
    [9.5 * 86_400_000, '9 days ago'],
  ])('of %i ms is %s', (ms, words) => {
    expect(time.ago(now - ms, now)).toBe(words);
  });
});

describe('a size', () => {
  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.0 kB'],
    [61_200_000, '61 MB'],
    [999_600, '1.0 MB'],
    [1_940_000_000, '1.9 GB'],
    [12_000_000_000, '12 GB'],
  ])('of %i bytes is %s', (count, words) => {
    expect(time.bytes(count)).toBe(words);
  });
});
