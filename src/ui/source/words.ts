import type { Extension } from '@codemirror/state';
import { Decoration, MatchDecorator, ViewPlugin } from '@codemirror/view';
import type { DecorationSet, EditorView, ViewUpdate } from '@codemirror/view';

/** References and numbers in what is seen; the grammar of YAML knows neither. */
function coloured(pattern: RegExp, name: string): Extension {
  const matches = new MatchDecorator({
    regexp: pattern,
    decoration: Decoration.mark({ class: name }),
  });
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = matches.createDeco(view);
      }
      update(update: ViewUpdate): void {
        this.decorations = matches.updateDeco(update, this.decorations);
      }
    },
    { decorations: ({ decorations }) => decorations },
  );
}

export const references = coloured(/\$\{\{[^\n]*?\}\}/g, 'cm-reference');
export const yamlNumbers = coloured(
  /(?<=[:,[-] |\[)[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?=\s*(?:[,\]}]|$|\s#))/g,
  'cm-number',
);
