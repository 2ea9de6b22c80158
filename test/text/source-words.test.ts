import { describe, expect, test } from 'vitest';
import { toProblem } from '#core/workflow/draft.ts';
import type { Problem } from '#core/workflow/problem.ts';
import { parseSource } from '#core/workflow/read.ts';
import { problemMessage } from '#text/problem-message.ts';
import { textFor } from '#text/text.ts';
import { expectChinese } from './expect-chinese.ts';

const chinese = textFor('zh-CN').problems;

function problemsOf(text: string, format: 'yaml' | 'json'): readonly Problem[] {
  const { drafts } = parseSource({ text, format });
  return drafts.map((draft) => toProblem(draft, { line: 1, column: 1 }));
}

function firstOf(text: string): Problem {
  const [problem] = problemsOf(text, 'yaml');
  if (problem === undefined) throw new Error('It can be read.');
  return problem;
}

/** Each kind of refusal of the YAML library at least once. */
const yamlTexts: readonly string[] = [
  'a: 1\n b: 2',
  'a:\n  b: 1\n c: 2',
  'a:\n  - 1\n - 2',
  'a:\n\t- 1',
  'a:\n\tb: 1',
  'a: [1, 2',
  'a: {b: 1',
  'a: [1,\n2]\nb: [\n1,\n',
  '[1, 2',
  'a: "x',
  "a: 'x",
  'a: "\\q"',
  'a: "\\u12"',
  'a: @x',
  '&a ? b',
  'a: `x`',
  'a: %x',
  'a: ,x',
  'a: |x\n  b',
  'a: >5x\n  b',
  'a: | x\n  b',
  'a: |#c\n  b',
  'a: |\nb',
  'a: |\n    \n  b',
  'a: |\n  b\n c',
  'a: |\n      \n  b\n',
  'a: [1 2, , 3]',
  'a: [,]',
  'a: [1,,2]',
  'a: {b: 1, , c: 2}',
  'a: ["x" "y"]',
  'a: {"x" "y"}',
  'a: {"x":1}y',
  'a: {b\nc: 1}',
  'a: [b\nc: 1]',
  'a: [- 1]',
  'a: [\n- 1\n]',
  'a: {\n  b:\n    - 1\n}',
  `${'k'.repeat(1100)}: 1`,
  `[${'k'.repeat(1100)}: 1]`,
  `["${'k'.repeat(1100)}": 1]`,
  'a: b: c',
  'a: "b": c',
  'a: - b',
  '- a\n- b\nc: 1',
  '- a\nb',
  'a\nb: 1',
  'a: 1\nb',
  'a: 1\nb\nc: 2',
  '"a\nb": 1',
  'a: "x"y',
  'a: "x" y',
  "a: 'it's'",
  'a: "x"#c',
  'a: [1]#c',
  'a: [1]x',
  'a: &x &y 1',
  'a: !x !y 1',
  'a: & 1',
  'a: *',
  'a: * b',
  'a: *: b',
  'a: &x 1\nb: &y *x',
  'a: &x 1\nb: !t *x',
  'a: &x - 1',
  '&x - 1',
  '&x a: 1\n&y b',
  '--- a: 1',
  '--- - 1',
  '%YAML 1.2\na: 1',
  '%YAML\n---\na: 1',
  '%TAG !\n---\na: 1',
  '%YAML 1.2',
  'a: !<x 1',
  'a: !<x> 1',
  'a: !e!x 1',
  'a: !e! 1',
  'a: !! 1',
  'a: !"x" 1',
  'a: 1\n...\n...\nb',
  '...\na: 1',
  'a: ]',
  'a: }',
  ']',
  'a: [1}',
  'a: {b: 1]',
  '? a\n: b\n  c: 1',
  '? a\nb: [',
  '? - a\n: - b\n: c',
  '- - a\n - b',
  'a:\n  - b\n  c: 1',
  'a:\n- b\nc',
  'a: 1\n\tb: 2',
  '\ta: 1',
  'a: *x',
  'a: &x [*x]',
  'a: !!binary x',
  'a: {?b: c, ? }',
  '- [a: b: c]',
  '{a: 1}: {b}: c',
  '[a]: b: c',
  'key: value\n  more: x',
  'a: "x": y: z',
  'x: - y: z',
  '!t &a',
  '- !t\n&b',
  'a: >\n\tb\n',
  'a: |2\n b',
  'a: |-+\n  b',
  '--- |x\n b',
  'a: # c\n\t# d\n\tb: 1',
  '---\n%YAML 1.2\n---',
  '%YAML 1.2 3\n---\na',
  '%TAG ! a b\n---\na',
  'a: "\\x1"',
  'a: "\\U00110000"',
  'a: [a, b]: c',
  'a: {b: c}}',
  '@a: 1',
  '`',
  '%',
  '&a',
  '*a : b',
  '- *a\n- &a b',
  'a: 1\n---\nb: 2',
];

/** Each refusal of the scanner at least once. */
const jsonTexts: readonly string[] = [
  '',
  ' ',
  '{',
  '[',
  '{"a"',
  '{"a":',
  '{"a":1',
  '{"a":1,',
  '{"a":1,}',
  '[1,]',
  '{a:1}',
  "{'a':1}",
  '{"a" 1}',
  '{"a":1 "b":2}',
  '[1 2]',
  '"a',
  '{"a":"b\n"}',
  '{"a":"\\q"}',
  '{"a":"\\u12"}',
  '{"a":"\u0001"}',
  '{"a":01}',
  '{"a":+1}',
  '{"a":1.}',
  '{"a":.5}',
  '{"a":-}',
  '{"a":1e}',
  '{} x',
  '{"a":tru}',
  '{"a":NaN}',
  '{"a":1e999}',
  '{"a":12345678901234567890}',
  '{"a":1,"a":2}',
  '// c',
  '{"a":undefined}',
  '['.repeat(70),
  '\ufeff{',
  '{"a":\u00a01}',
];

describe('a YAML text that cannot be read', () => {
  test.each(yamlTexts)('is told in Chinese: %j', (text) => {
    const problems = problemsOf(text, 'yaml');

    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) expectChinese(problemMessage(problem, chinese).message);
  });

  test('has met every code of the library that a text can lead to', () => {
    const problems = yamlTexts.flatMap((text) => problemsOf(text, 'yaml'));
    const codes = new Set(problems.map(({ args }) => args['yamlCode']));

    for (const code of yamlCodes) expect(codes).toContain(code);
  });

  test('is quoted below a sentence of ours where the library says something new', () => {
    const problem = firstOf('a: @x');
    const args = { detail: 'The moon is down', yamlCode: 'NEW_CODE' };
    const { message } = problemMessage({ ...problem, args }, chinese);

    expect(message).toBe(
      '此处的 YAML 无法读取。请检查这一行的缩进、冒号和引号。原文：“The moon is down”',
    );
  });

  test('is told by its kind where only the words of the library are new', () => {
    const problem = firstOf('a: @x');
    const args = { detail: 'The moon is down', yamlCode: 'TAB_AS_INDENT' };

    expectChinese(problemMessage({ ...problem, args }, chinese).message);
  });

  test('keeps the words of the library in English', () => {
    const problem = firstOf('a: @x');

    expect(problemMessage(problem).message).toBe(
      'The YAML cannot be read here: Plain value cannot start with reserved character @. Correct this line.',
    );
  });
});

describe('a JSON text that cannot be read', () => {
  test.each(jsonTexts)('is told in Chinese: %j', (text) => {
    const problems = problemsOf(text, 'json');

    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) expectChinese(problemMessage(problem, chinese).message);
  });

  test('has met every refusal of the scanner', () => {
    const problems = jsonTexts.flatMap((text) => problemsOf(text, 'json'));
    const reasons = new Set(problems.map(({ reason }) => reason));

    for (const reason of jsonReasons) expect(reasons).toContain(reason);
  });
});

const yamlCodes = [
  'ALIAS_PROPS',
  'BAD_ALIAS',
  'BAD_DIRECTIVE',
  'BAD_DQ_ESCAPE',
  'BAD_INDENT',
  'BAD_PROP_ORDER',
  'BAD_SCALAR_START',
  'BLOCK_AS_IMPLICIT_KEY',
  'BLOCK_IN_FLOW',
  'KEY_OVER_1024_CHARS',
  'MISSING_CHAR',
  'MULTILINE_IMPLICIT_KEY',
  'MULTIPLE_ANCHORS',
  'MULTIPLE_TAGS',
  'TAB_AS_INDENT',
  'TAG_RESOLVE_FAILED',
  'UNEXPECTED_TOKEN',
];
const jsonReasons = [
  'empty',
  'unexpectedCharacter',
  'unexpectedEnd',
  'unclosedText',
  'badEscape',
  'controlCharacter',
  'badNumber',
  'trailingComma',
  'textAfterEnd',
  'nesting',
  'duplicateKey',
  'numberTooLarge',
];
