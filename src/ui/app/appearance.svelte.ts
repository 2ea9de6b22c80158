import { textFor } from '#text/text.ts';
import type { Language, Text } from '#text/text.ts';
import { askedFor, preferredLanguage, storageOf, toLanguage, toTheme } from './preferences.ts';
import type { Theme } from './preferences.ts';

const themeKey = 'millrace.theme';
const languageKey = 'millrace.language';

/**
 * Theme and language of the page: what the address asks for is obeyed and remembered, otherwise what
 * was remembered, otherwise what the system and the browser prefer.
 */
export class Appearance {
  theme = $state.raw<Theme>('system');
  language = $state.raw<Language>('en');
  readonly #root: HTMLElement;
  readonly #storage: Storage | null;

  constructor(window: Window) {
    this.#root = window.document.documentElement;
    this.#storage = storageOf(window);
    const { theme, language } = askedFor(window.location.search);
    if (theme !== null) this.chooseTheme(theme);
    else this.#applyTheme(toTheme(this.#read(themeKey)) ?? 'system');
    if (language !== null) this.chooseLanguage(language);
    else {
      const remembered = toLanguage(this.#read(languageKey));
      this.#applyLanguage(remembered ?? preferredLanguage(window.navigator.languages));
    }
  }

  get text(): Text {
    return textFor(this.language);
  }

  chooseTheme(theme: Theme): void {
    this.#remember(themeKey, theme);
    this.#applyTheme(theme);
  }

  chooseLanguage(language: Language): void {
    this.#remember(languageKey, language);
    this.#applyLanguage(language);
  }

  #applyTheme(theme: Theme): void {
    this.theme = theme;
    if (theme === 'system') delete this.#root.dataset['theme'];
    else this.#root.dataset['theme'] = theme;
  }

  #applyLanguage(language: Language): void {
    this.language = language;
    this.#root.lang = language;
  }

  #read(key: string): string | null {
    return this.#storage?.getItem(key) ?? null;
  }

  #remember(key: string, value: string): void {
    try {
      this.#storage?.setItem(key, value);
    } catch {
      // Its few bytes did not fit: the choice then holds until the page is closed.
    }
  }
}
