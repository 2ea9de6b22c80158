import { StateEffect, StateField } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import { EditorView, hoverTooltip, keymap, showTooltip } from '@codemirror/view';
import type { Tooltip } from '@codemirror/view';
import type { Explanation } from '#ports/editor-api.ts';
import type { Text } from '#text/text.ts';
import { topicSentence } from '#text/topic-sentence.ts';

type Explain = (offset: number) => Promise<Explanation | null>;

interface Said extends Tooltip {
  readonly sentence: string;
}

const setExplained = StateEffect.define<Tooltip | null>();

/** What a word means: where one points, and by F1 where the cursor stands. */
export function explaining(explain: Explain, text: Text): Extension {
  const find = async (view: EditorView, offset: number): Promise<Said | null> => {
    const found = await explain(offset);
    const sentence = found === null ? null : topicSentence(found.topic, text);
    if (found === null || sentence === null || found.to > view.state.doc.length) return null;
    const create = () => ({ dom: said(sentence) });
    return { pos: found.from, end: found.to, above: true, create, sentence };
  };
  const show = async (view: EditorView): Promise<void> => {
    const { state } = view;
    const found = await find(view, state.selection.main.head);
    // Whoever typed on meanwhile is elsewhere.
    if (found === null || view.state !== state) return;
    const effects = [setExplained.of(found), EditorView.announce.of(found.sentence)];
    view.dispatch({ effects });
  };
  return [
    hoverTooltip(find),
    shown,
    keymap.of([
      {
        key: 'F1',
        preventDefault: true,
        run: (view) => {
          // Shown when the answer comes.
          void show(view);
          return true;
        },
      },
      { key: 'Escape', run: hide },
    ]),
  ];
}

const shown = StateField.define<Tooltip | null>({
  create: () => null,
  update: (before, transaction) => {
    for (const effect of transaction.effects) if (effect.is(setExplained)) return effect.value;
    return transaction.docChanged || transaction.selection !== undefined ? null : before;
  },
  provide: (field) => showTooltip.from(field),
});

function hide(view: EditorView): boolean {
  if (view.state.field(shown) === null) return false;
  view.dispatch({ effects: setExplained.of(null) });
  return true;
}

function said(sentence: string): HTMLElement {
  const element = document.createElement('div');
  element.className = 'cm-explained';
  element.setAttribute('role', 'tooltip');
  element.textContent = sentence;
  return element;
}
