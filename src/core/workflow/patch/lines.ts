import type { TextEntry } from './text-tree.ts';
import { lineEnd, lineStart } from './yaml-tree.ts';

/** Where the next line begins, or the end of the text. */
export function nextLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline + 1;
}

/** Before the line end that ends at the start of a line. */
export function lineEndBefore(text: string, start: number): number {
  return text[start - 2] === '\r' ? start - 2 : start - 1;
}

export function isFirstOnLine(text: string, offset: number): boolean {
  return /^[ \t]*$/.test(text.slice(lineStart(text, offset), offset));
}

function lineAt(text: string, start: number): string {
  return text.slice(start, lineEnd(text, start));
}

export function isBlankLine(text: string, start: number): boolean {
  return start < text.length && lineAt(text, start).trim() === '';
}

/** Behind the empty lines that begin at the start of a line. */
export function skipBlankLines(text: string, start: number): number {
  let at = start;
  while (isBlankLine(text, at)) at = nextLine(text, at);
  return at;
}

/** Before the empty lines that end at the start of a line. */
export function backOverBlankLines(text: string, start: number, floor: number): number {
  let at = start;
  while (at > floor) {
    const before = lineStart(text, at - 1);
    if (before < floor || !isBlankLine(text, before)) break;
    at = before;
  }
  return at;
}

/** Where an entry begins with the comment lines directly above it, not before `floor`. */
export function entryTop(text: string, entry: TextEntry, floor: number): number {
  const start = lineStart(text, entry.start);
  const column = entry.start - start;
  let top = start;
  while (top > floor) {
    const before = lineStart(text, top - 1);
    if (before < floor || commentColumn(text, before) !== column) break;
    top = before;
  }
  return top;
}

/** Behind the last line of a block entry and the comments in it that stand deeper than its key. */
export function entryBottom(text: string, entry: TextEntry): number {
  const column = entry.start - lineStart(text, entry.start);
  let bottom = nextLine(text, entry.end);
  let at = bottom;
  while (at < text.length) {
    if (isBlankLine(text, at)) {
      at = nextLine(text, at);
    } else if (commentColumn(text, at) > column) {
      at = nextLine(text, at);
      bottom = at;
    } else {
      break;
    }
  }
  return bottom;
}

/** -1 for a line that is not only a comment. */
function commentColumn(text: string, start: number): number {
  return /^[ \t]*(?=#)/.exec(lineAt(text, start))?.[0].length ?? -1;
}
