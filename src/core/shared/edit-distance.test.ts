import { describe, expect, test } from 'vitest';
import { editDistance, suggestFrom } from './edit-distance.ts';

describe('edit distance', () => {
  test.each([
    ['kitten', 'sitting', 3],
    ['ab', 'ba', 1],
    ['', 'abc', 3],
    ['same', 'same', 0],
  ])('from %s to %s is %i', (left, right, expected) => {
    expect(editDistance(left, right, 10)).toBe(expected);
  });

  test('stops at its bound', () => {
    expect(editDistance('abcdefgh', 'zzzzzzzz', 3)).toBe(3);
  });
});

describe('a suggestion', () => {
  const suggest = suggestFrom(['dependencies', 'timeoutSeconds', 'type', 'a', 'constructor']);

  test.each([
    ['dependancies', 'dependencies'],
    ['timeoutseconds', 'timeoutSeconds'],
    ['tpye', 'type'],
    ['constructr', 'constructor'],
  ])('for %s is %s', (word, expected) => {
    expect(suggest(word)).toBe(expected);
  });

  test.each(['zebra', 'b', '', '__proto__'])('for %s is none', (word) => {
    expect(suggest(word)).toBe(null);
  });
});
