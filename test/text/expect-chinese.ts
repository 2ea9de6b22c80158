import { expect } from 'vitest';

/** Names and code may stand in a sentence; three plain words in a row are English. */
const english = /\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b/i;

/** One sentence in Chinese: nothing of it is quoted as the library said it. */
export function expectChinese(sentence: string): void {
  expect(sentence).toMatch(/^.*\p{sc=Han}.*[。：…}；]$/su);
  expect(sentence).not.toMatch(english);
  expect(sentence).not.toContain('原文');
}
