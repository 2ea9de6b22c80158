import type { TextChange } from './patch/operation.ts';

/** @param changes sorted, not overlapping, with offsets in `text`. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { from, to, insert } of changes) {
    parts.push(text.slice(at, from), insert);
    at = to;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** What takes `changes` back; its offsets are those of the text after them. */
export function invertChanges(text: string, changes: readonly TextChange[]): TextChange[] {
  let shift = 0;
  return changes.map(({ from, to, insert }) => {
    const start = from + shift;
    shift += insert.length - (to - from);
    return { from: start, to: start + insert.length, insert: text.slice(from, to) };
  });
}

/** The one span in which two texts differ; null for equal ones. */
export function changeBetween(before: string, after: string): TextChange | null {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before.charCodeAt(head) === after.charCodeAt(head)) head += 1;
  let tail = 0;
  while (tail < most - head && isSameFromEnd(before, after, tail)) tail += 1;
  return {
    from: head,
    to: before.length - tail,
    insert: after.slice(head, after.length - tail),
  };
}

/**
 * Changes that were made beside others, for the text with those in it. Where both touched the same
 * place, what was typed here is kept behind what came from there; nothing is removed twice.
 */
export function rebaseChanges(
  changes: readonly TextChange[],
  others: readonly TextChange[],
): readonly TextChange[] {
  return changes.map((change) => {
    let shift = 0;
    let behind: number | null = null;
    for (const other of others) {
      if (isBefore(change, other)) break;
      // Where the other one ends in the text with all of them in it.
      if (change.from < other.to) behind = other.from + shift + other.insert.length;
      shift += other.insert.length - (other.to - other.from);
    }
    if (behind !== null) return { from: behind, to: behind, insert: change.insert };
    return { ...change, from: change.from + shift, to: change.to + shift };
  });
}

function isBefore(change: TextChange, other: TextChange): boolean {
  if (change.to > other.from) return false;
  // At the very place: what is put in stands before what is replaced, and behind what is put in.
  return change.from < other.from || other.from < other.to;
}

function isSameFromEnd(before: string, after: string, tail: number): boolean {
  const [a, b] = [before.length - 1 - tail, after.length - 1 - tail];
  return before.charCodeAt(a) === after.charCodeAt(b);
}
