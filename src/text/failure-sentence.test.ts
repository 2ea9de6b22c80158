import { describe, expect, test } from 'vitest';
import { outputNotJson, referenceMissing } from '#core/dataflow/failures.ts';
import type { JsonValue } from '#core/shared/json.ts';
import { failureSentence } from './failure-sentence.ts';
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

describe('a journal that somebody wrote', () => {
  test.each([
    failureOf('outputNotJson', 'as written', { path: 'rows', found: 3 }),
    failureOf('timeout', 'as written', { timeoutSeconds: 'two' }),
    failureOf('inputTooLarge', 'as written', [1]),
  ])('is read as far as it can be: %#', (failure) => {
    expect(inChinese(failure)).toBe('as written');
  });
});
