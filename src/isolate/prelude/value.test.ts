import { describe, expect, test } from 'vitest';
import { encodeOutput } from './value.ts';

class Point {
  readonly x = 1;
}
const text = (value: unknown) => {
  const encoded = encodeOutput(value);
  return encoded.kind === 'text' ? encoded.json : encoded;
};
const cyclic: Record<string, unknown> = { n: 1 };
cyclic['self'] = cyclic;
const nested = (levels: number) => {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
};

describe('a result', () => {
  test.each([
    [undefined, 'null'],
    [{ a: undefined, b: null, c: [1, undefined] }, '{"b":null,"c":[1,null]}'],
    [-0, '0'],
    ['\u2028 "quoted" \ud800', JSON.stringify('\u2028 "quoted" \ud800')],
    [Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
    [JSON.parse('{"__proto__":{"polluted":1}}'), '{"__proto__":{"polluted":1}}'],
    [/(?<x>b)/.exec('a-b'), '["b","b"]'],
    [nested(64), JSON.stringify(nested(64))],
  ])('is written as JSON: %#', (value, json) => {
    expect(text(value)).toBe(json);
  });

  test.each([
    [NaN, 'output is NaN. Write null or a string instead.'],
    [{ rows: [1, Infinity] }, 'output.rows[1] is Infinity.'],
    [{ n: 1n }, 'output.n is a BigInt. Write String(value)'],
    [{ f: () => 1 }, 'output.f is a function.'],
    [{ 'a b': Symbol('s') }, 'output["a b"] is a symbol.'],
    [{ when: new Date(0) }, 'output.when is a Date. Write date.toISOString() instead.'],
    [new Map(), 'output is a Map. Write Object.fromEntries(map) instead.'],
    [new Set(), 'output is a Set. Write [...set] instead.'],
    [new Uint8Array(2), 'output is binary data.'],
    [[Promise.resolve(1)], 'output[0] is a promise.'],
    [new Point(), 'output is not a plain object.'],
    [cyclic, 'output.self contains itself.'],
    [nested(65), 'is nested deeper than 64 levels'],
    [{ $artifact: 'sha256:0' }, 'output.$artifact is reserved for files.'],
    [{ toJSON: () => ({ forged: true }) }, 'output.toJSON is a function.'],
  ])('is refused with its path: %#', (value, message) => {
    const encoded = encodeOutput(value);

    expect(encoded).toMatchObject({ kind: 'refused', code: 'outputNotJson' });
    expect(encoded.kind === 'refused' && encoded.message).toContain(message);
  });

  test('is refused above 16 MiB, before it is written', () => {
    expect(encodeOutput('A'.repeat(256 * 1024 * 1024))).toMatchObject({ code: 'outputTooLarge' });
    expect(encodeOutput('é'.repeat(9 * 1024 * 1024))).toMatchObject({ code: 'outputTooLarge' });
    expect(encodeOutput('A'.repeat(16 * 1024 * 1024 - 2)).kind).toBe('text');
  });

  test('is read once, so what was checked is what is written', () => {
    let reads = 0;
    const value = {
      get a() {
        reads += 1;
        return reads === 1 ? 'checked' : () => 'forged';
      },
    };

    expect(text(value)).toBe('{"a":"checked"}');
    expect(reads).toBe(1);
  });

  test('ends although a proxy invents fields for ever', () => {
    const deep: object = new Proxy(
      {},
      {
        ownKeys: () => ['a', 'b', 'c'],
        getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }),
        get: (_target, key) => (typeof key === 'string' ? 'x'.repeat(1_000_000) : undefined),
      },
    );

    expect(encodeOutput(Array.from({ length: 1_000 }, () => deep))).toMatchObject({
      code: 'outputTooLarge',
    });
  });
});
