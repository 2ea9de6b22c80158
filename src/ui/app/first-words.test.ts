import { describe, expect, test } from 'vitest';
import type { Language } from '#text/languages.ts';
import { textFor } from '#text/text.ts';
import { firstWords } from './first-words.ts';

/** Answers each call in turn: whether that language can be fetched then. */
function lineThat(...answers: readonly boolean[]) {
  const asked: Language[] = [];
  const load = (language: Language) => {
    const isThere = answers[asked.length] === true;
    asked.push(language);
    return isThere ? Promise.resolve(textFor(language)) : Promise.reject(new Error('offline'));
  };
  return { asked, load };
}

describe('the words of the first screen', () => {
  test('are those that were asked for', async () => {
    const { asked, load } = lineThat(true);

    const words = await firstWords('zh-CN', load);

    expect(words).toEqual({ language: 'zh-CN', text: textFor('zh-CN') });
    expect(asked).toEqual(['zh-CN']);
  });

  test('are asked for once more when they do not come', async () => {
    const { asked, load } = lineThat(false, true);

    const words = await firstWords('zh-CN', load);

    expect(words?.language).toBe('zh-CN');
    expect(asked).toEqual(['zh-CN', 'zh-CN']);
  });

  test.each([
    ['zh-CN', 'en'],
    ['en', 'zh-CN'],
  ] as const)('are the other language where %s cannot be had', async (wanted, other) => {
    const { load } = lineThat(false, false, true);

    const words = await firstWords(wanted, load);

    expect(words).toEqual({ language: other, text: textFor(other) });
  });

  test('are none when no catalogue can be fetched', async () => {
    const { asked, load } = lineThat();

    expect(await firstWords('en', load)).toBeNull();
    expect(asked).toEqual(['en', 'en', 'zh-CN']);
  });
});
