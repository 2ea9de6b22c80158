import { describe, expect, test } from 'vitest';
import { readValue } from './read-value.ts';

const source = {
  text: 'tasks:\n  10: { type: noop }\n  a: { type: js, with: { list: [x, y] } }\n'.replace(
    '10',
    '"10"',
  ),
  format: 'yaml',
} as const;

describe('a value in a text', () => {
  test('is read by its path, as plain data', () => {
    expect(readValue(source, ['tasks', 'a', 'with', 'list', 1])).toBe('y');
    expect(readValue(source, ['tasks', '10'])).toEqual({ type: 'noop' });
    expect(readValue(source, [])).toMatchObject({ tasks: { a: { type: 'js' } } });
  });

  test('that is not there, or in a text whose form cannot be read, is null', () => {
    expect(readValue(source, ['tasks', 'gone', 'with'])).toBeNull();
    expect(readValue(source, ['tasks', 'constructor'])).toBeNull();
    expect(readValue({ text: 'a: [', format: 'yaml' }, ['a'])).toBeNull();
  });
});
