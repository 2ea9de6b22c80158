import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import { own } from '#core/shared/json.ts';
import type { FileMap, FileValue } from './to-file.ts';

/** Not `JSON.stringify`, because only a map keeps keys like `10` in their order. */
export function writeJsonText(file: FileMap): string {
  return `${write(file, '')}\n`;
}

function write(value: FileValue, indent: string): string {
  const inner = `${indent}  `;
  if (isList(value)) {
    const isShort = value.every((item) => typeof item !== 'object' || item === null);
    const items = value.map((item) => write(item, inner));
    if (items.length === 0 || isShort) return `[${items.join(', ')}]`;
    return `[\n${items.map((item) => inner + item).join(',\n')}\n${indent}]`;
  }
  if (typeof value !== 'object' || value === null) return writeScalar(value);
  const members = entriesOf(value).map(
    ([key, item]) => `${inner}${JSON.stringify(key)}: ${write(item, inner)}`,
  );
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`;
}

/** `-0` is a number of its own to JSON, but not to `JSON.stringify`. */
export function writeScalar(value: JsonValue): string {
  return Object.is(value, -0) ? '-0' : JSON.stringify(value);
}

export function isList(value: FileValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

export function entriesOf(value: FileMap | JsonObject): (readonly [string, FileValue])[] {
  if (isMap(value)) return [...value];
  return Object.keys(value).map((key) => [key, own(value, key) ?? null] as const);
}

function isMap(value: FileMap | JsonObject): value is FileMap {
  return value instanceof Map;
}
