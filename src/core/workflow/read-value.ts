import { isJsonObject, own, type JsonValue } from '#core/shared/json.ts';
import type { Path } from './problem.ts';
import { parseSource, type SourceText } from './read.ts';
import type { ParsedSource } from './source.ts';

/** What stands at a path of a text; null when nothing does, or when its form cannot be read. */
export function readValue(
  source: SourceText,
  path: Path,
  parsed: ParsedSource = parseSource(source),
): JsonValue {
  let value = parsed.tree?.root;
  for (const key of path) {
    if (Array.isArray(value)) value = (value as readonly JsonValue[])[Number(key)];
    else value = isJsonObject(value) ? own(value, String(key)) : undefined;
  }
  return value ?? null;
}
