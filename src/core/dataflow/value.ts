import { setOwn } from '#core/shared/json.ts';
import type { JsonValue } from '#core/shared/json.ts';
import { ok, refused } from '#core/shared/result.ts';
import type { Result } from '#core/shared/result.ts';
import { isLargerThan } from '#core/workflow/json-size.ts';
import { nestingMax, valueBytesMax } from './data-limits.ts';
import { outputNotJson, outputTooLarge } from './failures.ts';
import type { DataFailure } from './failures.ts';

/**
 * The value rule: plain JSON data, copied so that nothing can change it afterwards.
 * `undefined` as a whole or in a list becomes null, and a member that is undefined is left out, as
 * `JSON.stringify` does; everything else that is no JSON is refused instead of turned into
 * something silently. `-0` becomes 0, as it would in the journal.
 */
export function checkValue(value: unknown): Result<JsonValue, DataFailure> {
  const copy = new PlainCopy();
  try {
    const plain = copy.value(value);
    if (!isLargerThan(plain, valueBytesMax)) return ok(plain);
  } catch (error) {
    if (error instanceof NotPlainError) return refused(error.failure);
    // A getter or a proxy of the task's own threw.
    return refused(
      outputNotJson({
        path: copy.path,
        found: 'a member that cannot be read',
        instead: 'Return a plain copy of the data.',
      }),
    );
  }
  return refused(outputTooLarge(valueBytesMax));
}

/** Leaves the walk from any depth; never leaves this file. */
class NotPlainError extends Error {
  override readonly name = 'NotPlainError';
  readonly failure: DataFailure;

  constructor(failure: DataFailure) {
    super(failure.code);
    this.failure = failure;
  }
}

class PlainCopy {
  readonly path: (string | number)[] = [];
  readonly #open = new Set<object>();
  /** A lower bound of the bytes so far, so that a list of a billion holes ends early. */
  #bytes = 0;

  value(value: unknown): JsonValue {
    switch (typeof value) {
      case 'string':
        this.#count(value.length + 2);
        return value;
      case 'boolean':
        this.#count(4);
        return value;
      case 'number':
        this.#count(1);
        if (!Number.isFinite(value))
          return this.#refuse(String(value), 'Return a finite number, or null.');
        return Object.is(value, -0) ? 0 : value;
      case 'undefined':
        this.#count(4);
        return null;
      case 'bigint':
        return this.#refuse(
          'a BigInt',
          'Return Number(value), or String(value) to keep all digits.',
        );
      case 'function':
        return this.#refuse('a function', 'Return its result.');
      case 'object':
        return this.#object(value);
      case 'symbol':
      default:
        return this.#refuse('a symbol', 'Return its description as text.');
    }
  }

  #object(value: object | null): JsonValue {
    if (value === null) {
      this.#count(4);
      return null;
    }
    if (this.#open.has(value)) {
      return this.#refuse('part of itself (a cycle)', 'Return ids instead of the objects.');
    }
    if (this.#open.size === nestingMax) {
      return this.#refuse(
        `nested more than ${String(nestingMax)} levels deep`,
        'Return a flatter value.',
      );
    }
    this.#count(2);
    this.#open.add(value);
    const copy = Array.isArray(value) ? this.#list(value) : this.#members(value);
    this.#open.delete(value);
    return copy;
  }

  #list(list: readonly unknown[]): JsonValue {
    const items: JsonValue[] = [];
    for (let index = 0; index < list.length; index += 1) {
      this.path.push(index);
      items.push(this.value(list[index]));
      this.path.pop();
    }
    return items;
  }

  #members(object: object): JsonValue {
    if (!isPlain(object)) {
      const { found, instead } = describe(object);
      return this.#refuse(found, instead);
    }
    const copy: Record<string, JsonValue> = {};
    for (const [key, member] of Object.entries(object) as [string, unknown][]) {
      if (key === '$artifact') {
        return this.#refuse('an artifact', 'Return bytes; the artifact is made from them.');
      }
      if (member === undefined) continue;
      this.#count(key.length + 4);
      this.path.push(key);
      setOwn(copy, key, this.value(member));
      this.path.pop();
    }
    return copy;
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > valueBytesMax) throw new NotPlainError(outputTooLarge(valueBytesMax));
  }

  #refuse(found: string, instead: string): never {
    throw new NotPlainError(outputNotJson({ path: [...this.path], found, instead }));
  }
}

/** Also of another realm, whose `Object.prototype` is not ours. */
function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function describe(object: object): { readonly found: string; readonly instead: string } {
  const tag = Object.prototype.toString.call(object).slice(8, -1);
  const known: Readonly<Record<string, readonly [string, string]>> = {
    Date: ['a Date', 'Return date.toISOString().'],
    Map: ['a Map', 'Return Object.fromEntries(map).'],
    Set: ['a Set', 'Return [...set].'],
    Promise: ['a promise inside the value', 'Await it before you return.'],
    Error: ['an Error', 'Return error.message, or throw it.'],
    RegExp: ['a regular expression', 'Return its source as text.'],
  };
  const entry = Object.hasOwn(known, tag) ? known[tag] : undefined;
  if (entry !== undefined) return { found: entry[0], instead: entry[1] };
  if (ArrayBuffer.isView(object) || tag === 'ArrayBuffer') {
    return { found: 'bytes inside the value', instead: 'Return the bytes alone, or as a list.' };
  }
  return {
    found: `an object of a class (${tag})`,
    instead: 'Return { ...object }, its plain data.',
  };
}
