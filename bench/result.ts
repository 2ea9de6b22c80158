/** One row of the report (surface.md, section 1). */
export interface Result {
  readonly name: string;
  readonly unit: 'ms' | 'events/s' | 'kB' | 'score';
  /** Median of `runs`. */
  readonly value: number;
  readonly runs: readonly number[];
  /** Null where nothing plain does the same. */
  readonly plain: number | null;
  readonly plainRuns: readonly number[];
  /** Ours by plain; null also where plain is too little to be seen. */
  readonly ratio: number | null;
  /** Null where the number itself is all that is asked for. */
  readonly target: number | null;
  readonly met: boolean;
}

export interface Measured {
  readonly result: Result;
  /** What was measured, for whoever reads along; and what the target is held against. */
  readonly what: string;
}

interface Measurement extends Pick<Result, 'name' | 'unit' | 'runs' | 'target'> {
  readonly what: string;
  readonly plainRuns?: readonly number[];
  /** What the target limits: the value (from below for a rate or a score), or the ratio. */
  readonly limits?: 'value' | 'ratio';
}

export function toMeasured(measurement: Measurement): Measured {
  const { name, unit, runs, target, what, plainRuns = [], limits = 'value' } = measurement;
  const value = median(runs);
  const plain = plainRuns.length === 0 ? null : median(plainRuns);
  const ratio = plain === null || plain === 0 ? null : value / plain;
  const judged = limits === 'ratio' ? (ratio ?? NaN) : value;
  const isMore = limits === 'value' && (unit === 'events/s' || unit === 'score');
  const met = target === null || (isMore ? judged >= target : judged <= target);
  return { what, result: { name, unit, value, runs, plain, plainRuns, ratio, target, met } };
}

const digitsOf = { ms: 1, 'events/s': 0, kB: 1, score: 2 } as const;

export function toLine({ result, what }: Measured): string {
  const { name, unit, value, plain, ratio, target, met } = result;
  const digits = digitsOf[unit];
  const beside = plain === null ? '' : `, plain ${plain.toFixed(digits)} ${unit}`;
  const times = ratio === null ? '' : `, ratio ${ratio.toFixed(2)}`;
  const judgement =
    target === null ? 'no target' : `target ${String(target)} ${met ? 'met' : 'missed'}`;
  return `${name} ${value.toFixed(digits)} ${unit}${beside}${times} (${judgement}): ${what}\n`;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
