import { isBareKey } from '#ui/parts/keys.ts';

const lettersKey = 'millrace.letters';

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/**
 * Whether letters, digits and signs alone are commands on canvas and lists (WCAG 2.1.4). Who speaks to
 * the computer, or often hits a key by mistake, switches them off; every act has another way.
 */
export class Shortcuts {
  readonly #storage: Storage | null;
  hasLetters = $state(true);

  constructor(storage: Storage | null) {
    this.#storage = storage;
    this.hasLetters = storage?.getItem(lettersKey) !== 'off';
  }

  choose(hasLetters: boolean): void {
    this.hasLetters = hasLetters;
    try {
      this.#storage?.setItem(lettersKey, hasLetters ? 'on' : 'off');
    } catch {
      // Its few bytes did not fit: the choice then holds until the page is closed.
    }
  }

  /** Whether a key may be a command of what has the focus. */
  mayAct({ key, ctrlKey, metaKey, altKey }: Pressed): boolean {
    return this.hasLetters || key.length > 1 || ctrlKey || metaKey || altKey;
  }

  /** Whether a letter alone may be a command of the screen. */
  mayActOnScreen(event: KeyboardEvent): boolean {
    return this.hasLetters && isBareKey(event);
  }

  /** What a control is called, with its key where that acts. */
  titled(name: string, key: string): string {
    const isLetter = key.length === 1 || key.startsWith('Shift ');
    return key === '' || (isLetter && !this.hasLetters) ? name : `${name} (${key})`;
  }
}
