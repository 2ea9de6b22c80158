import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineChanges } from './line-changes.ts';
import { applyChanges, rebaseChanges } from './text-change.ts';

const texts = fc
  .array(fc.constantFrom('a\n', 'b\n', 'cc\n', '\n', 'end'))
  .map((lines) => lines.join(''));

describe('changes line by line', () => {
  test('are those that lead from one text to the other', () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        expect(applyChanges(before, lineChanges(before, after))).toBe(after);
      }),
    );
  });

  test('at two places are two, and only of what differs in a line', () => {
    const before = 'one: 1\ntwo: 2\nthree: 3\n';
    expect(lineChanges(before, 'one: 1\nmore: 0\ntwo: 2\nthree: 33\n')).toEqual([
      { from: 7, to: 7, insert: 'more: 0\n' },
      { from: 22, to: 22, insert: '3' },
    ]);
    expect(lineChanges(before, before)).toEqual([]);
  });

  test('keep every line that was put in on both sides', () => {
    const put = (text: string, at: readonly number[], name: string) => {
      const lines = text.split(/(?<=\n)/);
      at.forEach((place, index) => {
        lines.splice(place % (lines.length + 1), 0, `${name}${String(index)}\n`);
      });
      return lines.join('');
    };
    const places = fc.array(fc.nat(20), { maxLength: 6 });
    const base = 'a\nb\na\nc\nb\na\n';
    fc.assert(
      fc.property(places, places, (ours, theirs) => {
        const [here, there] = [put(base, ours, 'here'), put(base, theirs, 'there')];
        const others = lineChanges(base, there);
        const both = applyChanges(there, rebaseChanges(lineChanges(base, here), others));
        const lines = both.split('\n');
        expect(ours.filter((_, index) => !lines.includes(`here${String(index)}`))).toEqual([]);
        expect(theirs.filter((_, index) => !lines.includes(`there${String(index)}`))).toEqual([]);
        expect(both).toHaveLength(here.length + there.length - base.length);
      }),
    );
  });
});
