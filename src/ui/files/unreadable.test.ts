import { describe, expect, test } from 'vitest';
import { textFor } from '#text/text.ts';
import { unreadableSentence } from './unreadable.ts';

const quotes = {
  reason: 'csv',
  row: 3,
  problem: 'MissingQuotes',
  detail: 'Quoted field unterminated',
} as const;

describe('a file of data that cannot be read', () => {
  test.each([
    [
      { reason: 'encoding', encoding: 'gb18030' } as const,
      'a.csv is not gb18030 text. Choose another encoding or separator, or drop another file.',
      'a.csv 不是 gb18030 文本。请选择其他编码或分隔符，或放入另一个文件。',
    ],
    [
      { reason: 'json' } as const,
      'a.csv is not JSON. Choose another encoding or separator, or drop another file.',
      'a.csv 不是 JSON。请选择其他编码或分隔符，或放入另一个文件。',
    ],
    [
      quotes,
      'a.csv is not readable as CSV, row 3: Quoted field unterminated. Choose another encoding or separator, or drop another file.',
      'a.csv 无法读作 CSV（第 3 行）：有引号没有闭合。请选择其他编码或分隔符，或放入另一个文件。',
    ],
    [
      { reason: 'uneven', row: 2, fields: 3, columns: 2 } as const,
      'a.csv has a row that does not fit, row 2: 3 fields, but the first row names 2 columns. Choose another encoding or separator, or drop another file.',
      'a.csv 有一行与表头不符：第 2 行有 3 个字段，而首行有 2 列。请选择其他编码或分隔符，或放入另一个文件。',
    ],
  ])('says what is wrong and what can be said otherwise: %j', (why, english, chinese) => {
    expect(unreadableSentence(why, 'a.csv', textFor('en'))).toBe(english);
    expect(unreadableSentence(why, 'a.csv', textFor('zh-CN'))).toBe(chinese);
  });
});
