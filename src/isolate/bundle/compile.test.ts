import { describe, expect, test } from 'vitest';
import { transform } from 'sucrase';
import { compileTask, type CompiledTask } from './compile.ts';

const stripTypes = (code: string) =>
  transform(code, {
    transforms: ['typescript'],
    disableESTransforms: true,
    keepUnusedImports: true,
  }).code;

function compiled(code: string, language = 'js'): CompiledTask {
  const task = compileTask({ code, language }, stripTypes);
  if (task.kind === 'refused') throw new Error(task.problem.message);
  return task;
}

function refusal(code: string, language = 'js') {
  const task = compileTask({ code, language }, stripTypes);
  return task.kind === 'refused' ? task.problem : null;
}

/** Evaluates a part as an isolate does: one module, one call. */
async function exportsOf(...codes: string[]): Promise<unknown[]> {
  const parts = codes.map((code) => compiled(code).text);
  const text = `export const tasks=[\n${parts.join(',\n')}\n];`;
  const module = (await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(text)}`
  )) as { readonly tasks: ((exports: object) => Promise<void>)[] };
  const results = module.tasks.map(async (task) => {
    const exports: { default?: unknown } = {};
    await task(exports);
    return (exports.default as () => unknown)();
  });
  return Promise.all(results);
}

describe('the module of a task', () => {
  test.each([
    ['an arrow function', 'export default () => 1;'],
    ['an anonymous function', 'export default function () { return 1 }\n(0)'],
    [
      'a named function, used before it stands',
      'const x = f();\nexport default function f() { return 1 }',
    ],
    [
      'a declaration exported under the name default',
      'const f = () => 1; export { f as default };',
    ],
    [
      'a declaration exported by the text "default"',
      'const f = () => 1; export { f as "default" };',
    ],
    ['a line before without its semicolon', 'const a = 1\nexport default () => a'],
    [
      'named exports beside it',
      'export const a = 1, b = 2; export function c() {}\nexport default () => a;',
    ],
    ['a comment as its last line', 'export default () => 1 // done'],
    ['await on its first level', 'const a = await Promise.resolve(1); export default () => a;'],
    [
      'variables with the names of what it is given',
      'let console = 1; function setTimeout() {} var queueMicrotask = 2; export default () => console;',
    ],
    [
      'a variable with our name for its exports',
      'let exports$ = 1; export default () => exports$;',
    ],
    ['line ends of another system', 'const a = 1\r\nexport default () => a\r\n'],
    ['line separators in a string', "const a = '\u2028'; export default () => a.length;"],
  ])('may have %s', async (_name, code) => {
    expect(await exportsOf(code)).toEqual([1]);
  });

  test('has a scope of its own beside the others', async () => {
    expect(
      await exportsOf('let n = 1; export default () => n;', 'let n = 2; export default () => n;'),
    ).toEqual([1, 2]);
  });

  test('cannot rename the bundle for the stacks of the others', () => {
    expect(compiled('export default 1; //# sourceURL=x.js').text).not.toContain('//#');
  });
});

describe('a module that is refused', () => {
  test.each([
    ["import x from 'y';", 1, 1],
    ["\n  import 'y';", 2, 3],
    ["export * from 'y';", 1, 1],
    ["export { a } from 'y';", 1, 1],
    ["export default async () => import('y');", 1, 28],
    ['export default () => import.meta.url;', 1, 22],
  ])('is %j, for its import', (code, line, column) => {
    const problem = refusal(code);

    expect(problem?.message).toMatch(/^Imports are not available/);
    expect(problem?.place).toEqual({ line, column });
  });

  test.each([
    ['export default () => {\n  retrun 1;\n};', { line: 2, column: 10 }],
    ['}); evil(); (async () => {', { line: 1, column: 1 }],
    ['return 1;', { line: 1, column: 1 }],
    ['export default `', { line: 1, column: 17 }],
    ['/* never closed', { line: 1, column: 1 }],
    ['#!/usr/bin/env node', { line: 1, column: 2 }],
  ])('is %j, at its own line and column', (code, place) => {
    const problem = refusal(code);

    expect(problem?.place).toEqual(place);
  });

  test('has no code at all', () => {
    expect(compileTask({}, stripTypes)).toEqual({
      kind: 'refused',
      problem: { reason: 'noCode', message: 'The task has no code.', place: null },
    });
  });
});

describe('a task in TypeScript', () => {
  test('keeps its lines', () => {
    const code =
      'interface Row {\n  a: number;\n}\nexport default ({ inputs }: { inputs: Row }): number => inputs.a;';

    expect(compiled(code, 'ts').text.split('\n')).toHaveLength(2 + code.split('\n').length);
  });

  test('is refused for an import even if only its types are used', () => {
    expect(refusal("import { X } from 'y';\nexport default (x: X) => x;", 'ts')?.message).toMatch(
      /^Imports are not available/,
    );
  });

  test('may import types, which leave nothing behind', () => {
    expect(refusal("import type { X } from 'y';\nexport default (x: X) => x;", 'ts')).toBeNull();
  });

  test('is refused at the line of its own text', () => {
    const problem = refusal(
      'type A = string;\nexport default function (a: A) {\n  const x: = 3;\n}',
      'ts',
    );

    expect(problem?.place?.line).toBe(3);
  });
});

describe('a place in the part', () => {
  test('leads to the column of the person', () => {
    const task = compiled('export default () => nothing();');
    const line = task.text.split('\n')[1] ?? '';

    expect(task.locate(1, line.indexOf('nothing') + 1)).toEqual({ line: 1, column: 22 });
  });

  test('leads there through stripped types as well', () => {
    const code = 'export default (a: number, b: number) => nothing(a, b);';
    const task = compiled(code, 'ts');
    const line = task.text.split('\n')[1] ?? '';

    expect(task.locate(1, line.indexOf('nothing') + 1)).toEqual({
      line: 1,
      column: code.indexOf('nothing') + 1,
    });
  });

  test('is none outside the task', () => {
    expect(compiled('export default 1;').locate(7, 1)).toBeNull();
  });
});
