import type { Place } from '#core/workflow/problem.ts';

/** The UTF-16 offset of a line and column; a byte order mark is in no column. */
export function placeOf(text: string, { line, column }: Place): number {
  const ends = /\r\n?|\n/g;
  let at = 0;
  for (let passed = 1; passed < line && ends.exec(text) !== null; passed += 1) at = ends.lastIndex;
  const mark = line === 1 && text.startsWith('\ufeff') ? 1 : 0;
  return Math.min(at + mark + column - 1, text.length);
}
