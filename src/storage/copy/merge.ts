import { comparePositions, type Position } from './frames.ts';

/** A row as the merge sees it, wherever it lies. */
export interface Candidate extends Position {
  readonly seq: number;
  readonly count: number;
  readonly isEnd: boolean;
  readonly isStored: boolean;
  /** It was there, and cannot be read: where it is the last word, the history has a gap. */
  readonly isLost: boolean;
}

export interface Kept<Row extends Candidate> {
  readonly row: Row;
  /** How many of its events stand; fewer than it has where a later owner began again. */
  readonly count: number;
}

export interface Merged<Row extends Candidate> {
  /** Without a gap from 1. */
  readonly kept: readonly Kept<Row>[];
  readonly behindGap: readonly Row[];
  /** Of a branch that was cut, or deleted. */
  readonly dropped: readonly Row[];
}

/**
 * The one history of an execution out of all rows that were ever written of it.
 * 1. Rows come in order of their own position, each once.
 * 2. Where a later epoch repeats an event number, it cuts the earlier branch there.
 * 3. What was deleted stays deleted.
 */
export function mergeRows<Row extends Candidate>(
  rows: readonly Row[],
  removedThrough: Position | null,
): Merged<Row> {
  const dropped: Row[] = [];
  const standing: Kept<Row>[] = [];
  for (const row of inOrder(rows)) {
    if (removedThrough !== null && comparePositions(row, removedThrough) <= 0) {
      dropped.push(row);
      continue;
    }
    cutBranch(standing, row, dropped);
    standing.push({ row, count: row.count });
  }
  const sorted = standing.toSorted((a, b) => a.row.seq - b.row.seq);
  let next = 1;
  const gap = sorted.findIndex(({ row, count }) => {
    if (row.seq !== next || row.isLost) return true;
    next += count;
    return false;
  });
  const end = gap < 0 ? sorted.length : gap;
  return {
    kept: sorted.slice(0, end),
    behindGap: sorted.slice(end).map(({ row }) => row),
    dropped,
  };
}

/** Each once; the stored one of two that are equal, so that nothing is written again, or one that can be read. */
function inOrder<Row extends Candidate>(rows: readonly Row[]): Row[] {
  const sorted = rows.toSorted(
    (a, b) =>
      comparePositions(a, b) ||
      a.seq - b.seq ||
      Number(b.isStored) - Number(a.isStored) ||
      Number(a.isLost) - Number(b.isLost),
  );
  return sorted.filter((row, index) => {
    const before = sorted[index - 1];
    return before?.seq !== row.seq || comparePositions(before, row) !== 0;
  });
}

/** From the end only: in order of position, numbers fall only where a later owner began again. */
function cutBranch<Row extends Candidate>(standing: Kept<Row>[], by: Row, dropped: Row[]): void {
  for (let last = standing.at(-1); last !== undefined; last = standing.at(-1)) {
    const { row, count } = last;
    if (row.epoch === by.epoch || row.seq + count <= by.seq) return;
    standing.pop();
    if (row.seq < by.seq) {
      standing.push({ row, count: by.seq - row.seq });
      return;
    }
    dropped.push(row);
  }
}
