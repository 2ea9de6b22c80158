import type { Output } from '#core/execution/events.ts';
import { isJsonObject, own } from '#core/shared/json.ts';
import type { JsonValue } from '#core/shared/json.ts';
import type { Text } from '#text/text.ts';

/**
 * What a task handed on, as its journal tells: the rows of a list, otherwise bytes. A list too large
 * for the journal is known there by its bytes alone. Null while there is no output.
 */
export function flowOf(output: Output | null, { run, time }: Text): string | null {
  if (output === null) return null;
  if ('bytes' in output) return time.bytes(output.bytes);
  const { value } = output;
  if (value === null) return run.flow.nothing;
  if (isList(value)) {
    const words = value.length > 0 && value.every((row) => isJsonObject(row)) ? 'rows' : 'items';
    return run.flow[words](value.length, time.count(value.length));
  }
  return time.bytes(bytesOf(value));
}

/** An artifact's own; of any other value those of its JSON. */
function bytesOf(value: JsonValue): number {
  const isArtifact = isJsonObject(value) && typeof own(value, '$artifact') === 'string';
  const bytes = isArtifact ? own(value, 'bytes') : undefined;
  return typeof bytes === 'number' ? bytes : new TextEncoder().encode(JSON.stringify(value)).length;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
