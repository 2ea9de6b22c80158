import { languages, type Language } from '#text/languages.ts';

export const languageKey = 'millrace.language';

export const themes = ['light', 'dark', 'system'] as const;
export type Theme = (typeof themes)[number];

/** @param search as in `location.search`. */
export function askedFor(search: string): {
  readonly theme: Theme | null;
  readonly language: Language | null;
} {
  const query = new URLSearchParams(search);
  return { theme: toTheme(query.get('theme')), language: toLanguage(query.get('lang')) };
}

/** The address without a wish that a later choice has overruled; a reload must not bring it back. */
export function withoutWish(href: string, name: 'theme' | 'lang'): string {
  const url = new URL(href);
  url.searchParams.delete(name);
  return url.href;
}

export function toTheme(text: string | null): Theme | null {
  return themes.find((theme) => theme === text) ?? null;
}

export function toLanguage(text: string | null): Language | null {
  return languages.find(({ code }) => code === text)?.code ?? null;
}

/** The first that we speak. A region counts only where the script depends on it. */
export function preferredLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const locale = tag.toLowerCase();
    if (/^zh\b/.test(locale) && !/\b(?:hant|tw|hk|mo)\b/.test(locale)) {
      return toLanguage('zh-CN') ?? 'en';
    }
    if (/^en\b/.test(locale)) return 'en';
  }
  return 'en';
}

/** What the address asks for, else what was chosen here, else what the browser prefers. */
export function languageOf(window: Window): Language {
  return (
    askedFor(window.location.search).language ??
    toLanguage(storageOf(window)?.getItem(languageKey) ?? null) ??
    preferredLanguage(window.navigator.languages)
  );
}

/** @returns null where the browser refuses it. */
export function storageOf(window: Window): Storage | null {
  try {
    return window.localStorage;
  } catch {
    // Site data may be forbidden; then nothing is remembered.
    return null;
  }
}

const processorsKey = 'millrace.processors';

/** How many isolates may run at once: what was chosen on this device, as far as it has them. */
export function chosenProcessors(storage: Pick<Storage, 'getItem'> | null, all: number): number {
  const chosen = Number(storage?.getItem(processorsKey) ?? all);
  return Number.isInteger(chosen) && chosen >= 1 && chosen <= all ? chosen : all;
}

/** @param count null: all there are, also on another day with more of them. */
export function chooseProcessors(storage: Storage, count: number | null): void {
  if (count === null) storage.removeItem(processorsKey);
  else storage.setItem(processorsKey, String(count));
}
