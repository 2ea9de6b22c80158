import { describe, expect, test } from 'vitest';
import { profileOf } from './profile.ts';

const chainOf = (length: number) => ({
  dependencies: Array.from({ length }, (_, index) => (index === 0 ? [] : [index - 1])),
});

describe('the profile of a graph', () => {
  test('counts the tasks of each step', () => {
    expect(profileOf({ dependencies: [[], [0], [0], [0], [1, 2], [4, 3]] })).toEqual([1, 3, 1, 1]);
    expect(profileOf({ dependencies: [[], [], []] })).toEqual([3]);
    expect(profileOf({ dependencies: [] })).toEqual([]);
  });

  test('of many steps keeps the broadest of each column', () => {
    const dependencies = [...chainOf(100).dependencies, [49], [49], [49]];
    const profile = profileOf({ dependencies });

    expect(profile).toHaveLength(24);
    expect(profile?.filter((count) => count === 4)).toHaveLength(1);
    expect(profileOf(chainOf(1_000))).toEqual(Array.from({ length: 24 }, () => 1));
  });

  test('of a circle there is none', () => {
    expect(profileOf({ dependencies: [[1], [0]] })).toBeNull();
  });
});
