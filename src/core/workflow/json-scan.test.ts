import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scanJson } from './json-scan.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('the JSON scanner', () => {
  test('accepts exactly what JSON.parse accepts', () => {
    const pieces = fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"',
        '"a"',
        '"\\u00e9"',
        '\\',
        '\n',
        '\t',
        ' ',
        '1',
        '-',
        '0',
      ],
      ...['.5', 'e3', 'true', 'null', 'fals', '"\\x"', '-0', '01', '1.', '\u00a0', '/', "'", 'NaN'],
    );
    const broken = fc.array(pieces, { maxLength: 12 }).map((list) => list.join(''));
    const changed = fc
      .tuple(fc.json({ maxDepth: 4 }), fc.nat(), pieces)
      .map(([text, at, piece]) => {
        const cut = at % (text.length + 1);
        return text.slice(0, cut) + piece + text.slice(cut + 1);
      });
    fc.assert(
      fc.property(fc.oneof(fc.json(), broken, changed), (text) => {
        expect(scanJson(text, {}) === null).toBe(isJson(text));
      }),
      { numRuns: 5_000 },
    );
  });

  test.each([
    ['{"a": 1,}', 'trailingComma', 7],
    ['{"a": "x', 'unclosedText', 6],
    ['{"a": "x\n"}', 'unclosedText', 6],
    ['{"a": "\\q"}', 'badEscape', 7],
    ['{"a": "\u0001"}', 'controlCharacter', 7],
    ['{"a": 01}', 'badNumber', 6],
    ['{"a" 1}', 'unexpectedCharacter', 5],
    ['{"a": 1', 'unexpectedEnd', 7],
    ['{"a": 1} x', 'textAfterEnd', 9],
    ['', 'empty', 0],
  ])('stops at %s because of %s', (text, reason, offset) => {
    expect(scanJson(text, {})).toMatchObject({ reason, offset });
  });

  test('tells a key that stands twice, also when it is written with escapes', () => {
    const found: unknown[] = [];
    const text = '{"a":{"b":1,"\\u0062":2},"__proto__":1,"__proto__":2}';
    scanJson(text, { duplicateKey: (path, offset) => found.push([path, offset]) });

    expect(found).toEqual([
      [['a', 'b'], 12],
      [['__proto__'], 38],
    ]);
  });
});
