import { MediaQuery } from 'svelte/reactivity';
import type { Language } from '#text/languages.ts';
import type { Text } from '#text/text.ts';
import type { Words } from './kit.ts';
import { askedFor, languageKey, storageOf, toTheme, withoutWish } from './preferences.ts';
import type { Theme } from './preferences.ts';

const themeKey = 'millrace.theme';

/**
 * Theme and language of the page: what the address asks for is obeyed and remembered, otherwise what
 * was remembered, otherwise what the system and the browser prefer.
 */
export class Appearance {
  theme = $state.raw<Theme>('system');
  /** Both at once: a screen is never half in one language. */
  #spoken: { readonly language: Language; readonly text: Text };
  readonly #load: Words['load'];
  /** Of a choice that a later one has outrun. */
  #wanted: Language;
  readonly #isSystemDark = new MediaQuery('prefers-color-scheme: dark');
  readonly #window: Window;
  readonly #root: HTMLElement;
  readonly #storage: Storage | null;

  constructor(window: Window, { language: first, text, load }: Words) {
    this.#window = window;
    this.#spoken = $state.raw({ language: first, text });
    this.#wanted = first;
    this.#load = load;
    this.#root = window.document.documentElement;
    this.#storage = storageOf(window);
    const { theme, language } = askedFor(window.location.search);
    if (theme !== null) this.#remember(themeKey, theme);
    if (language !== null) this.#remember(languageKey, language);
    this.#applyTheme(theme ?? toTheme(this.#read(themeKey)) ?? 'system');
    this.#root.lang = first;
  }

  /** For what draws in colours of its own. */
  get isDark(): boolean {
    return this.theme === 'system' ? this.#isSystemDark.current : this.theme === 'dark';
  }

  get language(): Language {
    return this.#spoken.language;
  }

  get text(): Text {
    return this.#spoken.text;
  }

  chooseTheme(theme: Theme): void {
    this.#remember(themeKey, theme);
    this.#applyTheme(theme);
    this.#overrule('theme');
  }

  /** What is shown stays until its words are here. Rejects when they cannot be fetched. */
  async chooseLanguage(language: Language): Promise<void> {
    this.#wanted = language;
    const text = await this.#load(language);
    if (this.#wanted !== language) return;
    this.#remember(languageKey, language);
    this.#spoken = { language, text };
    this.#root.lang = language;
    this.#overrule('lang');
  }

  #applyTheme(theme: Theme): void {
    this.theme = theme;
    if (theme === 'system') delete this.#root.dataset['theme'];
    else this.#root.dataset['theme'] = theme;
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
