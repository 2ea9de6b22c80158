/** Comparisons of one suggester, so that a file full of unknown words cannot hang us. */
const comparisonsMax = 500_000;

/** The known word that a person most likely meant, or null. */
export type Suggest = (word: string) => string | null;

/** Answers are remembered; after a bounded amount of work it only answers what it knows. */
export function suggestFrom(known: Iterable<string>): Suggest {
  const words = [...known];
  const answers = new Map<string, string | null>();
  let comparisons = 0;
  return (word) => {
    const remembered = answers.get(word);
    if (remembered !== undefined) return remembered;
    comparisons += words.length;
    if (comparisons > comparisonsMax && answers.size > 0) return null;
    const answer = nearest(word, words);
    answers.set(word, answer);
    return answer;
  };
}

function nearest(word: string, words: readonly string[]): string | null {
  const wanted = word.slice(0, wordLengthMax).toLowerCase();
  let best: string | null = null;
  let bestDistance = distanceMax(wanted.length) + 1;
  for (const candidate of words) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = editDistance(
      wanted,
      candidate.slice(0, wordLengthMax).toLowerCase(),
      bestDistance,
    );
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

const wordLengthMax = 200;

/** A short word that differs in two letters is another word. */
function distanceMax(length: number): number {
  if (length <= 2) return length - 1;
  return length <= 5 ? 1 : length <= 8 ? 2 : 3;
}

/**
 * Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
 * @returns `bound` when the distance is not below it.
 */
export function editDistance(left: string, right: string, bound: number): number {
  if (Math.abs(left.length - right.length) >= bound) return bound;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = nextRow({ left, right, row, previous, beforePrevious });
    if (Math.min(...current) >= bound) return bound;
    beforePrevious = previous;
    previous = current;
  }
  return Math.min(previous[right.length] ?? bound, bound);
}

interface RowInput {
  readonly left: string;
  readonly right: string;
  readonly row: number;
  readonly previous: readonly number[];
  readonly beforePrevious: readonly number[];
}

function nextRow({ left, right, row, previous, beforePrevious }: RowInput): number[] {
  const current = [row];
  for (let column = 1; column <= right.length; column += 1) {
    const isSame = left[row - 1] === right[column - 1];
    let distance = Math.min(
      (previous[column] ?? 0) + 1,
      (current[column - 1] ?? 0) + 1,
      (previous[column - 1] ?? 0) + (isSame ? 0 : 1),
    );
    const isSwap = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
    if (row > 1 && column > 1 && isSwap) {
      distance = Math.min(distance, (beforePrevious[column - 2] ?? 0) + 1);
    }
    current.push(distance);
  }
  return current;
}
