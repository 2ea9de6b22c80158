import type { TextChange } from './patch/operation.ts';
import { changeBetween } from './text-change.ts';

/** Beyond this many pairs of lines, what differs is one span: it is compared while one types. */
const pairsMax = 4_000_000;

/**
 * The spans in which two texts differ, line by line, so that what was typed at two places is two
 * changes; sorted, not overlapping.
 */
export function lineChanges(before: string, after: string): readonly TextChange[] {
  const whole = changeBetween(before, after);
  if (whole === null) return [];
  const [a, b] = [linesOf(before), linesOf(after)];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  const most = Math.min(a.length, b.length) - head;
  while (tail < most && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const mine = a.slice(head, a.length - tail);
  const theirs = b.slice(head, b.length - tail);
  if (mine.length * theirs.length > pairsMax) return [whole];
  return spansBetween(mine, theirs, lengthOf(a.slice(0, head)));
}

function spansBetween(
  a: readonly string[],
  b: readonly string[],
  start: number,
): readonly TextChange[] {
  const common = commonLengths(a, b);
  const width = b.length + 1;
  const lengthAt = (i: number, j: number) => common[i * width + j] ?? 0;
  const changes: TextChange[] = [];
  let from = start;
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [first, second] = [i, j];
    while (!(i < a.length && j < b.length && a[i] === b[j]) && (i < a.length || j < b.length)) {
      const isGone = j >= b.length || (i < a.length && lengthAt(i + 1, j) >= lengthAt(i, j + 1));
      if (isGone) i += 1;
      else j += 1;
    }
    const [gone, come] = [a.slice(first, i).join(''), b.slice(second, j).join('')];
    // Of lines that were changed, only what differs in them.
    const change = changeBetween(gone, come);
    if (change !== null) {
      changes.push({ ...change, from: from + change.from, to: from + change.to });
    }
    from += gone.length;
    while (i < a.length && j < b.length && a[i] === b[j]) {
      from += a[i]?.length ?? 0;
      i += 1;
      j += 1;
    }
  }
  return changes;
}

/** How many lines the rests of both have in common, by their first lines. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint32Array {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const at = i * width + j;
      const skipped = Math.max(lengths[at + width] ?? 0, lengths[at + 1] ?? 0);
      lengths[at] = a[i] === b[j] ? (lengths[at + width + 1] ?? 0) + 1 : skipped;
    }
  }
  return lengths;
}

function linesOf(text: string): readonly string[] {
  return text.split(/(?<=\n)/);
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length, 0);
}
