import { Decoration, MatchDecorator, ViewPlugin, WidgetType } from '@codemirror/view';
import type { DecorationSet, EditorView, ViewUpdate } from '@codemirror/view';
import { escaped, hiddenInSource } from '#text/problem-message.ts';

/** A character that hides or turns what stands beside it, shown by its number. */
class Escaped extends WidgetType {
  readonly #character: string;

  constructor(character: string) {
    super();
    this.#character = character;
  }

  override eq(other: Escaped): boolean {
    return other.#character === this.#character;
  }

  toDOM(): HTMLElement {
    const element = document.createElement('span');
    element.className = 'cm-hidden';
    element.textContent = escaped(this.#character);
    return element;
  }
}

const hidden = new MatchDecorator({
  regexp: hiddenInSource,
  decoration: ([character]) => Decoration.replace({ widget: new Escaped(character) }),
});

/** What is not seen is shown: nothing in a source looks like something else than it is. */
export const hiddenCharacters = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = hidden.createDeco(view);
    }
    update(update: ViewUpdate): void {
      this.decorations = hidden.updateDeco(update, this.decorations);
    }
  },
  { decorations: ({ decorations }) => decorations },
);
