import { describe, expect, test } from 'vitest';
import { toTaskId } from '#core/shared/ids.ts';
import { filterLines } from './log-filter.ts';
import { lineSentence } from './said-line.ts';
import { textFor } from '#text/text.ts';
import { shapeOf } from './output-shape.ts';
import { rawView, textView, viewsOf } from './output-views.ts';
import { filterRows, nextSort, sortRows } from './table-order.ts';

describe('the views of an output', () => {
  test.each([
    [[{ a: 1 }], ['table', 'tree', 'text', 'raw']],
    [{ a: 1 }, ['table', 'tree', 'text', 'raw']],
    [
      [1, 2],
      ['text', 'tree', 'raw'],
    ],
    ['words', ['text', 'raw']],
    [12, []],
    ['', []],
    [[], []],
  ])('of %j are %j', (value, views) => {
    expect(viewsOf(shapeOf(value))).toEqual(views);
  });

  test('show text as it reads, and raw as it is exported, both bounded', () => {
    expect(textView('a\nb')).toEqual({ text: 'a\nb', isCut: false });
    expect(textView({ a: 1 }).text).toBe('{\n  "a": 1\n}');
    expect(rawView('a\nb').text).toBe('"a\\nb"');
    expect(rawView('x'.repeat(200_000))).toMatchObject({ isCut: true });
  });
});

describe('a table', () => {
  const rows = [{ id: 'b', late: 9 }, { id: 'a', late: 10 }, { id: 'c' }];
  const late = { key: 'late', isNumeric: true };
  const id = { key: 'id', isNumeric: false };
  const idsBy = (sort: Parameters<typeof sortRows>[1]) =>
    sortRows(rows, sort, 'en').map((row) => row['id']);

  test('is sorted by numbers as numbers, what is absent last', () => {
    expect(idsBy({ column: late, isDescending: false })).toEqual(['b', 'a', 'c']);
    expect(idsBy({ column: late, isDescending: true })).toEqual(['a', 'b', 'c']);
    expect(idsBy({ column: id, isDescending: false })).toEqual(['a', 'b', 'c']);
    expect(idsBy(null)).toEqual(['b', 'a', 'c']);
  });

  test('turns round at the second press, and is as it was at the third', () => {
    const first = nextSort(null, id);
    const second = nextSort(first, id);

    expect(first).toEqual({ column: id, isDescending: false });
    expect(second).toEqual({ column: id, isDescending: true });
    expect(nextSort(second, id)).toBeNull();
    expect(nextSort(second, late)).toEqual({ column: late, isDescending: false });
  });

  test('shows the rows that hold the words', () => {
    expect(filterRows(rows, [id, late], ' 10 ')).toEqual([rows[1]]);
    expect(filterRows(rows, [id], '10')).toEqual([]);
    expect(filterRows(rows, [id], '')).toBe(rows);
  });
});

describe('a line of the log', () => {
  const line = { number: 1, time: 0, level: 'info', taskId: toTaskId('a'), attempt: 1 } as const;
  const words = textFor('zh-CN').run.said;

  test('of ours is said in the language of the page', () => {
    const said = { code: 'read', args: { name: 'a.csv', bytes: 12, format: 'csv' } };

    expect(lineSentence({ ...line, message: 'Read a.csv: 12 bytes as csv', said }, words)).toBe(
      '已读取 a.csv：12 字节，格式 csv',
    );
  });

  test('keeps what a task did not catch as it was', () => {
    const said = { code: 'uncaught', args: {} };

    expect(lineSentence({ ...line, message: 'Not caught: no rates', said }, words)).toBe(
      '未捕获：no rates',
    );
  });

  test('of a task stands as it was written, also when it looks like ours', () => {
    const message = 'Read a.csv: 12 bytes as csv';

    expect(lineSentence({ ...line, message }, words)).toBe(message);
  });
});

describe('log lines', () => {
  const aLine = (number: number, level: 'debug' | 'info' | 'warn' | 'error', message: string) => ({
    number,
    level,
    message,
    time: 0,
    taskId: toTaskId('upload'),
    attempt: 1,
  });
  const lines = [aLine(1, 'debug', 'one'), aLine(2, 'warn', 'Two'), aLine(3, 'error', 'three')];

  test('are filtered by the least level and by words of message or task', () => {
    const numbers = (...[level, search]: ['debug' | 'warn', string]) =>
      filterLines(lines, { level, search, say: ({ message }) => message }).map(
        ({ number }) => number,
      );

    expect(numbers('debug', '')).toEqual([1, 2, 3]);
    expect(numbers('warn', '')).toEqual([2, 3]);
    expect(numbers('debug', 'two')).toEqual([2]);
    expect(numbers('warn', 'UPLOAD')).toEqual([2, 3]);
  });
});
