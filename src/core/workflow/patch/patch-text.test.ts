import { describe, expect, test } from 'vitest';
import type { SourceFormat } from '#core/workflow/source.ts';
import type { TextOperation } from './operation.ts';
import { patchText } from './patch-text.ts';

function patched(text: string, operation: TextOperation, format: SourceFormat = 'yaml'): string {
  const result = patchText({ text, format }, operation);
  if (!result.ok) return `refused: ${result.problem.code}`;
  let made = '';
  let at = 0;
  for (const { from, to, insert } of result.value) {
    made += text.slice(at, from) + insert;
    at = to;
  }
  return made + text.slice(at);
}

/** Lines that went and lines that came. */
function difference(text: string, operation: TextOperation, format?: SourceFormat): string[] {
  const before = text.split('\n');
  const after = patched(text, operation, format).split('\n');
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return [
    ...before.slice(start, before.length - end).map((line) => `- ${line}`),
    ...after.slice(start, after.length - end).map((line) => `+ ${line}`),
  ];
}

const flights = `# Which airports?
millrace: 1
id: flights
tasks:
  # All of them.
  read:
    type: files # from the app
    with: { example: flights.csv, format: csv }

  # About half.
  late:
    type: js
    dependencies: [read] # only this
    with:
      minimum: '\${{ tasks.read.output.x }}'
      code: |
        export default () => 1;

        // end

  done: { type: noop, dependencies: [late, read] }
# The end.
`;

describe('a task that is added', () => {
  test('stands behind another one, set apart as the others are, with its position at the end', () => {
    const task = {
      id: '0ad',
      type: 'js',
      dependencies: ['late'],
      with: { code: 'a\n  b\n' },
    };

    expect(difference(flights, { kind: 'addTask', task, after: 'late', position: [1, 2] })).toEqual(
      [
        '-   done: { type: noop, dependencies: [late, read] }',
        '+   0ad:',
        '+     type: js',
        '+     dependencies: [late]',
        '+     with:',
        '+       code: |',
        '+         a',
        '+           b',
        '+ ',
        '+   done: { type: noop, dependencies: [late, read] }',
        '+ x-layout:',
        '+   0ad: [1, 2]',
      ],
    );
  });

  test.each([
    ['tasks: {} # none\n', 'tasks: # none\n  a:\n    type: noop\n'],
    ['tasks:\n', 'tasks:\n  a:\n    type: noop\n'],
    ['id: x', 'id: x\ntasks:\n  a:\n    type: noop'],
    [
      'id: x\r\ntasks: { b: { type: js } }\r\n',
      'id: x\r\ntasks: { b: { type: js }, a: { type: noop } }\r\n',
    ],
    [
      'tasks:\n    b:\n        type: js\n',
      'tasks:\n    b:\n        type: js\n    a:\n        type: noop\n',
    ],
    [
      '\ufefftasks:\n  b: &x\n    type: js\n',
      '\ufefftasks:\n  b: &x\n    type: js\n  a:\n    type: noop\n',
    ],
  ])('makes of %j what one would type', (text, wanted) => {
    const task = { id: 'a', type: 'noop' };

    expect(patched(text, { kind: 'addTask', task, after: null, position: null })).toBe(wanted);
  });

  test('is refused under an id that is taken or empty, and on a circle', () => {
    const add = (id: string, dependencies: readonly string[], text = flights) =>
      patched(text, {
        kind: 'addTask',
        task: { id, type: 'js', dependencies },
        after: null,
        position: null,
      });

    expect(add('read', [])).toBe('refused: taskExists');
    expect(add('', [])).toBe('refused: emptyId');
    expect(add('a', ['gone'])).toBe('refused: unknownTask');
    expect(add('a', ['b'], 'tasks: { b: { dependencies: [a] } }')).toBe('refused: cycle');
  });
});

describe('a task that is removed', () => {
  test('takes its own comments with it, and its name in the dependencies of others', () => {
    expect(patched(flights, { kind: 'removeTasks', ids: ['read', 'late'] })).toBe(
      '# Which airports?\nmillrace: 1\nid: flights\ntasks:\n  done: { type: noop }\n# The end.\n',
    );
  });

  test('leaves an empty map behind when it was the last one', () => {
    expect(patched(flights, { kind: 'removeTasks', ids: ['read', 'late', 'done'] })).toBe(
      '# Which airports?\nmillrace: 1\nid: flights\ntasks: {}\n# The end.\n',
    );
  });
});

describe('a task that is renamed', () => {
  test('is renamed where others depend on it, read it, and where it stands', () => {
    const text = `${flights}x-layout: { read: [1, 2] }\n`;

    const renamed = patched(text, { kind: 'renameTask', id: 'read', newId: 'python3.11' });

    expect(renamed).toBe(
      text
        .replace('  read:', '  python3.11:')
        .replace('[read]', '[python3.11]')
        .replace('late, read', 'late, python3.11')
        .replace('tasks.read.', 'tasks["python3.11"].')
        .replace('{ read:', '{ python3.11:'),
    );
  });

  test.each([
    [
      `"\${{ tasks.a.output + tasks['a'].output }}"`,
      `"\${{ tasks['b c'].output + tasks['b c'].output }}"`,
    ],
    ['"${{ tasks[\\"a\\"].output }}"', '"${{ tasks[\\"b c\\"].output }}"'],
    ['x ${{ tasks.a.output }} y', `'x \${{ tasks["b c"].output }} y'`],
    [`'\${{ x.tasks.a + tasks.ab + "tasks.a" }} tasks.a $\${{ tasks.a }}'`, null],
  ])('in the reference %s', (before, after) => {
    const text = `tasks:\n  a: { type: noop }\n  z:\n    type: noop\n    with:\n      output: ${before}\n`;

    expect(patched(text, { kind: 'renameTask', id: 'a', newId: 'b c' })).toBe(
      text.replace('  a:', '  b c:').replace(before, () => after ?? before),
    );
  });

  test('keeps the code of a type that calls it literal', () => {
    const text =
      'tasks:\n  a: { type: js }\n  z: { type: js, with: { code: "`${{ tasks.a }}`" } }\n';
    const literal = { type: 'js', literal: ['code'] };
    const types = new Map([['js', literal as never]]);

    const result = patchText(
      { text, format: 'yaml' },
      { kind: 'renameTask', id: 'a', newId: 'b' },
      types,
    );

    expect(result.ok && result.value).toHaveLength(1);
  });
});

describe('a connection', () => {
  test.each([
    ['a: { type: js }', 'a: { type: js, dependencies: [b] }'],
    ['a:\n    type: js\n    with: {}', 'a:\n    type: js\n    dependencies: [b]\n    with: {}'],
    ['a:\n    dependencies:\n    - c # x', 'a:\n    dependencies:\n    - c # x\n    - b'],
    ['a:\n    dependencies: [c,]', 'a:\n    dependencies: [c, b,]'],
    [
      'a:\n    dependencies: [\n      c # x\n    ]',
      'a:\n    dependencies: [\n      c, # x\n      b\n    ]',
    ],
  ])('is made in %j as its list is written', (before, after) => {
    const text = `tasks:\n  ${before}\n  b: {}\n  c: {}\n`;

    expect(patched(text, { kind: 'connect', id: 'a', dependency: 'b' })).toBe(
      text.replace(before, after),
    );
    expect(
      patched(text.replace(before, after), { kind: 'disconnect', id: 'a', dependency: 'b' }),
    ).toBe(text);
  });

  test('that is there already changes nothing', () => {
    expect(difference(flights, { kind: 'connect', id: 'late', dependency: 'read' })).toEqual([]);
  });

  test('is refused when it closes a circle or names what is not there', () => {
    const connect = (id: string, dependency: string) =>
      patched(flights, { kind: 'connect', id, dependency });

    expect(connect('read', 'done')).toBe('refused: cycle');
    expect(connect('read', 'read')).toBe('refused: cycle');
    expect(connect('gone', 'read')).toBe('refused: unknownTask');
    expect(connect('read', 'gone')).toBe('refused: unknownTask');
    expect(patched(flights, { kind: 'disconnect', id: 'read', dependency: 'done' })).toBe(
      'refused: notConnected',
    );
  });
});

describe('a value that is set', () => {
  const set = (text: string, path: readonly (string | number)[], value: unknown) =>
    difference(text, { kind: 'setValue', path, value: value as string });
  const late = ['tasks', 'late'];

  test('changes only the lines of code that differ', () => {
    expect(set(flights, [...late, 'with', 'code'], 'export default () => 2;\n\n// end\n')).toEqual([
      '-         export default () => 1;',
      '+         export default () => 2;',
    ]);
    expect(set(flights, [...late, 'with', 'code'], '  x\n\n')).toEqual([
      '-       code: |',
      '-         export default () => 1;',
      '- ',
      '-         // end',
      '+       code: |2+',
      '+           x',
    ]);
  });

  test('keeps its quotes, and gets some where it would be read as something else', () => {
    expect(set(flights, [...late, 'with', 'minimum'], "it's")).toEqual([
      "-       minimum: '${{ tasks.read.output.x }}'",
      "+       minimum: 'it''s'",
    ]);
    expect(set(flights, ['tasks', 'read', 'type'], 'a: b')).toEqual([
      '-     type: files # from the app',
      "+     type: 'a: b' # from the app",
    ]);
  });

  test('makes the maps on the way, and takes those it leaves empty', () => {
    expect(set(flights, [...late, 'retryPolicy', 'maxRetries'], 3)).toEqual([
      '+     retryPolicy:',
      '+       maxRetries: 3',
    ]);
    expect(
      set(
        'tasks:\n  a:\n    type: js\n    with:\n      x: 1\n',
        ['tasks', 'a', 'with', 'x'],
        undefined,
      ),
    ).toEqual(['-     with:', '-       x: 1']);
  });

  test('opens braces for lines of text', () => {
    expect(set(flights, ['tasks', 'read', 'with', 'code'], 'a\nb')).toEqual([
      '-     with: { example: flights.csv, format: csv }',
      '+     with:',
      '+       example: flights.csv',
      '+       format: csv',
      '+       code: |-',
      '+         a',
      '+         b',
    ]);
  });

  test('stands where one would look for it', () => {
    expect(set(flights, ['name'], 'Flights')).toEqual(['+ name: Flights']);
    expect(set(flights, [...late, 'name'], 'Late')).toEqual(['+     name: Late']);
  });
});

describe('JSON', () => {
  const text = '{\n  "id": "x",\n  "tasks": {\n    "10": {"type": "js"},\n    "2": {}\n  }\n}';

  test('keeps its layout and the order of its keys', () => {
    const task = { id: 'a', type: 'js', dependencies: ['2'] };
    const operation = { kind: 'addTask', task, after: '10', position: [1, 2] } as const;

    expect(patched(text, operation, 'json')).toBe(
      '{\n  "id": "x",\n  "tasks": {\n    "10": {"type": "js"},\n    "a": {\n      "type": "js",\n      "dependencies": ["2"]\n    },\n    "2": {}\n  },\n  "x-layout": {\n    "a": [1, 2]\n  }\n}',
    );
    expect(patched(text, { kind: 'connect', id: '10', dependency: '2' }, 'json')).toBe(
      text.replace('"js"', '"js", "dependencies": ["2"]'),
    );
    expect(patched(text, { kind: 'removeTasks', ids: ['2'] }, 'json')).toBe(
      text.replace(',\n    "2": {}', ''),
    );
  });

  test('stays on one line', () => {
    const short = '{"tasks":{"a":{"type":"js"},"b":{}}}';

    expect(patched(short, { kind: 'connect', id: 'a', dependency: 'b' }, 'json')).toBe(
      '{"tasks":{"a":{"type":"js","dependencies":["b"]},"b":{}}}',
    );
  });
});

describe('a text that shares parts by an anchor, an alias or a merge key', () => {
  const text = `tasks:
  base: &base
    type: js
    dependencies: &all [x]
  same: *base
  more: { <<: *base, name: More }
  list: { type: js, dependencies: *all }
  x: { type: js }
`;
  const refused = 'refused: shared';

  test('is left alone where an edit would change more than it says', () => {
    expect(patched(text, { kind: 'connect', id: 'list', dependency: 'base' })).toBe(refused);
    expect(patched(text, { kind: 'disconnect', id: 'base', dependency: 'x' })).toBe(refused);
    expect(patched(text, { kind: 'removeTasks', ids: ['base'] })).toBe(refused);
    expect(patched(text, { kind: 'removeTasks', ids: ['x'] })).toBe(refused);
    expect(patched(text, { kind: 'renameTask', id: 'x', newId: 'y' })).toBe(refused);
    expect(patched(text, { kind: 'duplicateTask', id: 'base', newId: 'y' })).toBe(refused);
    expect(patched(text, { kind: 'setValue', path: ['tasks', 'more', 'type'], value: 'x' })).toBe(
      refused,
    );
    expect(patched(text, { kind: 'setValue', path: ['tasks', 'same', 'type'], value: 'x' })).toBe(
      refused,
    );
  });

  test('is changed where it says what is meant', () => {
    expect(difference(text, { kind: 'duplicateTask', id: 'same', newId: 'again' })).toEqual([
      '+   again: *base',
    ]);
    expect(difference(text, { kind: 'removeTasks', ids: ['same'] })).toEqual(['-   same: *base']);
    expect(
      difference(text, { kind: 'setValue', path: ['tasks', 'more', 'name'], value: 'Less' }),
    ).toEqual(['-   more: { <<: *base, name: More }', '+   more: { <<: *base, name: Less }']);
  });
});

test('a text with a mistake in its form waits for a person', () => {
  const place = { kind: 'place', positions: null } as const;

  expect(patched('tasks: {', place)).toBe('refused: unreadable');
  expect(patched('tasks: []', place)).toBe('refused: unreadable');
  expect(patched('{"tasks": }', place, 'json')).toBe('refused: unreadable');
  expect(patched('', place)).toBe('refused: unreadable');
});
