import { describe, expect, test } from 'vitest';
import { taskStates } from '#core/execution/events.ts';
import { problemMessage } from '#text/problem-message.ts';
import { english } from '#text/en/catalogue.ts';
import { languages, loadText } from '#text/languages.ts';
import { textFor, type Text } from '#text/text.ts';
import { chinese } from '#text/zh-CN/whole.ts';

/** Whatever a sentence is given, it can be read as: a list of one word, also as text. */
const anything = ['x'];

/** Every leaf under its path; a function gives the sentence it says. */
function leavesOf(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') {
    const say = node as (...words: unknown[]) => unknown;
    const argument = path.startsWith('problems.sentences') ? () => 'x' : anything;
    return [[path, String(say(argument, anything, anything))]];
  }
  if (typeof node !== 'object' || node === null) throw new Error(`Nothing to say at ${path}.`);
  return Object.entries(node).flatMap(([key, value]) =>
    leavesOf(value, `${path}.${key}`.slice(path === '' ? 1 : 0)),
  );
}

/** Moments have tests of their own; `ready` says nothing. */
const spoken = (text: Text) => ({ ...text, time: {}, ready: {} });
const englishLeaves = leavesOf(spoken(english));
const chineseLeaves = leavesOf(spoken(chinese));

/** Names and codes are the same in every language. */
const untranslated = new Set([
  'app.product',
  'app.title',
  'library.refused.place',
  'params.types.json',
  'run.attemptColumns.number',
  'run.level.debug',
  'run.level.info',
  'run.level.warn',
  'run.level.error',
  'editor.task.id',
  'settings.about.licenceBody',
  'settings.department.policy',
]);

describe('the catalogues', () => {
  test('have the same keys', () => {
    const keysOf = (leaves: readonly (readonly [string, string])[]) =>
      leaves.map(([path]) => path).toSorted();

    expect(keysOf(chineseLeaves)).toEqual(keysOf(englishLeaves));
    expect(chineseLeaves.length).toBeGreaterThan(300);
  });

  test('say everything in Chinese', () => {
    const left = chineseLeaves.filter(
      ([path, text]) =>
        !untranslated.has(path) && /[A-Za-z]{2}/.test(text) && !/\p{sc=Han}/u.test(text),
    );

    expect(left).toEqual([]);
  });

  test('leave no English sentence', () => {
    const sentence = /\b[a-z]+ [a-z]+ [a-z]+\b/i;
    const left = chineseLeaves.filter(([, text]) => sentence.test(text));

    expect(left).toEqual([]);
  });

  test('write Chinese with its own punctuation, and a space beside Latin and digits', () => {
    const crowded = /\p{sc=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{sc=Han}|\p{sc=Han}[,;:?!.]/u;
    const wrong = chineseLeaves.filter(([, text]) => crowded.test(text));

    expect(wrong).toEqual([]);
  });

  test('name every state and status in its own words', () => {
    for (const { task, status } of [english.states, chinese.states]) {
      expect(new Set(taskStates.map((state) => task[state])).size).toBe(taskStates.length);
      expect(new Set(Object.values(status)).size).toBe(6);
    }
  });

  test('say a problem in the language of the page', () => {
    const problem = {
      code: 'unknownTask',
      severity: 'error',
      reason: 'unknownTask',
      args: { task: 'b', dependency: 'c' },
      line: 1,
      column: 1,
      path: [],
      taskIds: [],
      hint: 'd',
    } as const;

    expect(problemMessage(problem, chinese.problems)).toEqual({
      message: '任务“b”依赖“c”，而此工作流中没有它。请添加该任务，或删除此依赖。',
      hint: '是否想写“d”？',
    });
    expect(problemMessage(problem).hint).toBe('Did you mean "d"?');
  });

  test('say what a parser said in general first, and exactly when they are ready', async () => {
    const { failures, problems, ready } = await loadText('zh-CN');
    const code = "Unexpected token '}'";
    const yaml = () =>
      problems.sentences['syntax.yaml']?.((name) => (name === 'yamlCode' ? 'BAD_INDENT' : ''));
    expect(failures.syntax(code)).toBe(`无法读取代码。请检查此处的写法。原文：“${code}”`);
    expect(yaml()).toBe('此处的 YAML 无法读取。请检查这一行的缩进、冒号和引号。');

    await ready();

    expect(failures.syntax(code)).toBe(chinese.failures.syntax(code));
    expect(yaml()).toBe('这一行的缩进与上下文不符。请对齐缩进。');
  });

  test('are there for every language that can be chosen', () => {
    expect(languages.map(({ code }) => textFor(code))).toEqual([english, chinese]);
  });
});

describe('Chinese moments', () => {
  const now = new Date(2026, 10, 24, 18, 0).getTime();

  test('are said with spaces between digits and Chinese', () => {
    const { time } = chinese;

    expect(time.duration(123_000)).toBe('2 分 3 秒');
    expect(time.ago(now - 9 * 86_400_000, now)).toBe('9 天前');
    expect(time.when(new Date(2026, 10, 24, 9, 41).getTime(), now)).toBe('今天 09:41');
    expect(time.when(new Date(2026, 2, 3, 12, 3).getTime(), now)).toBe('3 月 3 日 12:03');
  });
});
