import { canonicalJson } from '#core/shared/canonical-json.ts';
import type { JsonValue } from '#core/shared/json.ts';
import { isJsonObject, own } from '#core/shared/json.ts';
import { utf8Length } from '#core/shared/utf8.ts';

/** Bytes of a value as canonical JSON, which is how it is stored and counted. */
function valueBytes(value: JsonValue): number {
  return utf8Length(canonicalJson(value));
}

export function isLargerThan(value: JsonValue, bytes: number): boolean {
  // A character takes at most six bytes, as in `\u0000`, so short values need no closer look.
  return !isShorter(value, bytes / 6) && valueBytes(value) > bytes;
}

function isShorter(value: JsonValue, characters: number): boolean {
  let left = characters;
  const count = (item: JsonValue): boolean => {
    left -= typeof item === 'string' ? item.length + 4 : 24;
    if (left < 0) return false;
    if (Array.isArray(item)) return (item as readonly JsonValue[]).every(count);
    if (!isJsonObject(item)) return true;
    return Object.keys(item).every((key) => count(key) && count(own(item, key) ?? null));
  };
  return count(value);
}

/** Levels of lists and maps; the walk goes no deeper than it must. */
export function isDeeperThan(value: JsonValue, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((item: JsonValue) => isDeeperThan(item, levels - 1));
}
