import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '#core/shared/json.ts';
import { kindOfField, looseText, readFieldText, readLooseText, textOfValue } from './field-text.ts';

describe('a field of a form', () => {
  test('is drawn by its schema', () => {
    expect(kindOfField({ type: 'string', title: 'Code' }, true)).toBe('long');
    expect(kindOfField({ type: 'string', enum: ['js'] }, true)).toBe('choice');
    expect(kindOfField({ type: 'string' }, false)).toBe('text');
    expect(kindOfField({ type: 'integer' }, false)).toBe('number');
    expect(kindOfField({ type: 'boolean' }, false)).toBe('choice');
    expect(kindOfField({}, false)).toBe('json');
  });

  test('reads what it shows', () => {
    expect(readFieldText(textOfValue(1.5, 'number'), 'number')).toEqual({ ok: true, value: 1.5 });
    expect(readFieldText('', 'number')).toEqual({ ok: true, value: undefined });
    expect(readFieldText('1,5', 'number')).toEqual({ ok: false, problem: 'notNumber' });
    expect(readFieldText('[1', 'json')).toEqual({ ok: false, problem: 'notJson' });
    expect(readFieldText('${{ params.n }}', 'number')).toEqual({
      ok: true,
      value: '${{ params.n }}',
    });
  });

  test('of the code shows any value so that it is read as the same', () => {
    expect(looseText('plain words')).toBe('plain words');
    expect(looseText('12')).toBe('"12"');
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.parse(JSON.stringify(value)) as JsonValue;
        expect(readLooseText(looseText(text))).toEqual(text);
      }),
    );
  });
});
