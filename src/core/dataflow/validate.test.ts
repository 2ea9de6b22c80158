import { describe, expect, test } from 'vitest';
import type { SourceFormat } from '#core/workflow/source.ts';
import { sampleTypes } from './sample-types.ts';
import { validateFile, validateText } from './validate.ts';

function check(text: string, format: SourceFormat = 'yaml') {
  return validateText(text, format, sampleTypes);
}

/** `code line:column`, which is what a person looks for. */
function problemsOf(text: string, format: SourceFormat = 'yaml'): string[] {
  return check(text, format).problems.map(
    ({ code, line, column }) => `${code} ${String(line)}:${String(column)}`,
  );
}

const head = 'millrace: 1\nid: w\n';

describe('a valid file', () => {
  test('has a hash, the facts of its graph and no problem', () => {
    const result = check(
      `${head}tasks:\n  a: {type: step}\n  b: {type: step, dependencies: [a]}\n`,
    );

    expect(result).toMatchObject({
      id: 'w',
      valid: true,
      graph: { tasks: 2, dependencies: 1, levels: 2, width: 1 },
      problems: [],
    });
    expect(result.hash).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test('may hold no task at all (WF-11)', () => {
    expect(check(`${head}tasks: {}\n`)).toMatchObject({
      valid: true,
      graph: { tasks: 0, dependencies: 0, levels: 0, width: 0 },
    });
  });

  test('fills in every default (WF-05, WF-08, WF-09)', () => {
    const { workflow } = check(`${head}tasks:\n  a: {type: step}\n`);

    expect(workflow?.name).toBe('w');
    expect([...(workflow?.tasks.values() ?? [])]).toEqual([
      {
        id: 'a',
        name: 'a',
        type: 'step',
        with: {},
        dependencies: [],
        triggerRule: 'all_success',
        retryPolicy: {
          maxRetries: 0,
          backoffSeconds: 0,
          backoffCoefficient: 2,
          maxBackoffSeconds: 60,
          jitter: 0,
          nonRetryable: [],
          extra: new Map(),
        },
        timeoutSeconds: undefined,
        totalTimeoutSeconds: undefined,
        effect: 'pure',
        metadata: new Map(),
        extra: new Map(),
      },
    ]);
  });

  test('keeps the order in which tasks were written, also of ids like 10', () => {
    const yaml = check(`${head}tasks: {b: {type: step}, "10": {type: step}, "9": {type: step}}`);
    const json = check(
      '{"millrace":1,"id":"w","tasks":{"b":{"type":"step"},"10":{"type":"step"},"9":{"type":"step"}}}',
      'json',
    );

    expect([...(yaml.workflow?.tasks.keys() ?? [])]).toEqual(['b', '10', '9']);
    expect([...(json.workflow?.tasks.keys() ?? [])]).toEqual(['b', '10', '9']);
    expect(json.hash).toBe(yaml.hash);
  });

  test.each(['python3.11', '0ad', '__proto__', 'constructor', '名', 'a b/../c', '\u202e'])(
    'may have a task with the id %j (STO-11)',
    (id) => {
      const file = { millrace: 1, id, tasks: {}, metadata: {} };
      const text = JSON.stringify(file)
        .replace('"tasks":{}', `"tasks":{${JSON.stringify(id)}:{"type":"step"}}`)
        .replace('"metadata":{}', `"metadata":{${JSON.stringify(id)}:"x"}`);
      const { workflow, problems } = check(text, 'json');

      expect(problems).toEqual([]);
      expect([...(workflow?.tasks.keys() ?? [])]).toEqual([id]);
      expect([...(workflow?.metadata ?? [])]).toEqual([[id, 'x']]);
      expect(Object.prototype).not.toHaveProperty('x');
    },
  );
});

describe('problems', () => {
  test('are all told at once, by line, column and code (WF-15)', () => {
    const text = `millrace: 1
id: ""
nam: x
permissions: {}
tasks:
  a: {type: stp, dependencies: [b, b, zz, 1], timeoutSeconds: 0, foreach: x}
  b: {type: step, dependencies: [a], with: {secnds: 1, seconds: -1, count: 1.5}}
  c: {type: code, dependencies: [c], retryPolicy: {maxRetries: 1001, backoffSeconds: -1}}
  d: 5
  e: {with: {}, triggerRule: one_done, effect: twice}
  f: {type: load, with: {example: a, param: b}, timeoutSeconds: 40000000}
  g: {type: load, name: 5, when: x}
metadata: {a: b, c: 1}
createdAt: yesterday
`;

    expect(problemsOf(text)).toEqual([
      'outOfRange 2:5',
      'unknownField 3:1',
      'unsupported 4:1',
      'unknownType 6:13',
      'cycle 6:33',
      'duplicateDependency 6:36',
      'unknownTask 6:39',
      'wrongType 6:43',
      'outOfRange 6:63',
      'unsupported 6:66',
      'unknownField 7:45',
      'outOfRange 7:65',
      'wrongType 7:76',
      'missingField 8:3',
      'cycle 8:34',
      'limit 8:64',
      'outOfRange 8:86',
      'wrongType 9:6',
      'missingField 10:3',
      'unsupported 10:30',
      'outOfRange 10:48',
      'unsupported 11:19',
      'limit 11:65',
      'missingField 12:3',
      'wrongType 12:25',
      'unsupported 12:28',
      'wrongType 13:21',
      'wrongType 14:12',
    ]);
  });

  test('name the task, its path and what was likely meant', () => {
    const text = `${head}tasks:\n  load: {type: step}\n  b: {type: step, dependencies: [laod]}\n`;

    expect(check(text).problems).toEqual([
      {
        code: 'unknownTask',
        severity: 'error',
        reason: 'unknownTask',
        args: { task: 'b', dependency: 'laod' },
        line: 5,
        column: 34,
        path: ['tasks', 'b', 'dependencies', 0],
        taskIds: ['b'],
        hint: 'load',
      },
    ]);
  });

  test('of a cycle are one, with exactly its members, sorted (WF-16)', () => {
    const text = `${head}tasks:
  z: {type: step, dependencies: [a]}
  m: {type: step, dependencies: [z]}
  a: {type: step, dependencies: [m]}
  after: {type: step, dependencies: [a]}
`;
    const { problems, graph } = check(text);

    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code: 'cycle', taskIds: ['a', 'm', 'z'], line: 4 });
    expect(graph).toBe(null);
  });

  test('of an unknown type list the known ones (WF-18)', () => {
    const { problems, graph } = check(`${head}tasks: {a: {type: stepp}}`);

    expect(problems[0]).toMatchObject({
      code: 'unknownType',
      args: { known: ['code', 'load', 'step'] },
      hint: 'step',
    });
    expect(graph).toEqual({ tasks: 1, dependencies: 0, levels: 1, width: 1 });
  });

  test('that are warnings leave the file valid and its unknown fields in place', () => {
    const text = `${head}x-layout: {a: [1, 2]}\ntask: 1\ntasks: {a: {type: step, tiemout: 3}}`;
    const { valid, problems, workflow } = check(text);

    expect(valid).toBe(true);
    expect(problems.map(({ code, hint }) => [code, hint])).toEqual([
      ['unknownField', 'tasks'],
      ['unknownField', null],
    ]);
    expect(workflow?.extra).toEqual(
      new Map<string, unknown>([
        ['x-layout', { a: [1, 2] }],
        ['task', 1],
      ]),
    );
  });

  test('are bounded in number, and ready at once', () => {
    const tasks = Array.from({ length: 60_000 }, (_, index) => {
      const number = String(index);
      return `"s${number}":{"type":"n${number}","dependencies":["z${number}"]}`;
    });
    const { problems } = check(`{"millrace":1,"id":"w","tasks":{${tasks.join(',')}}}`, 'json');

    expect(problems).toHaveLength(100_001);
    expect(problems.filter(({ reason }) => reason === 'problems')).toHaveLength(1);
  });

  test.each([
    ['a and A', 'a', 'A'],
    ['a Cyrillic a', 'data', 'd\u0430ta'],
    ['a zero-width space', 'load', 'lo\u200bad'],
    ['a no-break space', 'a b', 'a\u00a0b'],
    ['a full-width letter', 'x', '\uff58'],
    ['l and 1', 'task-l', 'task-1'],
  ])('warn of ids that look alike: %s', (_name, one, other) => {
    const tasks = { [one]: { type: 'step' }, [other]: { type: 'step' } };
    const { problems, valid } = check(JSON.stringify({ millrace: 1, id: 'w', tasks }), 'json');

    expect(valid).toBe(true);
    expect(problems).toMatchObject([{ code: 'lookalikeId', taskIds: [one, other] }]);
  });
});

describe('ids that differ to the eye', () => {
  test.each([
    ['e', 'é'],
    ['कि', 'की'],
    ['名', '各'],
    ['task-2', 'task-3'],
    ['b', 'd'],
  ])('like %s and %s are no lookalikes', (one, other) => {
    const tasks = { [one]: { type: 'step' }, [other]: { type: 'step' } };

    expect(check(JSON.stringify({ millrace: 1, id: 'w', tasks }), 'json').problems).toEqual([]);
  });
});

describe('the limits', () => {
  test.each([
    ['id', `millrace: 1\nid: ${'a'.repeat(201)}\ntasks: {}`, 'limit 2:5'],
    ['task id', `${head}tasks: {${'a'.repeat(201)}: {type: step}}`, 'limit 3:9'],
    ['empty task id', `${head}tasks: {"": {type: step}}`, 'outOfRange 3:9'],
    ['name', `${head}name: ${'a'.repeat(1001)}\ntasks: {}`, 'limit 3:7'],
    [
      'no retries',
      `${head}tasks: {a: {type: step, retryPolicy: {maxRetries: -1}}}`,
      'outOfRange 3:51',
    ],
    [
      'half a retry',
      `${head}tasks: {a: {type: step, retryPolicy: {maxRetries: 0.5}}}`,
      'wrongType 3:51',
    ],
    ['timeout of 0', `${head}tasks: {a: {type: step, timeoutSeconds: 0}}`, 'outOfRange 3:41'],
    [
      'timeout of 367 days',
      `${head}tasks: {a: {type: step, timeoutSeconds: 31708800}}`,
      'limit 3:41',
    ],
    ['millrace 2', 'millrace: 2\nid: w\ntasks: {}', 'unsupported 1:11'],
    ['millrace "1"', 'millrace: "1"\nid: w\ntasks: {}', 'wrongType 1:11'],
  ])('of %s are kept', (_name, text, expected) => {
    expect(problemsOf(text)).toEqual([expected]);
  });

  test('count characters, so that 200 of any kind are an id', () => {
    expect(problemsOf(`${head}tasks: {"${'😀'.repeat(200)}": {type: step}}`)).toEqual([]);
  });

  test('of a file are looked at before it is read', () => {
    const bytes = new Uint8Array(8 * 1024 * 1024 + 1);

    expect(validateFile({ name: 'a.yaml', bytes }, sampleTypes)).toMatchObject({
      valid: false,
      source: null,
      problems: [{ code: 'limit', reason: 'fileBytes', line: 1, column: 1 }],
    });
  });

  test('of a file hold for its text, too', () => {
    expect(check(`# ${'é'.repeat(4 * 1024 * 1024)}`).problems).toMatchObject([
      { code: 'limit', reason: 'fileBytes', line: 1, column: 1 },
    ]);
  });

  test('allow a chain of 100,000 tasks and refuse one more (MOD-01)', () => {
    const chain = (count: number) => {
      const tasks = Array.from({ length: count }, (_, index) => {
        const dependencies = index === 0 ? '' : `"t${String(index - 1)}"`;
        return `"t${String(index)}":{"type":"step","dependencies":[${dependencies}]}`;
      });
      return check(`{"millrace":1,"id":"w","tasks":{${tasks.join(',')}}}`, 'json');
    };

    expect(chain(100_000).graph).toEqual({
      tasks: 100_000,
      dependencies: 99_999,
      levels: 100_000,
      width: 1,
    });
    expect(chain(100_001).problems).toMatchObject([{ code: 'limit', reason: 'tasks' }]);
  });
});
