import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState } from '@codemirror/state';
import type { Extension, Transaction } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import type { TextChange } from '#core/workflow/patch/operation.ts';
import type { Problem } from '#core/workflow/problem.ts';
import type { SourceFormat } from '#core/workflow/source.ts';
import type { Text } from '#text/text.ts';
import type { SourceDocument } from '#ui/editor/source-document.ts';
import { problemBars, showProblems } from './diagnostics.ts';
import { foreign } from './foreign.ts';
import { help } from './help.ts';
import type { Help } from './help.ts';
import { hiddenCharacters } from './hidden-characters.ts';
import { lineEnds } from './line-ends.ts';
import { darkLook, highlighting, lightLook } from './theme.ts';
import { plainWriting } from './plain-writing.ts';
import { setArrived, setMarked, washes } from './washes.ts';
import type { Lines } from './washes.ts';
import { references } from './words.ts';

export interface EditingOptions extends Help {
  readonly document: SourceDocument;
  readonly text: Text;
  readonly isReadOnly: boolean;
  readonly isDark: boolean;
  readonly oncursor: (offset: number) => void;
}

const arrivedMs = 1000;

/**
 * CodeMirror over a document that is not its own: what is typed goes out, what comes from
 * elsewhere comes in, and undo is the document's.
 */
export class EditingView {
  readonly #view: EditorView;
  readonly #document: SourceDocument;
  readonly #text: Text;
  readonly #language = new Compartment();
  readonly #look = new Compartment();
  readonly #access = new Compartment();
  readonly #unfollow: () => void;
  #isOwnUndo = false;
  #washEnd: ReturnType<typeof setTimeout> | undefined;

  /** Whoever makes it closes it. */
  constructor(root: ShadowRoot, options: EditingOptions) {
    const { document, text } = options;
    this.#document = document;
    this.#text = text;
    const extensions = [
      EditorState.lineSeparator.of('\n'),
      EditorState.phrases.of(text.editing.phrases),
      EditorView.contentAttributes.of({
        'aria-label': text.editing.source,
        'aria-multiline': 'true',
        // It is reached by Tab anyway; this says so to what looks for it.
        tabindex: '0',
        'aria-description': text.editing.keys,
      }),
      EditorView.updateListener.of(({ transactions, selectionSet, state }) => {
        for (const transaction of transactions) this.#send(transaction);
        if (selectionSet) options.oncursor(state.selection.main.head);
      }),
      this.#language.of([]),
      this.#look.of(lookOf(options.isDark)),
      this.#access.of(EditorState.readOnly.of(options.isReadOnly)),
      ...this.#surface(options),
    ];
    this.#view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({ doc: document.text, extensions }),
    });
    this.#unfollow = document.follow((changes) => {
      this.#receive(changes);
    });
    void this.#loadLanguage(document.format);
  }

  close(): void {
    clearTimeout(this.#washEnd);
    this.#unfollow();
    this.#view.destroy();
  }

  focus(): void {
    this.#view.focus();
  }

  /** Puts the cursor at an offset and shows it in the middle. */
  reveal(offset: number): void {
    const at = Math.min(offset, this.#view.state.doc.length);
    const effects = EditorView.scrollIntoView(at, { y: 'center' });
    this.#view.dispatch({ selection: { anchor: at }, effects, annotations: foreign.of(true) });
  }

  mark(lines: Lines | null): void {
    this.#view.dispatch({ effects: setMarked.of(lines) });
  }

  show(problems: readonly Problem[]): void {
    this.#view.dispatch(showProblems(this.#view.state, problems, this.#text));
  }

  setDark(isDark: boolean): void {
    this.#view.dispatch({ effects: this.#look.reconfigure(lookOf(isDark)) });
  }

  setReadOnly(isReadOnly: boolean): void {
    const access = EditorState.readOnly.of(isReadOnly);
    this.#view.dispatch({ effects: this.#access.reconfigure(access) });
  }

  #surface(options: EditingOptions): readonly Extension[] {
    return [
      lineEnds(),
      // What stands beside the edge or is not seen at all would be hidden from whoever looks first.
      EditorView.lineWrapping,
      hiddenCharacters,
      plainWriting,
      lineNumbers(),
      drawSelection(),
      bracketMatching(),
      closeBrackets(),
      indentOnInput(),
      indentUnit.of('  '),
      highlightSelectionMatches(),
      search({ top: true }),
      highlighting,
      references,
      washes(),
      problemBars(),
      help(options, options.text),
      keymap.of([
        { key: 'Mod-z', run: () => this.#undo('undo'), preventDefault: true },
        { key: 'Mod-y', run: () => this.#undo('redo'), preventDefault: true },
        { key: 'Mod-Shift-z', run: () => this.#undo('redo'), preventDefault: true },
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...searchKeymap,
        ...lintKeymap,
        ...defaultKeymap,
        // Escape, then Tab leaves: the view lets such a Tab pass.
        indentWithTab,
      ]),
    ];
  }

  #undo(act: 'undo' | 'redo'): boolean {
    this.#isOwnUndo = true;
    this.#document[act]();
    this.#isOwnUndo = false;
    return true;
  }

  #send(transaction: Transaction): void {
    if (!transaction.docChanged || transaction.annotation(foreign) === true) return;
    const changes: TextChange[] = [];
    transaction.changes.iterChanges((from, to, _fromAfter, _toAfter, inserted) => {
      changes.push({ from, to, insert: inserted.sliceString(0, undefined, '\n') });
    });
    this.#document.type(changes);
  }

  #receive(changes: readonly TextChange[]): void {
    const made = this.#view.state.changes([...changes]);
    const lines: Lines[] = [];
    made.iterChangedRanges((_from, _to, from, to) => lines.push({ from, to }));
    const last = lines.at(-1);
    if (last === undefined) return;
    // Whoever undoes here looks at the place; what comes from elsewhere is shown by a wash.
    const shown = this.#isOwnUndo
      ? { scrollIntoView: true, selection: { anchor: last.to } }
      : { effects: setArrived.of(lines) };
    this.#view.dispatch({ changes: made, annotations: foreign.of(true), ...shown });
    clearTimeout(this.#washEnd);
    this.#washEnd = setTimeout(() => {
      this.#view.dispatch({ effects: setArrived.of([]) });
    }, arrivedMs);
  }

  async #loadLanguage(format: SourceFormat): Promise<void> {
    const { language } =
      format === 'json' ? await import('./json-language.ts') : await import('./yaml-language.ts');
    this.#view.dispatch({ effects: this.#language.reconfigure(language()) });
  }
}

function lookOf(isDark: boolean): Extension {
  return isDark ? darkLook : lightLook;
}
