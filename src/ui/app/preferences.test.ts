import { describe, expect, test } from 'vitest';
import { askedFor, preferredLanguage, withoutWish } from './preferences.ts';

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
