/** One row of words in the log, in pixels. */
export const rowPx = 20;

/** Where each line begins, from above, and at last where the last one ends. */
export function offsetsOf<L>(lines: readonly L[], heightOf: (line: L) => number): Float64Array {
  const offsets = new Float64Array(lines.length + 1);
  lines.forEach((line, index) => {
    offsets[index + 1] = (offsets[index] ?? 0) + heightOf(line);
  });
  return offsets;
}

/** The line that stands at a height; the first or the last where there is none. */
export function lineAt(offsets: Float64Array, px: number): number {
  const after = firstFrom(offsets.length, (index) => (offsets[index] ?? 0) > px);
  return Math.max(0, Math.min(offsets.length - 2, after - 1));
}

/** The first of so many, in order, that is far enough; their count when none is. */
export function firstFrom(count: number, isFarEnough: (index: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isFarEnough(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** How many rows words fill when they break anywhere; of words that break at spaces it may be more. */
export function rowsOf(words: string, lettersPerRow: number): number {
  let rows = 0;
  for (const part of words.split('\n')) {
    rows += Math.max(1, Math.ceil(widthOf(part) / Math.max(1, lettersPerRow)));
  }
  return rows;
}

const onlyNarrow = /^[\0-\u02ff]*$/;
/** Chinese, Japanese, Korean and emoji: twice as wide in a code font. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{3fffd}]/u;

function widthOf(words: string): number {
  if (onlyNarrow.test(words)) return words.length;
  let width = 0;
  for (const letter of words) width += wide.test(letter) ? 2 : 1;
  return width;
}
