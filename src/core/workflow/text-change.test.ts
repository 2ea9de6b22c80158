import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyChanges, changeBetween, invertChanges, rebaseChanges } from './text-change.ts';

const edits = fc
  .tuple(fc.string({ maxLength: 40 }), fc.array(fc.tuple(fc.nat(40), fc.nat(5), fc.string())))
  .map(([text, drafts]) => {
    let at = 0;
    const changes = drafts.flatMap(([skip, length, insert]) => {
      const from = at + skip;
      const to = from + length;
      if (to > text.length) return [];
      at = to;
      return [{ from, to, insert }];
    });
    return { text, changes };
  });

describe('changes of a text', () => {
  test('are taken back by their inverse', () => {
    fc.assert(
      fc.property(edits, ({ text, changes }) => {
        const after = applyChanges(text, changes);
        expect(applyChanges(after, invertChanges(text, changes))).toBe(text);
      }),
    );
  });

  test('between two texts are one span, and null between equal ones', () => {
    expect(changeBetween('a: 1\nb: 2\n', 'a: 1\nb: 3\n')).toEqual({ from: 8, to: 9, insert: '3' });
    expect(changeBetween('aa', 'aaa')).toEqual({ from: 2, to: 2, insert: 'a' });
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const change = changeBetween(before, after);
        expect(applyChanges(before, change === null ? [] : [change])).toBe(after);
        expect(change === null).toBe(before === after);
      }),
    );
  });

  test('made beside another keep what was typed on both sides', () => {
    const other = { from: 4, to: 6, insert: 'THERE' };
    const base = '0123456789';
    const both = (from: number, to: number, insert: string) =>
      applyChanges(applyChanges(base, [other]), rebaseChanges([{ from, to, insert }], [other]));

    expect(both(1, 2, 'x')).toBe('0x23THERE6789');
    expect(both(8, 9, 'x')).toBe('0123THERE67x9');
    expect(both(4, 5, 'x')).toBe('0123THEREx6789');
    expect(both(3, 8, 'x')).toBe('0123THEREx6789');
    expect(both(4, 4, 'x')).toBe('0123xTHERE6789');
    expect(both(6, 6, 'x')).toBe('0123THEREx6789');
  });
});
