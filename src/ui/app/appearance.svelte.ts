import { MediaQuery } from 'svelte/reactivity';
import { textFor } from '#text/text.ts';
import type { Language, Text } from '#text/text.ts';
import {
  askedFor,
  preferredLanguage,
  storageOf,
  toLanguage,
  toTheme,
  withoutWish,
} from './preferences.ts';
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
  readonly #isSystemDark = new MediaQuery('prefers-color-scheme: dark');
  readonly #window: Window;
  readonly #root: HTMLElement;
  readonly #storage: Storage | null;

  constructor(window: Window) {
    this.#window = window;
    this.#root = window.document.documentElement;
    this.#storage = storageOf(window);
    const { theme, language } = askedFor(window.location.search);
    if (theme !== null) this.#remember(themeKey, theme);
    if (language !== null) this.#remember(languageKey, language);
    this.#applyTheme(theme ?? toTheme(this.#read(themeKey)) ?? 'system');
    this.#applyLanguage(
      language ??
        toLanguage(this.#read(languageKey)) ??
        preferredLanguage(window.navigator.languages),
    );
  }

  /** For what draws in colours of its own. */
  get isDark(): boolean {
    return this.theme === 'system' ? this.#isSystemDark.current : this.theme === 'dark';
  }

  get text(): Text {
    return textFor(this.language);
  }

  chooseTheme(theme: Theme): void {
    this.#remember(themeKey, theme);
    this.#applyTheme(theme);
    this.#overrule('theme');
  }

  chooseLanguage(language: Language): void {
    this.#remember(languageKey, language);
    this.#applyLanguage(language);
    this.#overrule('lang');
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

  #overrule(wish: 'theme' | 'lang'): void {
    const { history, location } = this.#window;
    const href = withoutWish(location.href, wish);
    if (href !== location.href) history.replaceState(history.state, '', href);
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
