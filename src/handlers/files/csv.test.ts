import { describe, expect, test } from 'vitest';
import { parseCsv, type CsvFormat } from './csv.ts';
import { decodeText } from './decode-text.ts';

const plain: CsvFormat = { separator: null, columns: {}, rows: null };
const parse = (text: string, format: Partial<CsvFormat> = {}) =>
  parseCsv(text, { ...plain, ...format });

describe('a CSV file', () => {
  test('gives one object a row, numbers where the whole column is numbers', () => {
    expect(parse('city,count,code\nOslo,1.5,007\n"Rio, Brazil",,12\n')).toEqual([
      { city: 'Oslo', count: 1.5, code: '007' },
      { city: 'Rio, Brazil', count: null, code: '12' },
    ]);
  });

  test('is read with the separator a person named, or the one that is in it', () => {
    expect(parse('a;b\n1,5;2\n')).toEqual([{ a: '1,5', b: 2 }]);
    expect(parse('a;b,c\n1;2,3\n', { separator: ',' })).toEqual([{ 'a;b': '1;2', c: 3 }]);
    expect(parse('a\tb\n1\t2\n')).toEqual([{ a: 1, b: 2 }]);
  });

  test('has the types a person said', () => {
    expect(parse('a,b\n1,x\n2,3\n', { columns: { a: 'text', b: 'number' } })).toEqual([
      { a: '1', b: null },
      { a: '2', b: 3 },
    ]);
  });

  test('is read as far as a person wants', () => {
    expect(parse('a\n1\n2\n3\n', { rows: 2 })).toEqual([{ a: 1 }, { a: 2 }]);
  });

  test('says which row does not fit', () => {
    expect(() => parse('a,b\n1,2\n3\n')).toThrow('row 3: 1 fields');
  });

  test('keeps columns apart that have one name or none, odd names too', () => {
    expect(parse('a,a,,__proto__\n1,2,3,4\n')).toEqual([
      JSON.parse('{"a":1,"a (2)":2,"column 3":3,"__proto__":4}'),
    ]);
  });
});

describe('the text of a file', () => {
  test('is UTF-8, what its mark says, or what a person named; never a guess that loses letters', () => {
    const latin = Uint8Array.of(0x5a, 0xfc, 0x72, 0x69, 0x63, 0x68);
    expect(decodeText(latin, null)).toBeNull();
    expect(decodeText(latin, 'windows-1252')).toBe('Zürich');
    expect(decodeText(Uint8Array.of(0xff, 0xfe, 0x41, 0x00), null)).toBe('A');
    expect(decodeText(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41), null)).toBe('A');
    expect(decodeText(Uint8Array.of(0xb1, 0xb1), 'gb18030')).toBe('北');
    expect(decodeText(latin, 'no-such')).toBeNull();
  });
});
