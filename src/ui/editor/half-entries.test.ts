import { describe, expect, test } from 'vitest';
import { halfUnitsMax } from '#ports/draft-store.ts';
import {
  keyOf,
  mergedEntries,
  readEntries,
  renamedEntries,
  storedEntries,
  withEntry,
} from './half-entries.ts';

const nothing = readEntries(null);
const output = (id: string) => keyOf(['tasks', id, 'with', 'output']);
const half = (text: string) => ({ text, over: [''] });

describe('what is half written', () => {
  test('is read from storage as far as it is such a thing', () => {
    const stored = { [output('a')]: half('[1'), '["x"]': { text: 3 }, 'no path': half('x'), y: 1 };

    expect([...readEntries(stored).keys()]).toEqual([output('a')]);
  });

  test('goes along with its task to another id, and the id itself does not', () => {
    const entries = readEntries({
      [output('a')]: half('[1'),
      [keyOf(['tasks', 'a'])]: half('fetch'),
      [output('b')]: half('{'),
    });

    expect([...renamedEntries(entries, 'a', 'fetch').keys()]).toEqual([
      output('fetch'),
      output('b'),
    ]);
  });

  test('is stored up to what a draft may hold', () => {
    const small = withEntry(nothing, output('a'), half('[1'));
    const large = withEntry(small, output('b'), half('['.repeat(halfUnitsMax)));

    expect(Object.keys(storedEntries(large))).toEqual([output('a')]);
  });

  test('of two tabs is that of both; where both wrote, that of this one', () => {
    const base = readEntries({ [output('a')]: half('[1'), [output('b')]: half('[2') });
    const here = withEntry(base, output('a'), half('[1, 1'));
    const theirs = readEntries({ [output('a')]: half('[9'), [output('c')]: half('[3') });

    const merged = mergedEntries(here, { theirs, base });

    expect(Object.fromEntries(merged)).toEqual({
      [output('a')]: half('[1, 1'),
      [output('c')]: half('[3'),
    });
  });
});
