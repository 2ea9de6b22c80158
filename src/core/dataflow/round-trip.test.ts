import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toTaskId, toWorkflowId } from '#core/shared/ids.ts';
import type { JsonValue } from '#core/shared/json.ts';
import { canonicalText, versionHash } from '#core/workflow/canonical.ts';
import { createTask, createWorkflow } from '#core/workflow/edit.ts';
import { noRetry } from '#core/workflow/model.ts';
import type { Param, Task, Workflow } from '#core/workflow/model.ts';
import { writeJson, writeYaml } from '#core/workflow/write.ts';
import { sampleTypes } from './sample-types.ts';
import { validateText } from './validate.ts';

/** Texts that a writer could get wrong, beside any text. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\t', '#', ':', '-', '"', "'", '|', '\r') }),
  fc.constantFrom('~', 'null', 'yes', '1', '1e3', '<<', '---', '...', '__proto__', '0x1', '.inf'),
  fc.constantFrom(
    'a\nb',
    'a\n',
    'a\nb\n\n',
    ' a\nb',
    'a\n b\n',
    '\n',
    '\ud800',
    '\u2028',
    '\ufeff',
  ),
);
const json = fc.oneof(fc.jsonValue({ maxDepth: 3 }), text) as fc.Arbitrary<JsonValue>;
const id = fc.oneof(
  fc.constantFrom('10', '9', '__proto__', 'constructor', '名', '<<', 'a b'),
  fc.string({ minLength: 1, maxLength: 20 }),
);
const unknownFields = fc
  .array(fc.tuple(id, json), { maxLength: 3 })
  .map((list) => new Map(list.map(([key, value]) => [`x-${key}`, value])));
const texts = fc.array(fc.tuple(id, text), { maxLength: 3 }).map((list) => new Map(list));

const param: fc.Arbitrary<Param> = fc
  .record({ default: json, description: text, extra: unknownFields, required: fc.boolean() })
  .map((part) => ({
    type: 'json',
    enum: undefined,
    minimum: undefined,
    maximum: undefined,
    ...part,
  }));

const task: fc.Arbitrary<Omit<Task, 'id'>> = fc
  .record({
    name: fc.string({ unit: 'binary', maxLength: 40 }),
    with: fc.record({ code: fc.constant('x\ny'), mine: json }),
    metadata: texts,
    extra: unknownFields,
    timeoutSeconds: fc.option(fc.integer({ min: 1, max: 1_000 }), { nil: undefined }),
    effect: fc.constantFrom('pure', 'once'),
    jitter: fc.constantFrom(0, 0.5),
  })
  .map(({ jitter, ...part }) => ({
    ...createTask({ id: toTaskId(''), type: 'code' }),
    ...part,
    retryPolicy: { ...noRetry, jitter },
  }));

const workflow: fc.Arbitrary<Workflow> = fc
  .record({
    id,
    name: fc.string({ unit: 'binary', maxLength: 40 }),
    description: text,
    params: fc.array(fc.tuple(id, param), { maxLength: 3 }),
    tasks: fc.array(fc.tuple(id, task), { maxLength: 4 }),
    metadata: texts,
    extra: unknownFields,
    createdAt: fc.option(fc.integer({ min: 0, max: 2_000_000_000_000 }), { nil: undefined }),
  })
  .map((parts) => {
    const named = new Map(
      parts.tasks.map(([taskId, body]) => [toTaskId(taskId), { ...body, id: toTaskId(taskId) }]),
    );
    const ids = [...named.keys()];
    const tasks = new Map<Task['id'], Task>();
    for (const [index, [taskId, body]] of [...named].entries()) {
      tasks.set(taskId, { ...body, dependencies: ids.slice(0, index) });
    }
    const workflowId = toWorkflowId(parts.id);
    return { ...parts, id: workflowId, params: new Map(parts.params), tasks, updatedAt: undefined };
  });

/** Whatever a generator wrote that looks like a reference is not what is tried here. */
function hasNoReference(value: Workflow): boolean {
  return !writeJson(value).includes('${{');
}

describe('a workflow that is written and read again (WF-20, WF-04, WF-01, WF-02, WF-07)', () => {
  test.each([
    ['JSON', 'json', writeJson],
    ['YAML', 'yaml', writeYaml],
  ] as const)('as %s is equal in all its parts', (_name, format, write) => {
    fc.assert(
      fc.property(workflow.filter(hasNoReference), (given) => {
        const result = validateText(write(given), format, sampleTypes);

        expect(result.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(result.workflow).toEqual(given);
        expect([...(result.workflow?.tasks.keys() ?? [])]).toEqual([...given.tasks.keys()]);
        expect(result.hash).toBe(versionHash(given));
      }),
      { numRuns: 300 },
    );
  });

  test('keeps code readable in YAML', () => {
    const now = 0;
    const empty = createWorkflow({ id: toWorkflowId('w'), name: 'w', description: '', now });
    const code = 'export default () => {\n\n  return "x: #";\n};\n';
    const written = writeYaml({
      ...empty,
      tasks: new Map([
        [toTaskId('a'), createTask({ id: toTaskId('a'), type: 'code', with: { code } })],
      ]),
    });

    expect(written).toBe(`millrace: 1
id: w
tasks:
  a:
    type: code
    with:
      code: |
        export default () => {

          return "x: #";
        };
createdAt: "1970-01-01T00:00:00.000Z"
updatedAt: "1970-01-01T00:00:00.000Z"
`);
  });
});

describe('the hash (CON-02)', () => {
  function hashOf(source: string): string | null {
    return validateText(source, 'yaml', sampleTypes).hash;
  }
  const plain = hashOf(
    'millrace: 1\nid: w\ntasks:\n  a: {type: step}\n  b: {type: step, dependencies: [a]}\n',
  );

  test.each([
    [
      'comments',
      '# hi\nmillrace: 1\nid: w\ntasks:\n  a: {type: step}\n  b: {type: step, dependencies: [a]}\n',
    ],
    [
      'the order of keys',
      'tasks:\n  b: {dependencies: [a], type: step}\n  a: {type: step}\nid: w\nmillrace: 1\n',
    ],
    [
      'times',
      'millrace: 1\nid: w\ncreatedAt: 2026-01-01T00:00:00Z\ntasks:\n  a: {type: step}\n  b: {type: step, dependencies: [a]}\n',
    ],
    [
      'positions',
      'millrace: 1\nid: w\nx-layout: {a: [1, 2]}\ntasks:\n  a: {type: step, x-a: 1}\n  b: {type: step, dependencies: [a]}\n',
    ],
    [
      'a dependency twice',
      'millrace: 1\nid: w\ntasks:\n  a: {type: step}\n  b: {type: step, dependencies: [a, a]}\n',
    ],
    [
      'defaults',
      'millrace: 1\nid: w\nname: w\ndescription: ""\nparams: {}\nmetadata: {}\ntasks:\n  a: {type: step, name: a, with: {}, dependencies: [], effect: pure, triggerRule: all_success, retryPolicy: {maxRetries: 0, maxBackoffSeconds: 60}}\n  b: {type: step, dependencies: [a]}\n',
    ],
  ])('does not change by %s', (_name, source) => {
    expect(hashOf(source)).toBe(plain);
  });

  test.each([
    [
      'a name',
      'millrace: 1\nid: w\nname: v\ntasks:\n  a: {type: step}\n  b: {type: step, dependencies: [a]}\n',
    ],
    [
      'an unknown field',
      'millrace: 1\nid: w\nfoo: 1\ntasks:\n  a: {type: step}\n  b: {type: step, dependencies: [a]}\n',
    ],
    [
      'a retry',
      'millrace: 1\nid: w\ntasks:\n  a: {type: step, retryPolicy: {maxRetries: 1}}\n  b: {type: step, dependencies: [a]}\n',
    ],
  ])('changes by %s', (_name, source) => {
    expect(hashOf(source)).not.toBe(plain);
  });

  test('is that of the canonical text', () => {
    const { workflow: read } = validateText(
      'millrace: 1\nid: w\nname: N\nparams: {n: {type: integer, default: 1}}\ntasks: {b: {type: step, dependencies: [a]}, a: {type: step, with: {output: {z: 1, y: 2}}}}',
      'yaml',
      sampleTypes,
    );

    expect(read === null ? '' : canonicalText(read)).toBe(
      '{"id":"w","millrace":1,"name":"N","params":{"n":{"default":1,"type":"integer"}},' +
        '"tasks":{"a":{"type":"step","with":{"output":{"y":2,"z":1}}},"b":{"dependencies":["a"],"type":"step"}}}',
    );
  });
});
