import { describe, expect, test } from 'vitest';
import { parseCsv, type CsvFormat } from './csv.ts';
import { sniff } from './sniff.ts';
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

describe('a dropped file', () => {
  const look = (name: string, content: string | Uint8Array, said: object = {}) =>
    sniff({
      name,
      bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
      isWhole: true,
      encoding: null,
      separator: null,
      columns: {},
      ...said,
    });

  test('is guessed: encoding, separator, types, rows', () => {
    expect(look('a.csv', 'name;n\n"x;y";1\nz;2\n')).toEqual({
      kind: 'table',
      format: 'csv',
      encoding: 'utf-8',
      separator: ';',
      columns: [
        { name: 'name', type: 'text' },
        { name: 'n', type: 'number' },
      ],
      rows: [
        { name: 'x;y', n: 1 },
        { name: 'z', n: 2 },
      ],
      rowCount: 2,
    });
  });

  test('is looked at again as a person says it is', () => {
    const said = { separator: ',', columns: { 'a;b': 'text' } };
    expect(look('a.csv', 'a;b\n1\n', said)).toMatchObject({
      separator: ',',
      columns: [{ name: 'a;b', type: 'text' }],
      rows: [{ 'a;b': '1' }],
    });
  });

  test('of another encoding is not read as if it were UTF-8', () => {
    const words = 'Stadt,Straße\nZürich,Löwenstraße\nKöln,Große Budengasse\n';
    const latin = Uint8Array.from(words, (character) => character.charCodeAt(0));
    expect(look('a.csv', latin)).toMatchObject({ encoding: 'windows-1252', rowCount: 2 });
    const wide = new Uint8Array(
      new Uint16Array([0xfeff, ...Uint16Array.from('a\n1\n', (c) => c.charCodeAt(0))]).buffer,
    );
    expect(look('a.csv', wide)).toMatchObject({ encoding: 'utf-16le', rows: [{ a: 1 }] });
  });

  test('that is a list of objects in JSON is a table, another value is not', () => {
    expect(look('a.json', '[{"a":1},{"a":2,"b":"x"}]')).toMatchObject({
      kind: 'table',
      format: 'json',
      columns: [
        { name: 'a', type: 'number' },
        { name: 'b', type: 'text' },
      ],
    });
    expect(look('a.json', '{"a":1}')).toMatchObject({ kind: 'value' });
    expect(look('a.json', '{"a":')).toMatchObject({ kind: 'unreadable' });
  });

  test('of which only the beginning was read is cut at a whole row', () => {
    expect(look('a.csv', 'a,b\n1,2\n3', { isWhole: false })).toMatchObject({ rowCount: 1 });
    expect(look('a.json', '[{"a":1},{"a":2},{"a"', { isWhole: false })).toMatchObject({
      rows: [{ a: 1 }, { a: 2 }],
    });
  });

  test('that is a workflow is known as one', () => {
    expect(look('a.json', '{"millrace": 1, "id": "w", "tasks": {}}')).toEqual({ kind: 'workflow' });
    expect(look('a.json', '{"millrace": "one"}')).toEqual({ kind: 'workflow' });
    expect(look('a.yaml', '# hello\nmillrace: 1\nid: w\n')).toEqual({ kind: 'workflow' });
  });
});
