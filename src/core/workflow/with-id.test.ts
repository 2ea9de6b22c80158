import { describe, expect, test } from 'vitest';
import { withId } from './with-id.ts';

describe('a workflow under another id', () => {
  test('keeps the comments and order of YAML', () => {
    const text =
      '# mine\nmillrace: 1\nid: old # here\ntasks:\n  b: { type: noop }\n  a: { type: noop }\n';

    expect(withId(text, 'yaml', 'new')).toBe(text.replace('old', 'new'));
  });

  test('keeps every other character of JSON, and the order of keys that look like numbers', () => {
    const text =
      '{ "tasks": {"10": {"type":"noop","with":{"id":"old"}}, "2": {"type":"noop"}},\n "id" : "o\\"ld", "millrace":1 }';

    expect(withId(text, 'json', '新')).toBe(text.replace('"o\\"ld"', '"新"'));
  });
});
