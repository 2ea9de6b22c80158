import { describe, expect, test } from 'vitest';
import { freshId } from './fresh-id.ts';
import { placeOf } from './place-of.ts';

describe('the id of a new task', () => {
  test('says what it is and is free', () => {
    expect(freshId('files', [])).toBe('files1');
    expect(freshId('files', [{ id: 'files1' }, { id: 'files3' }])).toBe('files2');
    expect(freshId('clean2', [{ id: 'clean1' }, { id: 'clean2' }])).toBe('clean3');
  });
});

describe('a place in a text', () => {
  test('is an offset, whatever ends its lines', () => {
    const text = 'a\nbb\r\nccc\rd';
    expect([1, 2, 3, 4].map((line) => text.slice(placeOf(text, { line, column: 1 })))).toEqual([
      text,
      'bb\r\nccc\rd',
      'ccc\rd',
      'd',
    ]);
    expect(placeOf('\ufeffid: a', { line: 1, column: 5 })).toBe(5);
    expect(placeOf('id', { line: 9, column: 9 })).toBe(2);
  });
});
