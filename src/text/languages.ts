import type { Text } from '#text/text.ts';

export type Language = 'en' | 'zh-CN';
/** Each under its own name, so that whoever cannot read the others finds it. */
export const languages: readonly { readonly code: Language; readonly name: string }[] = [
  { code: 'en', name: 'English' },
  { code: 'zh-CN', name: '简体中文' },
];

/** The catalogue of one language, fetched by itself: nobody reads two at a time. */
export async function loadText(language: Language): Promise<Text> {
  if (language === 'en') return (await import('./en/catalogue.ts')).english;
  return (await import('./zh-CN/catalogue.ts')).chineseFirst();
}
