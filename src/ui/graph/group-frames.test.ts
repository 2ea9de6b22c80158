import { describe, expect, test } from 'vitest';
import { framesOf } from './group-frames.ts';
import type { NamedGroup } from './group-frames.ts';
import type { GroupName } from './task-group.ts';

/** Every character is as wide as ten pixels; the canvas is the screen. */
const pane = {
  viewport: { x: 0, y: 0, zoom: 1 },
  size: { width: 600, height: 400 },
  nameWidth: (words: string) => words.length * 10,
  saidWidth: (words: string) => words.length * 10,
};
const byPrefix: GroupName = { kind: 'prefix', prefix: 'load' };

function group(
  [left, top, width, height]: readonly [number, number, number, number],
  { words = 'load', isFree = true, name = byPrefix, hasFailed = false } = {},
): NamedGroup {
  const bounds = { left, top, right: left + width, bottom: top + height };
  return { group: { tasks: [0], name, bounds, isFree }, parts: [words], said: '9', hasFailed };
}
const tagsOf = (named: readonly NamedGroup[]) =>
  framesOf(named, pane).map(({ tag }) => tag && [tag.words, tag.left, tag.top]);

describe('the frame of a group on the screen', () => {
  test('has its words above its tasks where nothing stands there, at one height for all', () => {
    const [one, other] = framesOf(
      [group([0, 100, 100, 50]), group([200, 120, 80, 50], { words: 'storin' })],
      pane,
    );

    expect([one?.top, one?.height]).toEqual([62, 88]);
    expect([other?.top, other?.height]).toEqual([82, 88]);
    expect(other?.label.map(({ words }) => words)).toEqual(['storin', '']);
  });

  test('has its words on its tasks where something stands above', () => {
    const [frame] = framesOf([group([0, 100, 100, 50], { isFree: false })], pane);

    expect([frame?.top, frame?.label.map(({ words }) => words)]).toEqual([100, ['load']]);
  });

  test('has them above it on the canvas where it is too narrow', () => {
    expect(tagsOf([group([100, 100, 20, 50])])).toEqual([['load', 100, 84]]);
  });

  test('has them up to its right, or below, where another stands', () => {
    const narrow = group([100, 100, 20, 50]);
    const [right, both] = [group([125, 60, 20, 50]), group([75, 60, 20, 50])];

    expect(tagsOf([narrow, right])[0]).toEqual(['load', 64, 84]);
    expect(tagsOf([narrow, both, right])[0]).toEqual(['load', 100, 150]);
  });

  test('has them beside it where it is too low and something stands above', () => {
    const low = group([100, 100, 200, 10], { isFree: false });
    const atTheEdge = group([400, 200, 200, 10], { isFree: false });

    expect(tagsOf([low, atTheEdge])).toEqual([
      ['load', 306, 97],
      ['load', 338, 197],
    ]);
  });

  test('keeps its words apart from those of the next', () => {
    const [, tag] = tagsOf([group([100, 100, 20, 50]), group([158, 100, 20, 50])]);

    expect(tag).toEqual(['load', 158, 150]);
  });

  test('has them before others have when it failed', () => {
    const [, tag] = tagsOf([
      group([100, 100, 20, 50]),
      group([158, 100, 20, 50], { hasFailed: true }),
    ]);

    expect(tag).toEqual(['load', 158, 84]);
  });

  test('has none where they would lie on other words, outside the pane, or among tasks alone', () => {
    const narrow = [0, 100, 20, 380] as const;

    expect(tagsOf([group([100, 100, 20, 50]), group([101, 100, 20, 50])])[1]).not.toEqual(
      tagsOf([group([101, 100, 20, 50])])[0],
    );
    expect(tagsOf([group([0, 5, 20, 390])])).toEqual([null]);
    expect(tagsOf([group(narrow, { name: { kind: 'from', first: 0 } })])).toEqual([null]);
    expect(tagsOf([group(narrow, { words: 'x'.repeat(100_000) })])).toEqual([null]);
  });
});
