const storageKey = 'millrace.theme';

/** Obeys `?theme=`, remembers it, and otherwise what was remembered; the default is the system's. */
export function applyTheme(query: string, root: HTMLElement, storage: Storage | null): void {
  const asked = toTheme(new URLSearchParams(query).get('theme'));
  if (asked !== null) storage?.setItem(storageKey, asked);
  const theme = asked ?? toTheme(storage?.getItem(storageKey) ?? null);
  if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme;
  else delete root.dataset['theme'];
}

function toTheme(text: string | null): 'light' | 'dark' | 'system' | null {
  return text === 'light' || text === 'dark' || text === 'system' ? text : null;
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
