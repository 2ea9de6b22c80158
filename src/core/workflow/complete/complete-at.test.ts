import { describe, expect, test } from 'vitest';
import type { Descriptors, HandlerDescriptor } from '#core/workflow/descriptor.ts';
import type { SourceFormat } from '#core/workflow/source.ts';
import { completeAt, explainAt } from './complete-at.ts';

const load: HandlerDescriptor = {
  type: 'load',
  version: 1,
  schema: {
    properties: { name: { type: 'string' }, format: { enum: ['csv', 'json'] }, code: {} },
    required: [],
    open: false,
  },
  literal: ['code'],
  effect: 'pure',
  place: 'engine',
};
const types: Descriptors = new Map([
  ['load', load],
  ['code', { ...load, type: 'code' }],
]);

interface Completed {
  readonly labels: readonly string[];
  /** The text after the first choice. */
  readonly first: string;
}

/** The offset is where `|` stands. */
function complete(marked: string, format: SourceFormat = 'yaml'): Completed | null {
  const offset = marked.indexOf('¦');
  const text = marked.replace('¦', '');
  const completion = completeAt({ text, format }, offset, types);
  if (completion === null) return null;
  const { from, to, options } = completion;
  const insert = options[0]?.insert ?? '';
  return {
    labels: options.map(({ label }) => label),
    first: text.slice(0, from) + insert + text.slice(to),
  };
}

const yaml = (rest: string) => `millrace: 1
id: x
params:
  late: { type: integer }
  "odd name": {}
tasks:
  read:
    type: load
  sort:
    type: code
    dependencies: [read]
  last:
    type: load
    dependencies: [sort]
${rest}`;

describe('what may stand', () => {
  test('at the beginning of a line is a field of the workflow that is not there', () => {
    const found = complete(yaml('na¦'));

    expect(found?.labels).toEqual([
      'name',
      'description',
      'metadata',
      'createdAt',
      'updatedAt',
      'x-layout',
    ]);
    expect(found?.first).toBe(yaml('name: '));
  });

  test('in a task is one of its fields, with a line of its own for a map', () => {
    const found = complete(yaml('    ¦'));

    expect(found?.labels.slice(0, 2)).toEqual(['name', 'with']);
    expect(complete(yaml('    name: x\n    w¦'))?.first).toBe(
      yaml('    name: x\n    with:\n      '),
    );
  });

  test('in a key that has its colon keeps it', () => {
    expect(complete(yaml('    na¦me: x'))?.first).toBe(yaml('    name: x'));
  });

  test.each([
    ['    with:\n      ¦', ['name', 'format', 'code']],
    ['    with: { name: x, ¦ }', ['format', 'code']],
    ['    with: { name: x, f¦', ['format', 'code']],
    ['    with:\n      format: ¦', ['csv', 'json']],
    ['    with: { format: ¦ }', ['csv', 'json']],
    [
      '    retryPolicy: { ¦',
      [
        'maxRetries',
        'backoffSeconds',
        'backoffCoefficient',
        'maxBackoffSeconds',
        'jitter',
        'nonRetryable',
      ],
    ],
    ['    effect: ¦ # note', ['pure', 'repeatable', 'once']],
    ['    effect: pure # ¦', undefined],
    ['  next:\n    type: ¦', ['code', 'load']],
    ["  next:\n    type: '¦'", ['code', 'load']],
    ['  next:\n    type: load\n    dependencies: [¦', ['read', 'sort', 'last']],
    ['  next:\n    dependencies: [read, ¦]', ['sort', 'last']],
    ['  next:\n    dependencies:\n      - ¦', ['read', 'sort', 'last']],
    ['  next:\n    dependencies:\n    - read\n    - s¦', ['sort', 'last']],
    ['  next:\n    dependencies: ¦', ['read', 'sort', 'last']],
    ['  ¦', undefined],
  ])('in %j', (rest, labels) => {
    expect(complete(yaml(rest))?.labels).toEqual(labels);
  });

  test('as a dependency closes no circle', () => {
    const text = yaml('').replace('    type: load\n  sort', '    dependencies: [¦\n  sort');

    expect(complete(text)).toBeNull();
  });

  test.each([
    [
      "    with: { name: '${{ ¦ }}' }",
      ['params.late', 'params["odd name"]', 'tasks.sort.output', 'tasks.read.output'],
    ],
    [
      '    with:\n      name: "${{ params.l¦',
      ['params.late', "params['odd name']", 'tasks.sort.output', 'tasks.read.output'],
    ],
    ['    with:\n      code: |\n        ${{ ¦', undefined],
    [
      '    with:\n      name: |\n        x ${{ ¦',
      ['params.late', 'params["odd name"]', 'tasks.sort.output', 'tasks.read.output'],
    ],
  ])('within the reference of %j', (rest, labels) => {
    expect(complete(yaml(rest))?.labels).toEqual(labels);
  });

  test('within a reference is closed', () => {
    expect(complete(yaml("    with:\n      name: '${{ pa¦'"))?.first).toBe(
      yaml("    with:\n      name: '${{ params.late }}'"),
    );
    expect(complete(yaml("    with:\n      name: '${{ pa¦ }}'"))?.first).toBe(
      yaml("    with:\n      name: '${{ params.late }}'"),
    );
  });

  test.each([
    ['{"tasks": {"a": {"type": "load", "¦', ['name', 'with', 'dependencies']],
    ['{"tasks": {"a": {"type": "load"}, "b": {"dependencies": ["¦', ['a']],
    ['{"tasks": {"a": {"type": "load", "with": {"format": "¦"}}}}', ['csv', 'json']],
    ['{"tasks": {"a": {"type": ¦}}}', ['code', 'load']],
    ['{\n  ¦\n  "id": "x" }', ['millrace', 'name', 'description']],
  ])('in the JSON %j', (text, labels) => {
    expect(complete(text, 'json')?.labels.slice(0, labels.length)).toEqual(labels);
  });

  test('in JSON is quoted', () => {
    expect(complete('{"id": "x", "na¦me": 1}', 'json')?.first).toBe('{"id": "x", "millrace": 1}');
    expect(complete('{"tasks": {"a": {"type": "lo¦', 'json')?.first).toBe(
      '{"tasks": {"a": {"type": "code"',
    );
  });
});

describe('what a word means', () => {
  const explain = (marked: string, format: SourceFormat = 'yaml') => {
    const text = marked.replace('¦', '');
    const found = explainAt({ text, format }, marked.indexOf('¦'), types);
    return found === null ? null : [text.slice(found.from, found.to), found.topic];
  };

  test('is said of fields and types', () => {
    expect(explain(yaml('    retryPolicy:\n      max¦Retries: 3'))).toEqual([
      'maxRetries',
      { kind: 'field', name: 'task.retryPolicy.maxRetries' },
    ]);
    expect(explain(yaml('    with: { for¦mat: csv }'))).toEqual([
      'format',
      { kind: 'with', type: 'load', field: 'format' },
    ]);
    expect(explain(yaml('').replace('type: code', 'type: co¦de'))).toEqual([
      'code',
      { kind: 'type', type: 'code' },
    ]);
    expect(explain('{"tas¦ks": {}}', 'json')).toEqual([
      '"tasks"',
      { kind: 'field', name: 'workflow.tasks' },
    ]);
    expect(explain(yaml('    unk¦nown: 1'))).toBeNull();
    expect(explain(yaml('    with:\n      code: |\n        na¦me: 1'))).toBeNull();
  });
});
