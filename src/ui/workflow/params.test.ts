import { describe, expect, test } from 'vitest';
import { english } from '#text/en/catalogue.ts';
import { chinese } from '#text/zh-CN/whole.ts';
import { aParam } from '#ui/testing/samples.ts';
import { initialText, kindOf, kindWords, needsDialog, readField } from './params.ts';

describe('a param as a field', () => {
  test('says what can be given: one thing beside the other, no list of names', () => {
    const param = aParam({ type: 'integer', minimum: 0, maximum: 600 });

    expect(kindWords(param, english)).toBe('whole number, 0 to 600, optional');
    expect(kindWords(param, chinese)).toBe('整数，0 到 600，可选');
  });

  test('whose text is its default gives no value', () => {
    const param = aParam({ type: 'json', default: { a: [1] } });

    expect(readField(param, initialText(param))).toEqual({ ok: true, value: undefined });
  });

  test.each([
    [aParam({ type: 'integer' }), '12', 12],
    [aParam({ type: 'number' }), ' 1.5 ', 1.5],
    [aParam({ type: 'string' }), ' as typed ', ' as typed '],
    [aParam({ type: 'string', default: 'x' }), '', ''],
    [aParam({ type: 'boolean' }), 'true', true],
    [aParam({ type: 'json' }), '[1, null]', [1, null]],
    [aParam({ type: 'string', enum: ['a', 'b'] }), '"b"', 'b'],
    [aParam({ type: 'string' }), '', undefined],
  ])('gives the value that was typed (%#)', (param, text, value) => {
    expect(readField(param, text)).toEqual({ ok: true, value });
  });

  test.each([
    [aParam({ type: 'integer' }), '1.5', 'wrongType'],
    [aParam({ type: 'number' }), 'many', 'wrongType'],
    [aParam({ type: 'json' }), '{', 'notJson'],
    [aParam({ type: 'string', required: true }), '', 'missing'],
    [aParam({ type: 'file', required: true }), '', 'missing'],
  ])('refuses what cannot be sent (%#)', (param, text, problem) => {
    expect(readField(param, text)).toEqual({ ok: false, problem });
  });

  test('is a tick only when it has a default', () => {
    expect(kindOf(aParam({ type: 'boolean', default: true }))).toBe('check');
    expect(kindOf(aParam({ type: 'boolean' }))).toBe('choice');
  });

  test('needs the dialog only without a value or for a file', () => {
    expect(needsDialog(new Map())).toBe(false);
    expect(needsDialog(new Map([['a', aParam({ type: 'integer', default: 15 })]]))).toBe(false);
    expect(needsDialog(new Map([['a', aParam({ type: 'integer' })]]))).toBe(true);
    expect(needsDialog(new Map([['a', aParam({ type: 'file' })]]))).toBe(true);
  });
});
