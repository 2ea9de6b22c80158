import { expect, test } from 'vitest';
import { Life } from './life.ts';

const seeds = Array.from({ length: 300 }, (_, seed) => seed + 1);

test.each(seeds)('nothing shown is lost in life %i', async (seed) => {
  const life = new Life(seed);

  await life.live(120);

  expect(life.complaints).toEqual([]);
});
