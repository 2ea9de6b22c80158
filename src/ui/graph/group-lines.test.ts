import { describe, expect, test } from 'vitest';
import { labelLine, labelLines } from './group-lines.ts';

/** Every character is as wide as ten pixels. */
const tens = (room: number) => ({
  room,
  nameWidth: (words: string) => Array.from(words).length * 10,
  saidWidth: (words: string) => words.length * 10,
});
const whole = { isWhole: true };

describe('the label of a group', () => {
  test('is one line where there is room for it', () => {
    expect(labelLines(['load', 'to store'], '9 / 12', tens(300))).toEqual([
      { words: 'load to store', said: '9 / 12', ...whole },
    ]);
  });

  test('has a line for each name where there is less', () => {
    expect(labelLines(['load', 'to store'], '9 / 12', tens(150))).toEqual([
      { words: 'load', said: null, ...whole },
      { words: 'to store', said: '9 / 12', ...whole },
    ]);
  });

  test('says how far it is below the names where they take all the room', () => {
    expect(labelLines(['load', 'to store'], '9 / 12', tens(90))).toEqual([
      { words: 'load', said: null, ...whole },
      { words: 'to store', said: null, ...whole },
      { words: '', said: '9 / 12', ...whole },
    ]);
  });

  test('is cut behind what there is room for, and takes no character apart', () => {
    expect(labelLines(['😀😀😀😀😀😀'], '12', tens(40))).toEqual([
      { words: '😀😀😀…', said: null, isWhole: false },
      { words: '', said: '12', ...whole },
    ]);
    expect(labelLine(['load everything'], '12', tens(80))).toEqual({
      words: 'load…',
      said: '12',
      isWhole: false,
    });
  });

  test('is as short when a name is as long as a book', () => {
    const [first] = labelLines(['x'.repeat(1_000_000)], '12', tens(40));

    expect(first).toEqual({ words: 'xxx…', said: null, isWhole: false });
  });
});
