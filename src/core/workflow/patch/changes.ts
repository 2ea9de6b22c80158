import type { TextChange } from './operation.ts';

/** Changes of one text, in any order; made ones are sorted, apart from each other and as short as can be. */
export class Changes {
  readonly #text: string;
  readonly #changes: TextChange[] = [];
  /** The last line must be ended: it is an empty one of a text that keeps them. */
  needsLineEnd = false;

  constructor(text: string) {
    this.#text = text;
  }

  replace(from: number, to: number, insert: string): void {
    this.#changes.push({ from, to, insert });
  }

  insert(at: number, text: string): void {
    this.replace(at, at, text);
  }

  remove(from: number, to: number): void {
    if (to > from) this.replace(from, to, '');
  }

  /** Offsets are moved by `shift`, the length of the byte order mark. */
  list(shift: number, lineEnd: string): readonly TextChange[] {
    if (this.needsLineEnd) this.insert(this.#text.length, lineEnd);
    const merged: TextChange[] = [];
    for (const change of this.#changes.toSorted((a, b) => a.from - b.from)) {
      const last = merged.at(-1);
      if (last === undefined || change.from > last.to) {
        merged.push(change);
        continue;
      }
      const to = Math.max(last.to, change.to);
      merged[merged.length - 1] = { from: last.from, to, insert: last.insert + change.insert };
    }
    return merged
      .map((change) => trimmed(this.#text, change))
      .filter(({ from, to, insert }) => to > from || insert !== '')
      .map(({ from, to, insert }) => ({ from: from + shift, to: to + shift, insert }));
  }
}

/** Without what is the same before and after; no pair of surrogates and no CR LF is cut. */
function trimmed(text: string, { from, to, insert }: TextChange): TextChange {
  const most = Math.min(to - from, insert.length);
  let start = 0;
  while (start < most && text[from + start] === insert[start]) start += 1;
  while (start > 0 && isJoined(text[from + start - 1])) start -= 1;
  let end = 0;
  while (end < most - start && text[to - 1 - end] === insert[insert.length - 1 - end]) end += 1;
  while (end > 0 && isJoinedBefore(text[to - end])) end -= 1;
  return { from: from + start, to: to - end, insert: insert.slice(start, insert.length - end) };
}

function isJoined(character: string | undefined): boolean {
  return character === '\r' || /[\ud800-\udbff]/.test(character ?? '');
}

function isJoinedBefore(character: string | undefined): boolean {
  return character === '\n' || /[\udc00-\udfff]/.test(character ?? '');
}
