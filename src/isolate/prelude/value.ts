import { checkValue } from '#core/dataflow/value.ts';
import type { Failure } from '#core/execution/failure.ts';

/**
 * A task's result as bounded JSON text, by the same rule as everywhere. Every field is read once, into
 * a copy of plain data; only the copy is written, so a getter, a proxy or `toJSON` can change nothing
 * after the check. The rule may use the built-in methods without fear: they are frozen here.
 */
export type Encoded =
  | { readonly kind: 'text'; readonly json: string }
  | { readonly kind: 'refused'; readonly failure: Failure };

export function encodeOutput(value: unknown): Encoded {
  const checked = checkValue(value);
  if (!checked.ok) return { kind: 'refused', failure: checked.problem };
  return { kind: 'text', json: JSON.stringify(checked.value) };
}
