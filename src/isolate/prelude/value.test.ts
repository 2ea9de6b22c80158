import { describe, expect, test } from 'vitest';
import { encodeOutput } from './value.ts';

// The rule itself is tested where it stands (core/dataflow/value.test.ts).
describe('a result', () => {
  test.each([
    [undefined, 'null'],
    [{ a: undefined, b: null, c: [1, undefined] }, '{"b":null,"c":[1,null]}'],
    [JSON.parse('{"__proto__":{"polluted":1}}'), '{"__proto__":{"polluted":1}}'],
    [{ isPrototypeOf: 1, toString: 2 }, '{"isPrototypeOf":1,"toString":2}'],
    [/(?<x>b)/.exec('a-b'), '["b","b"]'],
  ])('is written as JSON: %#', (value, json) => {
    expect(encodeOutput(value)).toEqual({ kind: 'text', json });
  });

  test.each([
    [{ toJSON: () => ({ forged: true }) }],
    [{ rows: [1, Infinity] }],
    [{ $artifact: 'sha256:0' }],
  ])('is refused as what it is: %#', (value) => {
    expect(encodeOutput(value)).toMatchObject({ failure: { code: 'outputNotJson' } });
  });

  test('is refused above 16 MiB', () => {
    expect(encodeOutput('A'.repeat(256 * 1024 * 1024))).toMatchObject({
      failure: { code: 'outputTooLarge' },
    });
  });

  test('is read once, so what was checked is what is written', () => {
    let reads = 0;
    const value = {
      get a() {
        reads += 1;
        return reads === 1 ? 'checked' : () => 'forged';
      },
    };

    expect(encodeOutput(value)).toEqual({ kind: 'text', json: '{"a":"checked"}' });
  });

  test('ends although a proxy invents fields for ever', () => {
    const endless: object = new Proxy(
      {},
      {
        ownKeys: () => ['a', 'b', 'c'],
        getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }),
        get: (_target, key) => (typeof key === 'string' ? 'x'.repeat(1_000_000) : undefined),
      },
    );

    expect(encodeOutput(Array.from({ length: 1_000 }, () => endless))).toMatchObject({
      failure: { code: 'outputTooLarge' },
    });
  });
});
