import { outputBytesMax } from '#isolate/messages.ts';

/**
 * A task's result as bounded JSON text. Every field is read exactly once, into a copy of plain data;
 * only the copy is written, so a getter, a proxy or `toJSON` can change nothing after the check.
 */
export type Encoded =
  | { readonly kind: 'text'; readonly json: string }
  | {
      readonly kind: 'refused';
      readonly code: 'outputNotJson' | 'outputTooLarge';
      readonly message: string;
    };

const depthMax = 64;
const pathLengthMax = 200;

class Refusal extends Error {
  readonly code: 'outputNotJson' | 'outputTooLarge';
  constructor(code: 'outputNotJson' | 'outputTooLarge', message: string) {
    super(message);
    this.code = code;
  }
}

interface Walk {
  /** Characters that may still be copied; what is over cannot fit into the limit. */
  left: number;
  readonly ancestors: object[];
  readonly path: (string | number)[];
}

/** @throws whatever a getter or a proxy of the task throws. */
export function encodeOutput(value: unknown): Encoded {
  if (value === undefined) return { kind: 'text', json: 'null' };
  try {
    const json = JSON.stringify(copy(value, { left: outputBytesMax, ancestors: [], path: [] }));
    if (byteLength(json) > outputBytesMax) throw tooLarge();
    return { kind: 'text', json };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kind: 'refused', code: error.code, message: error.message };
  }
}

function byteLength(text: string): number {
  if (text.length > outputBytesMax) return text.length;
  return text.length * 3 <= outputBytesMax ? text.length : new TextEncoder().encode(text).length;
}

function tooLarge(): Refusal {
  return new Refusal(
    'outputTooLarge',
    'The result is larger than 16 MiB. Return less, or split the work over more tasks.',
  );
}

function spend(walk: Walk, characters: number): void {
  walk.left -= characters;
  if (walk.left < 0) throw tooLarge();
}

function copy(value: unknown, walk: Walk): unknown {
  switch (typeof value) {
    case 'string':
      spend(walk, value.length + 2);
      return value;
    case 'number':
      if (!Number.isFinite(value)) {
        throw refuse(walk, `is ${String(value)}`, 'null or a string');
      }
      spend(walk, 1);
      return value;
    case 'boolean':
      spend(walk, 4);
      return value;
    case 'bigint':
      throw refuse(walk, 'is a BigInt', 'String(value) or Number(value)');
    case 'function':
      throw refuse(walk, 'is a function', 'the value that it gives');
    case 'symbol':
      throw refuse(walk, 'is a symbol', 'a string');
    case 'undefined':
      spend(walk, 4);
      return null;
    case 'object':
      spend(walk, 4);
      return value === null ? null : copyObject(value, walk);
  }
}

function copyObject(value: object, walk: Walk): unknown {
  if (walk.ancestors.includes(value)) {
    throw refuse(walk, 'contains itself', 'an id instead of the object');
  }
  if (walk.ancestors.length >= depthMax) {
    throw refuse(walk, `is nested deeper than ${String(depthMax)} levels`, 'a flatter value');
  }
  if (!Array.isArray(value)) requirePlain(value, walk);
  walk.ancestors.push(value);
  const result = Array.isArray(value) ? copyItems(value, walk) : copyFields(value, walk);
  walk.ancestors.pop();
  return result;
}

function copyItems(value: readonly unknown[], walk: Walk): unknown[] {
  const { length } = value;
  spend(walk, length);
  const result: unknown[] = [];
  for (let index = 0; index < length; index += 1) {
    walk.path.push(index);
    result.push(copy(value[index], walk));
    walk.path.pop();
  }
  return result;
}

function copyFields(value: object, walk: Walk): unknown {
  // Without a prototype `__proto__` is an ordinary key, and nothing is inherited.
  const result = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(value)) {
    walk.path.push(key);
    if (key === '$artifact') throw refuse(walk, 'is reserved for files', 'another name');
    const field: unknown = Reflect.get(value, key);
    spend(walk, key.length + 3);
    if (field !== undefined) result[key] = copy(field, walk);
    walk.path.pop();
  }
  return result;
}

function requirePlain(value: object, walk: Walk): void {
  const prototype: unknown = Reflect.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return;
  if (value instanceof Date) throw refuse(walk, 'is a Date', 'date.toISOString()');
  if (value instanceof Map) throw refuse(walk, 'is a Map', 'Object.fromEntries(map)');
  if (value instanceof Set) throw refuse(walk, 'is a Set', '[...set]');
  if (value instanceof Promise) throw refuse(walk, 'is a promise', 'await promise');
  if (value instanceof Error) throw refuse(walk, 'is an Error', 'error.message');
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    throw refuse(walk, 'is binary data', 'Array.from(bytes)');
  }
  throw refuse(walk, 'is not a plain object', '{ ...value }, with the fields you need');
}

function refuse(walk: Walk, claim: string, instead: string): Refusal {
  return new Refusal('outputNotJson', `${toPath(walk.path)} ${claim}. Write ${instead} instead.`);
}

function toPath(path: readonly (string | number)[]): string {
  const text = path.map((step) => {
    if (typeof step === 'number') return `[${String(step)}]`;
    return /^[A-Za-z_$][\w$]*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
  });
  const whole = `output${text.join('')}`;
  return whole.length > pathLengthMax ? `${whole.slice(0, pathLengthMax)}…` : whole;
}
