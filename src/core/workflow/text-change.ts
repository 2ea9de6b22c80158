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
 * Changes that were made beside another one, for the text with that one in it. Where both touched
 * the same place, what was typed here is kept behind what came from there; nothing is removed twice.
 */
export function rebaseChanges(
  changes: readonly TextChange[],
  other: TextChange,
): readonly TextChange[] {
  const shift = other.insert.length - (other.to - other.from);
  const end = other.from + other.insert.length;
  return changes.map((change) => {
    if (change.to <= other.from && change.from < other.from) return change;
    if (change.from >= other.to) {
      return { ...change, from: change.from + shift, to: change.to + shift };
    }
    return { from: end, to: end, insert: change.insert };
  });
}

function isSameFromEnd(before: string, after: string, tail: number): boolean {
  const [a, b] = [before.length - 1 - tail, after.length - 1 - tail];
  return before.charCodeAt(a) === after.charCodeAt(b);
}
