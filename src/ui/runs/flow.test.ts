import { describe, expect, test } from 'vitest';
import { toContentHash } from '#core/shared/ids.ts';
import type { JsonValue } from '#core/shared/json.ts';
import { textFor } from '#text/text.ts';
import { flowOf } from './flow.ts';

const hash = toContentHash('sha256:00');
const told = (value: JsonValue) => flowOf({ hash, value }, textFor('en'));

describe('what a task handed on', () => {
  test('is told in rows when it is a table, in items when it is another list', () => {
    expect(told([{ airport: 'DFW' }, { airport: 'ORD' }])).toBe('2 rows');
    expect(told([{ airport: 'DFW' }])).toBe('1 row');
    expect(told([1, 2, 3])).toBe('3 items');
    expect(told([])).toBe('0 items');
  });

  test('is told in bytes when it is anything else', () => {
    expect(told({ sum: 12 })).toBe('10 B');
    expect(told('Ä')).toBe('4 B');
    expect(told({ $artifact: 'sha256:1', bytes: 2_300_000, name: 'a.csv' })).toBe('2.3 MB');
  });

  test('is told in bytes when the journal holds no more than those', () => {
    expect(flowOf({ hash, bytes: 70_000 }, textFor('en'))).toBe('70 kB');
  });

  test('is no value when it is null, and untold before it is there', () => {
    expect(told(null)).toBe('no value');
    expect(flowOf(null, textFor('en'))).toBeNull();
  });

  test('is told in Chinese', () => {
    expect(flowOf({ hash, value: [{ a: 1 }] }, textFor('zh-CN'))).toBe('1 行');
  });
});
