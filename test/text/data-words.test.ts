import { describe, expect, test } from 'vitest';
import { parseExpression } from '#core/dataflow/expression.ts';
import { referenceFailed } from '#core/dataflow/failures.ts';
import { toProblem } from '#core/workflow/draft.ts';
import { failureSentence } from '#text/failure-sentence.ts';
import { problemMessage } from '#text/problem-message.ts';
import { textFor } from '#text/text.ts';
import { expectChinese } from './expect-chinese.ts';

const chinese = textFor('zh-CN');

function badReference(expression: string) {
  const parsed = parseExpression(expression);
  if (parsed.ok) throw new Error('It can be read.');
  const { reason } = parsed.problem;
  const args = { expression: 'x', ...parsed.problem.args };
  const draft = { code: 'badReference', reason, args, path: [], at: 0 } as const;
  return toProblem(draft, { line: 1, column: 1 });
}

const expressions: readonly string[] = [
  'a b',
  '(',
  'tasks.',
  'tasks[',
  'params.a +',
  '1 +* 2',
  '"x',
  "'x\ny'",
  "'''x",
  '"\\q"',
  '"\\u12"',
  '"\\ud800"',
  '"\\x1"',
  '"\\9"',
  '"\\777"',
  'b"\\u0041"',
  '1.2.3',
  '0x',
  '1e',
  '#',
  '@',
  'if',
  'for',
  'has(1)',
  'has(params)',
  '[1].map(1, 2)',
  '[1].filter(1, true)',
  '[1].all(x, 1)',
  '[1].exists(x, "a")',
  '[1].map(x, 1, x)',
  '1 + "a"',
  '!1',
  '-"a"',
  '1 && 2',
  'true || 1',
  '1 ? 2 : 3',
  'true ? 1 : "a"',
  'foo(1)',
  '"a".foo()',
  '[1]["a"]',
  '1[0]',
  '"a"[0]',
  '1.all(x, true)',
  'size(1)',
  'a ? b',
  '{',
  '[1,',
  '{"a":',
  '{"a"}',
  '((((',
  `${'('.repeat(60)}1${')'.repeat(60)}`,
  `${'1+'.repeat(1200)}1`,
  'params.a.1',
  '..',
  '&',
  '|',
  '=',
  '1 = 2',
  'a => b',
  '${x}',
  'cel.bind(1, 2, 3)',
  'cel.bind(x)',
  'optional.of(1).or(2)',
  '[?1]',
  '"a" < 1',
  '$',
  '`a`',
  'params.a[',
  'null.x',
  'true + true',
  'timestamp(1, 2)',
  'int([])',
];

describe('a reference that is no expression', () => {
  test.each(expressions)('is told in Chinese: %j', (expression) => {
    expectChinese(problemMessage(badReference(expression), chinese.problems).message);
  });
});

describe('a reference that cannot be calculated', () => {
  test.each([
    'division by zero',
    'modulo by zero',
    'integer overflow: 9223372036854775808',
    'no such overload: string + double',
    "found no matching overload for 'size(int)'",
    'int() type error: cannot convert to int',
    'bool() conversion error: invalid string value "maybe"',
    'its result is no plain JSON value',
    'it has no closing }}',
    "Logical operator requires bool operands, got 'string'",
    'Optional value is not present',
    'timestamp() requires a string in ISO 8601 format',
    "Invalid duration string: ''",
    'tooComplex',
    'unknownRoot',
  ])('is told in Chinese: %j', (detail) => {
    expectChinese(failureSentence(referenceFailed('x', detail), chinese.failures));
  });
});

describe('data that is no JSON', () => {
  const notJson = (detail: string) => ({
    code: 'badFile',
    message: '',
    retryable: false,
    details: { reason: 'notJson', name: 'a.json', detail },
  });
  const texts = [
    '',
    '{',
    '[1,',
    '"a',
    '{a:1}',
    '{"a" 1}',
    '{"a":1,}',
    '[1 2]',
    '{} x',
    '01',
    '1.',
    '1e',
    '-',
    '"\\q"',
    '"\n"',
    'tru',
    'NaN',
    '{"a":1 "b"}',
    '"\\u12"',
    '[,]',
    "'a'",
  ];

  test.each(texts)('is told in Chinese: %j', (text) => {
    let said = '';
    try {
      JSON.parse(text);
    } catch (error) {
      said = (error as Error).message;
    }

    expect(said).not.toBe('');
    expectChinese(failureSentence(notJson(said), chinese.failures));
  });

  test.each([
    'JSON.parse: unexpected end of data at line 1 column 2 of the JSON data',
    "JSON.parse: expected property name or '}' at line 1 column 2 of the JSON data",
    'JSON.parse: unterminated string at line 3 column 1 of the JSON data',
    'JSON.parse: unexpected character at line 1 column 1 of the JSON data',
    'JSON.parse: bad control character in string literal at line 1 column 2 of the JSON data',
    'JSON.parse: unexpected non-whitespace character after JSON data at line 1 column 4',
    'JSON Parse error: Unexpected EOF',
    "JSON Parse error: Expected '}'",
    "JSON Parse error: Unrecognized token '@'",
    'JSON Parse error: Unterminated string',
  ])('is told in Chinese in other browsers: %j', (said) => {
    expectChinese(failureSentence(notJson(said), chinese.failures));
  });

  test('is told with its place', () => {
    const sentence = failureSentence(
      notJson('Unexpected token \'x\', "{"a":x}" is not valid JSON'),
      chinese.failures,
    );

    expect(sentence).toBe('a.json 不是 JSON：“x”不能出现在那里。');
    expect(
      failureSentence(
        notJson('JSON.parse: unterminated string at line 3 column 1 of the JSON data'),
        chinese.failures,
      ),
    ).toBe('a.json 不是 JSON：第 3 行第 1 列，有引号没有闭合。');
  });
});

describe('what a store could not do', () => {
  const { storage, backup } = chinese.settings;

  test.each([
    [
      'Could not read slot-2 of the safe copy: nothing in it is whole',
      '安全副本中的“slot-2”：其中没有完整的内容',
    ],
    ['Could not read the settings: it was closed', '无法读取设置：它已被关闭'],
    ['The engine did not answer within 60000 ms', '引擎在 60000 毫秒内没有应答'],
  ])('is told in Chinese: %j', (said, words) => {
    expect(storage.copyUnreadable(said)).toContain(words);
    expectChinese(storage.copyUnreadable(said));
    expectChinese(backup.backUpFailed(said));
  });

  test('keeps what the browser said as it said it', () => {
    const said = 'Could not read slot-2 of the safe copy: The requested file could not be read';

    expect(storage.copyUnreadable(said)).toContain(
      '无法读取安全副本中的“slot-2”。原文：“The requested file could not be read”',
    );
  });
});
