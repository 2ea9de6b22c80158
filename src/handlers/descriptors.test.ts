import { describe, expect, test } from 'vitest';
import { validateText } from '#core/dataflow/validate.ts';
import { workflowSchema } from '#core/workflow/schema.ts';
import { descriptors } from './descriptors.ts';

function problemsOf(task: unknown): string[] {
  const text = JSON.stringify({ millrace: 1, id: 'w', tasks: { a: task } });
  return validateText(text, 'json', descriptors).problems.map(
    ({ code, path }) => `${code} ${path.slice(2).join('.')}`,
  );
}

describe('the types', () => {
  test('are exactly those of the surface', () => {
    expect([...descriptors.keys()].sort()).toEqual([
      'command',
      'files',
      'http',
      'js',
      'noop',
      'python',
      'sql',
      'wait',
      'wasm',
    ]);
  });

  test('have all their literal fields in their schema, unless they are reserved', () => {
    for (const { literal, schema } of descriptors.values()) {
      if (schema.open) continue;
      for (const field of literal) expect(Object.keys(schema.properties)).toContain(field);
    }
  });

  test.each([
    { type: 'js', with: { code: 'export default () => 1', mine: { a: [1] } } },
    { type: 'noop' },
    { type: 'noop', with: { output: null, failAttempts: 2, seconds: 0.5 } },
    { type: 'wait', with: { seconds: '${{ execution.seconds }}' } },
    { type: 'files', with: { example: 'flights.csv', format: 'csv' } },
    { type: 'files', with: { param: 'file', name: 'f.csv' } },
    { type: 'command', with: { command: 'ls' } },
    { type: 'http', with: {} },
    { type: 'sql' },
    { type: 'wasm' },
    { type: 'python', with: { code: 'print(1)' } },
  ])('take %j (WF-03, WF-19)', (task) => {
    expect(problemsOf(task)).toEqual([]);
  });

  test.each([
    [{ type: 'js' }, 'missingField '],
    [{ type: 'js', with: {} }, 'missingField with'],
    [{ type: 'js', with: { code: 1 } }, 'wrongType with.code'],
    [{ type: 'js', with: { code: 'x', language: 'py' } }, 'outOfRange with.language'],
    [{ type: 'noop', with: { failAttempts: -1 } }, 'outOfRange with.failAttempts'],
    [{ type: 'noop', with: { outptu: 1 } }, 'unknownField with.outptu'],
    [{ type: 'wait', with: {} }, 'missingField with'],
    [{ type: 'wait', with: { seconds: -1 } }, 'outOfRange with.seconds'],
    [{ type: 'wait', with: { seconds: 366 * 86_400 + 1 } }, 'limit with.seconds'],
    [{ type: 'files', with: {} }, 'missingField with'],
    [{ type: 'files', with: { example: 'a', param: 'b' } }, 'unsupported with'],
    [{ type: 'shell' }, 'unknownType type'],
  ])('do not take %j', (task, expected) => {
    expect(problemsOf(task)).toEqual([expected]);
  });

  test('stand in the published schema, each with its fields', () => {
    const text = JSON.stringify(workflowSchema(descriptors));

    for (const { type, schema } of descriptors.values()) {
      expect(text).toContain(`"const":"${type}"`);
      for (const field of Object.keys(schema.properties)) expect(text).toContain(`"${field}":`);
    }
  });
});
