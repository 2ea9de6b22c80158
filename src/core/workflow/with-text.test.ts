import { describe, expect, test } from 'vitest';
import { withText } from './with-text.ts';

describe('a workflow with other texts at its root', () => {
  test('keeps the comments and order of YAML', () => {
    const text =
      '# mine\nmillrace: 1\nid: old # here\ntasks:\n  b: { type: noop }\n  a: { type: noop }\n';

    expect(withText(text, 'yaml', { id: 'new' })).toBe(text.replace('old', 'new'));
  });

  test('keeps every other character of JSON, and the order of keys that look like numbers', () => {
    const text =
      '{ "tasks": {"10": {"type":"noop","with":{"id":"old"}}, "2": {"type":"noop"}},\n "id" : "o\\"ld", "millrace":1 }';

    expect(withText(text, 'json', { id: '新' })).toBe(text.replace('"o\\"ld"', '"新"'));
  });

  test('adds a name where there was none', () => {
    expect(JSON.parse(withText('{"id":"a","tasks":{}}', 'json', { name: 'A' }))).toEqual({
      id: 'a',
      name: 'A',
      tasks: {},
    });
  });
});
