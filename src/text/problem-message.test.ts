import { describe, expect, test } from 'vitest';
import { errorCodes, warningCodes } from '#core/workflow/problem.ts';
import type { Problem } from '#core/workflow/problem.ts';
import { problemSentences } from '#text/en/problems.ts';
import { problemMessage, visibleText, visibleWords } from '#text/problem-message.ts';

function aProblem(part: Partial<Problem>): Problem {
  return {
    code: 'unknownTask',
    severity: 'error',
    reason: 'unknownTask',
    args: { task: 'b', dependency: 'c' },
    line: 1,
    column: 1,
    path: [],
    taskIds: [],
    hint: null,
    ...part,
  };
}

describe('the sentence of a problem', () => {
  test('says what is wrong and what to do', () => {
    expect(problemMessage(aProblem({ hint: 'd' }))).toEqual({
      message:
        'Task "b" depends on "c", which is not in this workflow. Add that task or remove the dependency.',
      hint: 'Did you mean "d"?',
    });
  });

  test('is there for every code', () => {
    for (const code of [...errorCodes, ...warningCodes]) {
      const { message } = problemMessage(aProblem({ code, reason: 'another', args: {} }));

      expect(message).toMatch(/[.:?].*$/);
      expect(message).not.toBe(code);
    }
  });

  test('is there for every reason that core gives', () => {
    const sources = import.meta.glob<string>(
      ['../core/{workflow,dataflow}/*.ts', '!../core/*/*.test.ts'],
      { query: '?raw', import: 'default', eager: true },
    );
    const pair = /(?:code: |#problem\()'(\w+)', (?:reason: )?'(\w+)'/g;
    const found = Object.values(sources)
      .flatMap((source) => [...source.matchAll(pair)])
      .map(([, code = '', reason = '']) => ({ code, reason }));

    expect(found.length).toBeGreaterThan(40);
    for (const { code, reason } of found) {
      const names = [code, `${code}.${reason}`];
      expect(names.some((name) => Object.hasOwn(problemSentences, name))).toBe(true);
    }
  });

  test('of a cycle names its tasks, but not thousands of them', () => {
    const taskIds = Array.from({ length: 1_000 }, (_, index) => `t${String(index)}`) as never[];
    const args = { task: 't0', dependency: 't1', count: 1_000 };
    const { message } = problemMessage(aProblem({ code: 'cycle', reason: 'cycle', args, taskIds }));

    expect(message).toContain('t19 and 980 more');
    expect(message.length).toBeLessThan(400);
  });

  test('shows text of the file harmless and bounded', () => {
    const dependency = `\u202e${'x'.repeat(10_000)}`;
    const { message } = problemMessage(aProblem({ args: { task: 'a\nb', dependency } }));

    expect(message).toContain('"a\\u000ab" depends on "\\u202exxx');
    expect(message.length).toBeLessThan(400);
  });
});

describe('visible text', () => {
  test.each([
    ['plain 名 é 😀', 'plain 名 é 😀'],
    ['\u0000\u001b[31m', '\\u0000\\u001b[31m'],
    ['a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
    ['\u2066x\u2069', '\\u2066x\\u2069'],
    ['a\u00a0b\u3000c', 'a\\u00a0b\\u3000c'],
    ['\ud800', '\\ud800'],
    ['\u{e0041}', '\\u{e0041}'],
  ])('of %j is %j', (text, expected) => {
    expect(visibleText(text)).toBe(expected);
  });

  test('is cut between characters', () => {
    expect(visibleText('😀'.repeat(200))).toBe(`${'😀'.repeat(60)}…`);
  });
});

describe('visible words', () => {
  test.each([
    ['plain 名\u3000é\u00a0😀', 'plain 名\u3000é\u00a0😀'],
    ['two\nlines\r\nand\ta tab', 'two\nlines\r\nand\ta tab'],
    [
      '👩\u200d🚀 ❤\ufe0f 🏳\ufe0f\u200d🌈 👩🏽\u200d🚀',
      '👩\u200d🚀 ❤\ufe0f 🏳\ufe0f\u200d🌈 👩🏽\u200d🚀',
    ],
    ['a\u200db\ufe0f', 'a\\u200db\\ufe0f'],
    ['invoice\u202efdp.exe', 'invoice\\u202efdp.exe'],
    ['\u0000\u001b\r\ufffe\ud800', '\\u0000\\u001b\\u000d\\ufffe\\ud800'],
  ])('of %j is %j', (text, expected) => {
    expect(visibleWords(text)).toBe(expected);
  });

  test('are whole', () => {
    expect(visibleWords('😀'.repeat(5000))).toHaveLength(10_000);
  });
});
