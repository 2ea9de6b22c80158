import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

const name = 'cm-written-over';

/**
 * What a browser writes over a selection it gives the look of what stood there, as a style of its
 * own: wrong in a text of one look, and refused by the page's policy. While it writes, all there is
 * looks like its line, so there is no look to keep; it is over before anything is painted.
 */
export const plainWriting: Extension = [
  EditorView.domEventHandlers({
    beforeinput: (_event, view) => {
      if (view.state.selection.main.empty) return;
      // Of the editor, not of its content: that is the document to CodeMirror.
      view.dom.classList.add(name);
      setTimeout(() => {
        view.dom.classList.remove(name);
      });
    },
    input: (_event, view) => {
      view.dom.classList.remove(name);
    },
  }),
  EditorView.theme({
    [`&.${name} .cm-line *`]: {
      color: 'inherit !important',
      background: 'none !important',
      font: 'inherit !important',
      textDecoration: 'none !important',
    },
  }),
];
