import { describe, expect, test } from 'vitest';
import { chosenProcessors, askedFor, preferredLanguage, withoutWish } from './preferences.ts';

describe('theme and language', () => {
  test.each([
    ['?lang=zh-CN&theme=dark', { language: 'zh-CN', theme: 'dark' }],
    ['?lang=en&theme=system', { language: 'en', theme: 'system' }],
    ['?lang=fr&theme=pink', { language: null, theme: null }],
    ['', { language: null, theme: null }],
  ])('of the address %j are read', (search, asked) => {
    expect(askedFor(search)).toEqual(asked);
  });

  test.each([
    [['zh-CN', 'en'], 'zh-CN'],
    [['zh'], 'zh-CN'],
    [['zh-Hans-SG'], 'zh-CN'],
    [['zh-TW', 'en'], 'en'],
    [['fr', 'zh-CN'], 'zh-CN'],
    [['en-GB', 'zh-CN'], 'en'],
    [['fr'], 'en'],
    [[], 'en'],
  ])('of a browser that prefers %j is %s', (preferred, language) => {
    expect(preferredLanguage(preferred)).toBe(language);
  });

  test('that were chosen on the page overrule the address', () => {
    const href = 'https://a.example/app/?lang=zh-CN&theme=dark#/runs/r-1';

    expect(withoutWish(href, 'lang')).toBe('https://a.example/app/?theme=dark#/runs/r-1');
    expect(withoutWish('https://a.example/#/', 'theme')).toBe('https://a.example/#/');
  });
});

describe('the processors to use', () => {
  const stored = (text: string | null) => ({ getItem: () => text });

  test('are all there are, or fewer when a person said so (PWA-06)', () => {
    expect(chosenProcessors(stored(null), 8)).toBe(8);
    expect(chosenProcessors(stored('2'), 8)).toBe(2);
    expect(chosenProcessors(null, 8)).toBe(8);
  });

  test('that this device does not have are not used', () => {
    expect(chosenProcessors(stored('16'), 8)).toBe(8);
    expect(chosenProcessors(stored('0'), 8)).toBe(8);
    expect(chosenProcessors(stored('many'), 8)).toBe(8);
  });
});
