import { describe, expect, test } from 'vitest';
import { readOutline } from './read-outline.ts';

const yaml = `millrace: 1
id: flights
name: Delayed
params: { late: { type: integer }, any: }
tasks:
  # All of them.
  read:
    type: files

  half:
  late: { dependencies: [read, gone, read, late] } # half
  code:
    name: Code
    with:
      code: |
        1

  '10': text
x-layout: { read: [1, 2], gone: [3, 4], late: [1], '10': [5, 6] }
`;

describe('the outline of a text', () => {
  test('has every task that is there, also half written ones and those on a circle', () => {
    const outline = readOutline({ text: yaml, format: 'yaml' });

    expect(outline).toMatchObject({
      id: 'flights',
      name: 'Delayed',
      description: '',
      params: [
        { name: 'late', type: 'integer' },
        { name: 'any', type: 'json' },
      ],
      tasks: [
        { id: 'read', name: 'read', type: 'files', dependencies: [] },
        { id: 'half', name: 'half', type: '', dependencies: [] },
        { id: 'late', type: '', dependencies: [0, 2] },
        { id: 'code', name: 'Code' },
        { id: '10', name: '10', type: '', dependencies: [] },
      ],
    });
    expect(outline?.layout).toEqual(
      new Map([
        ['read', [1, 2]],
        ['10', [5, 6]],
      ]),
    );
  });

  test.each([
    ['as typed', yaml],
    ['behind a byte order mark', `\ufeff${yaml}`],
    ['with CR LF', yaml.replaceAll('\n', '\r\n')],
  ])('says where each task stands %s, from its key to behind its value', (_how, text) => {
    const tasks = readOutline({ text, format: 'yaml' })?.tasks ?? [];

    const parts = tasks.map(({ from, to }) => text.slice(from, to).replaceAll('\r', ''));

    expect(parts).toEqual([
      'read:\n    type: files',
      expect.stringMatching(/^half:?$/),
      'late: { dependencies: [read, gone, read, late] }',
      'code:\n    name: Code\n    with:\n      code: |\n        1',
      "'10': text",
    ]);
  });

  test('is the same of JSON', () => {
    const text =
      '{"id":"x","tasks":{"b":{"type":"js","with":{"a":[{}]}},\n"10": 5 ,"2":{"dependencies":["b"]}, "end": null }, "tasks2": {"no": {}}}';

    const tasks = readOutline({ text, format: 'json' })?.tasks ?? [];

    expect(tasks.map(({ from, to }) => text.slice(from, to))).toEqual([
      '"b":{"type":"js","with":{"a":[{}]}}',
      '"10": 5',
      '"2":{"dependencies":["b"]}',
      '"end": null',
    ]);
    expect(tasks.map(({ dependencies }) => dependencies)).toEqual([[], [], [0], []]);
  });

  test('is none while the form of the text has a mistake', () => {
    expect(readOutline({ text: 'tasks: {', format: 'yaml' })).toBeNull();
    expect(readOutline({ text: '[]', format: 'json' })).toBeNull();
  });
});
