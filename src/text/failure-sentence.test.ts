import { describe, expect, test } from 'vitest';
import { outputNotJson, referenceMissing } from '#core/dataflow/failures.ts';
import type { JsonValue } from '#core/shared/json.ts';
import { codeWords, failureSentence } from './failure-sentence.ts';
import { textFor } from './text.ts';

const failureOf = (code: string, message: string, details: JsonValue = null) => ({
  code,
  message,
  retryable: false,
  details,
});
const inChinese = (failure: ReturnType<typeof failureOf>) =>
  failureSentence(failure, textFor('zh-CN').failures);
const inEnglish = (failure: ReturnType<typeof failureOf>) =>
  failureSentence(failure, textFor('en').failures);

describe('a failure of the engine’s own', () => {
  test('is said in the language of the page, with what it is about', () => {
    const failure = failureOf('timeout', 'Stopped at its limit of 2 s.', { timeoutSeconds: 2 });

    expect(inChinese(failure)).toBe('这次尝试没有在 2 秒的上限内结束。');
    expect(inEnglish(failure)).toBe('The attempt did not end within its limit of 2 s.');
  });

  test.each([
    [referenceMissing('tasks.a.output.x'), '${{ tasks.a.output.x }} 没有值。'],
    [
      outputNotJson({ path: ['rows', 3], found: 'a Date', instead: 'Return date.toISOString().' }),
      'output.rows[3] 是一个 Date，不是纯 JSON 数据。请返回 date.toISOString()。',
    ],
    [
      outputNotJson({ path: [], found: 'an object of a class (Foo)', instead: 'Return it.' }),
      'output 是某个类的对象（Foo），不是纯 JSON 数据。',
    ],
    [
      failureOf('badFile', '', {
        reason: 'csv',
        name: 'a.csv',
        row: 3,
        problem: 'MissingQuotes',
        detail: 'Quoted field unterminated',
      }),
      'a.csv 无法读作 CSV（第 3 行）：有引号没有闭合。',
    ],
    [
      failureOf('taskError', '', { reason: 'noError', thrown: 'a number' }),
      '任务抛出的不是 Error，而是：一个数。',
    ],
    [failureOf('isolateLost', 'The isolate died.'), '任务运行时它的封闭环境丢失了'],
  ])('names what it was given: %#', (failure, sentence) => {
    expect(inChinese({ ...failure, retryable: false })).toContain(sentence);
  });
});

describe('what a task said', () => {
  test.each([
    failureOf('taskError', 'Rates are older than a day', { line: 3, column: 7 }),
    failureOf('timeout', 'The rates took too long', { line: 3, column: 7 }),
    failureOf('referenceMissing', 'No such rate'),
    failureOf('badFile', 'This page is torn'),
  ])('stands as it was written, whatever its code: %#', (failure) => {
    expect(inChinese(failure)).toBe(failure.message);
    expect(inEnglish(failure)).toBe(failure.message);
  });

  test('of nothing at all is its code', () => {
    expect(inChinese(failureOf('tooOld', ''))).toBe('tooOld');
  });
});

describe('a journal of an earlier build, which kept a sentence alone', () => {
  test.each([
    ['timeout', 'Stopped at its limit of 2.5 s.', '这次尝试没有在 2.5 秒的上限内结束。'],
    [
      'timeout',
      'The task did not end within its total limit of 9 s',
      '任务没有在 9 秒的总上限内结束。',
    ],
    ['handlerMissing', 'Nothing here runs tasks of type "sql"', '这里无法运行类型为“sql”的任务。'],
    [
      'handlerMissing',
      'This version has no such JavaScript task.',
      '此版本中没有这个 JavaScript 任务。',
    ],
    [
      'handlerMissing',
      'Failed to fetch',
      '无法准备代码。请重试；若仍失败，请重新加载本页。原文：“Failed to fetch”',
    ],
    ['inputTooLarge', 'The inputs are larger than 64 MiB.', '此任务得到的输入会超过 64 MiB。'],
    [
      'inputTooLarge',
      'The outputs this task would read are 70000000 bytes; at most 67108864 fit. Pass on less from the tasks before it',
      '此任务得到的输入会超过 64 MiB。',
    ],
    [
      'outputTooLarge',
      'The output takes more than 16 MiB as JSON. Return less, or a file.',
      '输出的 JSON 超过 16 MiB。',
    ],
    [
      'outputNotJson',
      'output.rows[3] is a Date, which is not plain JSON data. Return date.toISOString().',
      'output.rows[3] 是一个 Date，不是纯 JSON 数据。请返回 date.toISOString()。',
    ],
    [
      'referenceMissing',
      'There is no value for ${{ params.a }}. Check the name.',
      '${{ params.a }} 没有值。',
    ],
    [
      'referenceFailed',
      '${{ 1 / 0 }} could not be calculated: division by zero.',
      '${{ 1 / 0 }} 无法计算：除数是零。',
    ],
    [
      'exampleMissing',
      'No data set "x.csv" is shipped with Millrace',
      'Millrace 没有附带名为“x.csv”的数据集。',
    ],
    [
      'badFile',
      'a.json is not JSON: Unexpected end of JSON input',
      'a.json 不是 JSON：文本过早结束',
    ],
    [
      'badFile',
      'a.csv is not UTF-8 text. Name its encoding in the task\'s field "encoding"',
      'a.csv 不是 UTF-8 文本。',
    ],
    [
      'badWith',
      '"seconds" must be a number from 0, but is -1',
      '“seconds”必须是不小于 0 的数，现在是 -1。',
    ],
    ['taskError', 'The task has no code.', '任务没有代码。'],
    ['taskError', 'The task threw a number, not an Error.', '任务抛出的不是 Error，而是：一个数。'],
  ])('is said in Chinese: %s %s', (code, message, sentence) => {
    expect(inChinese(failureOf(code, message))).toContain(sentence);
  });
});

describe('a journal that somebody wrote', () => {
  test.each([
    failureOf('outputNotJson', 'as written', { path: 'rows', found: 3 }),
    failureOf('timeout', 'as written', { timeoutSeconds: 'two' }),
    failureOf('inputTooLarge', 'as written', [1]),
  ])('is read as far as it can be: %#', (failure) => {
    expect(inChinese(failure)).toBe('as written');
  });
});

describe('what the code of a task threw', () => {
  const words = textFor('zh-CN').failures;
  const thrown = failureOf(
    'taskError',
    "TypeError: Cannot read properties of undefined (reading 'map')",
  );

  test('stays in its own words, and beside it stands in the language of the page what they are', () => {
    expect(inChinese(thrown)).toBe(thrown.message);
    expect(codeWords(thrown, words)).toBe('这是任务的代码抛出的错误，保持原文。');
  });

  test('is not said of an error of ours, nor of a code that only the task knows', () => {
    expect(codeWords(failureOf('taskError', 'The task has no code.'), words)).toBeNull();
    expect(codeWords(failureOf('taskError', 'x', { reason: 'syntax' }), words)).toBeNull();
    expect(codeWords(failureOf('teapot', 'x'), words)).toBeNull();
    expect(codeWords(failureOf('timeout', 'x'), words)).toBe('用时超过上限，已被结束。');
  });
});
