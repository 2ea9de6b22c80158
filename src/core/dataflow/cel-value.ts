import { Duration, UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import { instantToText } from '#core/shared/instant.ts';
import { isJsonObject, own, setOwn } from '#core/shared/json.ts';
import type { JsonValue } from '#core/shared/json.ts';

/** Data as CEL reads it: maps, because it takes a key named `constructor` of an object for a class. */
export function toCel(value: JsonValue): unknown {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(toCel);
  if (!isJsonObject(value)) return value;
  return new Map(Object.keys(value).map((key) => [key, toCel(own(value, key) ?? null)]));
}

/** What an expression came to as plain JSON; undefined when it is no such thing. */
export function fromCel(value: unknown): JsonValue | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : undefined;
    case 'bigint':
      return fromWhole(value);
    case 'object':
      return fromObject(value);
    case 'undefined':
    case 'function':
    case 'symbol':
    default:
      return undefined;
  }
}

/** A whole number that JSON's kind of number cannot hold is none. */
function fromWhole(value: bigint): number | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

function fromObject(value: object | null): JsonValue | undefined {
  if (value === null) return null;
  if (Array.isArray(value)) return fromList(value);
  if (value instanceof Map) return fromEntries(value.entries());
  if (value instanceof UnsignedInt) return fromWhole(value.valueOf());
  if (value instanceof Duration) return value.toString();
  // A timestamp. Core has no `Date`, but may be handed one.
  if (Object.prototype.toString.call(value) === '[object Date]') {
    return instantToText(Number(value));
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === null || prototype === Object.prototype;
  return isPlain ? fromEntries(Object.entries(value)) : undefined;
}

function fromList(list: readonly unknown[]): JsonValue | undefined {
  const items: JsonValue[] = [];
  for (const item of list) {
    const value = fromCel(item);
    if (value === undefined) return undefined;
    items.push(value);
  }
  return items;
}

function fromEntries(entries: Iterable<[unknown, unknown]>): JsonValue | undefined {
  const object: Record<string, JsonValue> = {};
  for (const [key, item] of entries) {
    const value = fromCel(item);
    if (value === undefined) return undefined;
    setOwn(object, String(key), value);
  }
  return object;
}
