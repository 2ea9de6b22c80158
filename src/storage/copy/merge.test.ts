import { describe, expect, test } from 'vitest';
import { mergeRows, type Candidate } from './merge.ts';

function row(epoch: number, commit: number, seq: number, count = 1, isStored = false): Candidate {
  return { epoch, commit, seq, count, isEnd: false, isStored, isLost: false };
}
const kept = (rows: readonly Candidate[]) =>
  mergeRows(rows, null).kept.map(({ row: { epoch, seq }, count }) => [epoch, seq, count]);

describe('the history of an execution', () => {
  test('is in order of its numbers, however its rows were found', () => {
    expect(kept([row(1, 3, 3), row(1, 1, 1), row(1, 2, 2)])).toEqual([
      [1, 1, 1],
      [1, 2, 1],
      [1, 3, 1],
    ]);
  });

  test('has each row once, and the stored one of two that are equal', () => {
    const merged = mergeRows([row(1, 1, 1), row(1, 1, 1, 1, true)], null);

    expect(merged.kept.map(({ row: { isStored } }) => isStored)).toEqual([true]);
  });

  test('is cut where a later owner began again, in the middle of a row too', () => {
    const merged = mergeRows([row(1, 1, 1, 5), row(1, 2, 6, 2), row(2, 1, 4, 1)], null);

    expect(merged.kept.map(({ row: { epoch, seq }, count }) => [epoch, seq, count])).toEqual([
      [1, 1, 3],
      [2, 4, 1],
    ]);
    expect(merged.dropped).toEqual([row(1, 2, 6, 2)]);
  });

  test('ends before a gap', () => {
    const merged = mergeRows([row(1, 1, 1, 2), row(1, 3, 4)], null);

    expect(merged.kept).toHaveLength(1);
    expect(merged.behindGap).toEqual([row(1, 3, 4)]);
  });

  test('does not reach back behind its deletion, and may begin anew after it', () => {
    const merged = mergeRows([row(1, 1, 1), row(1, 2, 2), row(3, 1, 1, 2)], {
      epoch: 1,
      commit: 2,
    });

    expect(merged.kept.map(({ row: { epoch } }) => epoch)).toEqual([3]);
    expect(merged.dropped).toHaveLength(2);
  });
});
