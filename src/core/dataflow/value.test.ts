import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkValue } from './value.ts';

class Point {
  readonly x = 1;
}

function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}

describe('the value rule', () => {
  test('lets plain JSON data through', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const expected: unknown = JSON.parse(JSON.stringify(value));

        expect(checkValue(value)).toEqual({ ok: true, value: expected });
      }),
    );
  });

  test.each([
    ['undefined', undefined, null],
    ['undefined in a list', [1, undefined], [1, null]],
    ['an undefined member', { a: undefined, b: 1 }, { b: 1 }],
    ['minus zero', -0, 0],
    ['a map without a prototype', Object.assign(Object.create(null) as object, { a: 1 }), { a: 1 }],
    ['64 levels', nested(64), nested(64)],
  ])('takes %s as JSON would', (_name, value, expected) => {
    expect(checkValue(value)).toEqual({ ok: true, value: expected });
  });

  test('keeps a key named __proto__ as data', () => {
    const result = checkValue(JSON.parse('{"__proto__":{"a":1}}'));

    expect(JSON.stringify(result.ok ? result.value : null)).toBe('{"__proto__":{"a":1}}');
  });

  test.each([
    ['NaN', { a: [NaN] }, 'output.a[0]'],
    ['Infinity', [-Infinity], 'output[0]'],
    ['a BigInt', { n: 1n }, 'output.n'],
    ['a function', { 'my key': () => 1 }, 'output["my key"]'],
    ['a symbol', Symbol('x'), 'output'],
    ['a Date', { at: aDate() }, 'output.at'],
    ['a Map', new Map(), 'output'],
    ['a Set', [new Set()], 'output[0]'],
    ['bytes inside', { b: new Uint8Array(1) }, 'output.b'],
    ['an Error', new Error('x'), 'output'],
    ['an object of a class', { p: new Point() }, 'output.p'],
    ['an artifact', { a: { $artifact: 'sha256:00' } }, 'output.a'],
    ['65 levels', nested(65), 'output[0]'],
    [
      'a getter that throws',
      Object.defineProperty({}, 'x', { enumerable: true, get: failing }),
      'output',
    ],
  ])('refuses %s, says where, and what to write instead', (_name, value, path) => {
    const result = checkValue(value);

    expect(result).toMatchObject({
      ok: false,
      problem: { code: 'outputNotJson', retryable: false },
    });
    expect(result.ok ? '' : result.problem.message.startsWith(path)).toBe(true);
    expect(result.ok ? '' : result.problem.details['instead']).toMatch(/\.$/);
  });

  test('refuses a cycle, but not a part that stands twice', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    const part = { a: 1 };

    expect(checkValue(loop)).toMatchObject({ ok: false, problem: { code: 'outputNotJson' } });
    expect(checkValue([part, part])).toEqual({ ok: true, value: [{ a: 1 }, { a: 1 }] });
  });

  test.each([
    ['text', 'x'.repeat(16 * 1024 * 1024)],
    ['text with escapes', '\u0000'.repeat(3 * 1024 * 1024)],
    ['holes', new Array(1_000_000_000)],
  ])('refuses too much %s', (_name, value) => {
    expect(checkValue(value)).toMatchObject({ ok: false, problem: { code: 'outputTooLarge' } });
  });
});

function aDate(): object {
  return new Date(0);
}

function failing(): never {
  throw new Error('no');
}
