import { describe, expect, test } from 'vitest';
import type { Param } from '#core/workflow/model.ts';
import { bindParams, paramFromJson, paramFromText } from './params.ts';

function aParam(part: Partial<Param>): Param {
  return {
    type: 'json',
    default: undefined,
    required: false,
    enum: undefined,
    minimum: undefined,
    maximum: undefined,
    description: '',
    extra: new Map(),
    ...part,
  };
}

const file = {
  $artifact: `sha256:${'0'.repeat(64)}`,
  bytes: 3,
  mediaType: 'text/csv',
  name: 'a.csv',
};
const params = new Map<string, Param>([
  ['n', aParam({ type: 'integer', default: 5, minimum: 1, maximum: 10 })],
  ['who', aParam({ type: 'string', required: true, enum: ['Ada', 'Bob'] })],
  ['rows', aParam({ type: 'file' })],
  ['__proto__', aParam({ type: 'boolean' })],
]);

describe('params of an execution', () => {
  test('are what was given, then defaults; the others are absent', () => {
    expect(bindParams({ params }, { who: 'Ada', rows: file })).toEqual({
      ok: true,
      value: { n: 5, who: 'Ada', rows: file },
    });
  });

  test('are told all at once when they do not fit', () => {
    const result = bindParams({ params }, { n: 11, rows: 'a.csv', nn: 1 });

    expect(result).toEqual({
      ok: false,
      problem: [
        { param: 'n', reason: 'aboveMaximum', args: { maximum: 10, value: 11 } },
        { param: 'who', reason: 'missing', args: { type: 'string' } },
        { param: 'rows', reason: 'wrongType', args: { type: 'file' } },
        { param: 'nn', reason: 'unknown', args: { hint: 'n' } },
      ],
    });
  });

  test.each([
    [{ n: 1.5 }, 'wrongType'],
    [{ n: 0 }, 'belowMinimum'],
    [{ who: 'Eve' }, 'notInEnum'],
  ])('like %j are refused', (given, reason) => {
    const result = bindParams({ params }, { who: 'Ada', ...given });

    expect(result).toMatchObject({ ok: false, problem: [{ reason }] });
  });

  test('named __proto__ are data', () => {
    const given = JSON.parse('{"who":"Ada","__proto__":true}') as { who: string };
    const result = bindParams({ params }, given);

    expect(JSON.stringify(result.ok ? result.value : null)).toBe(
      '{"n":5,"who":"Ada","__proto__":true}',
    );
  });
});

describe('a param as text', () => {
  test.each([
    ['string', ' a ', ' a '],
    ['integer', ' 12 ', 12],
    ['number', '-1.5e3', -1500],
    ['boolean', 'true', true],
    ['json', '{"a":[1]}', { a: [1] }],
  ] as const)('of type %s is read from %j', (type, text, value) => {
    const named = { name: 'p', param: aParam({ type }) };

    expect(paramFromText(named, text)).toEqual({ ok: true, value });
  });

  test.each([
    ['integer', '1.5'],
    ['number', 'x'],
    ['number', ''],
    ['boolean', 'yes'],
    ['json', '{'],
    ['file', 'a.csv'],
  ] as const)('of type %s is not read from %j', (type, text) => {
    const result = paramFromText({ name: 'p', param: aParam({ type }) }, text);

    expect(result).toMatchObject({ ok: false, problem: { param: 'p', reason: 'wrongType' } });
  });

  test('on the command line is JSON, and bare words where text is wanted', () => {
    const named = { name: 'p', param: aParam({ type: 'string' }) };

    expect(paramFromJson(named, 'Ada')).toEqual({ ok: true, value: 'Ada' });
    expect(paramFromJson(named, '"Ada"')).toEqual({ ok: true, value: 'Ada' });
    expect(paramFromJson(named, '12')).toEqual({ ok: true, value: '12' });
    expect(paramFromJson({ name: 'p', param: aParam({ type: 'integer' }) }, '12')).toEqual({
      ok: true,
      value: 12,
    });
  });
});
