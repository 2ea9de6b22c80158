import { english } from '#text/en/catalogue.ts';
import type { Language } from '#text/languages.ts';
import { chinese } from '#text/zh-CN/whole.ts';

/** What every catalogue says, in its own words. */
export type Text = typeof english;

const catalogues: Readonly<Record<Language, Text>> = { en: english, 'zh-CN': chinese };

/** All of them at once, for tests; a page loads the one that it shows (`languages.ts`). */
export function textFor(language: Language): Text {
  return catalogues[language];
}
