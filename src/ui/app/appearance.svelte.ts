import { MediaQuery } from 'svelte/reactivity';
import type { ChosenAppearance } from '#ports/engine-api.ts';
import type { Language } from '#text/languages.ts';
import type { Text } from '#text/text.ts';
import type { Words } from './kit.ts';
import {
  askedFor,
  languageKey,
  storageOf,
  toLanguage,
  toTheme,
  withoutWish,
} from './preferences.ts';
import type { Theme } from './preferences.ts';

const themeKey = 'millrace.theme';

export interface AppearanceStore {
  getAppearance(): Promise<ChosenAppearance>;
  setAppearance(chosen: ChosenAppearance): Promise<void>;
}

/**
 * Theme and language of the page: what the address asks for is obeyed and remembered, otherwise what
 * was remembered, otherwise what the system and the browser prefer.
 *
 * It is remembered twice. `localStorage` answers before the first paint, but the browser writes it
 * seconds late, so a crash loses it; the database has it at once, and with it the backup.
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
  #store: AppearanceStore | null = null;
  /** Null where nothing was: what the browser and the system prefer may change. */
  #chosen: { readonly theme: Theme | null; readonly language: Language | null };
  /** What this page was told, by its address or by a person: newer than anything stored. */
  readonly #told: { theme: boolean; language: boolean };

  constructor(window: Window, { language: first, text, load }: Words) {
    this.#window = window;
    this.#spoken = $state.raw({ language: first, text });
    this.#wanted = first;
    this.#load = load;
    this.#root = window.document.documentElement;
    this.#storage = storageOf(window);
    const { theme, language } = askedFor(window.location.search);
    this.#told = { theme: theme !== null, language: language !== null };
    this.#chosen = {
      theme: theme ?? toTheme(this.#read(themeKey)),
      language: language ?? toLanguage(this.#read(languageKey)),
    };
    if (theme !== null) this.#remember(themeKey, theme);
    if (language !== null) this.#remember(languageKey, language);
    this.#applyTheme(this.#chosen.theme ?? 'system');
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

  /** From now on the database keeps it too. What that has and this page was not told is taken over. */
  async keepIn(store: AppearanceStore): Promise<void> {
    try {
      const stored = await store.getAppearance();
      const [before, told] = [this.#chosen, this.#told];
      this.#store = store;
      this.#chosen = {
        theme: (told.theme ? null : toTheme(stored.theme)) ?? before.theme,
        language: (told.language ? null : toLanguage(stored.language)) ?? before.language,
      };
      const { theme, language } = this.#chosen;
      if (theme !== stored.theme || language !== stored.language) this.#keep();
      if (theme !== null && theme !== before.theme) this.#takeTheme(theme);
      if (language !== null && language !== before.language) await this.#takeLanguage(language);
    } catch {
      // A dead engine, or words that cannot be fetched: what is shown stays.
    }
  }

  chooseTheme(theme: Theme): void {
    this.#told.theme = true;
    this.#takeTheme(theme);
    this.#keep();
  }

  /** What is shown stays until its words are here. Rejects when they cannot be fetched. */
  async chooseLanguage(language: Language): Promise<void> {
    this.#told.language = true;
    await this.#takeLanguage(language);
    this.#keep();
  }

  #takeTheme(theme: Theme): void {
    this.#chosen = { ...this.#chosen, theme };
    this.#remember(themeKey, theme);
    this.#applyTheme(theme);
    this.#overrule('theme');
  }

  async #takeLanguage(language: Language): Promise<void> {
    this.#wanted = language;
    const text = await this.#load(language);
    if (this.#wanted !== language) return;
    this.#chosen = { ...this.#chosen, language };
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

  #keep(): void {
    // Not written, the choice holds until the browser crashes; the page says itself what is wrong.
    this.#store?.setAppearance(this.#chosen).catch(() => undefined);
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
