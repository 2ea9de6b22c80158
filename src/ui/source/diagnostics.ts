import { setDiagnostics } from '@codemirror/lint';
import type { Diagnostic } from '@codemirror/lint';
import { StateEffect, StateField } from '@codemirror/state';
import type { Extension, Range, Text as Lines, TransactionSpec } from '@codemirror/state';
import { Decoration, EditorView, gutterLineClass } from '@codemirror/view';
import type { DecorationSet } from '@codemirror/view';
import type { EditorState } from '@codemirror/state';
import type { Problem } from '#core/workflow/problem.ts';
import { problemMessage } from '#text/problem-message.ts';
import type { Text } from '#text/text.ts';
import { alsoInGutter } from './gutter-class.ts';

const setBars = StateEffect.define<readonly Diagnostic[]>();
const wrong = Decoration.line({ class: 'cm-wrong' });
const doubtful = Decoration.line({ class: 'cm-doubtful' });
const shownMax = 1000;

/** A bar at each line with a problem. */
export function problemBars(): Extension {
  return StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update: (before, transaction) => {
      let set = transaction.docChanged ? before.map(transaction.changes) : before;
      for (const effect of transaction.effects) {
        if (effect.is(setBars)) set = barsOf(transaction.state, effect.value);
      }
      return set;
    },
    provide: (field) => [
      EditorView.decorations.from(field),
      gutterLineClass.from(field, alsoInGutter),
    ],
  });
}

function barsOf({ doc }: EditorState, diagnostics: readonly Diagnostic[]): DecorationSet {
  const bars = new Map<number, Range<Decoration>>();
  for (const { from, severity } of diagnostics) {
    const line = doc.lineAt(from).from;
    if (severity === 'error') bars.set(line, wrong.range(line));
    else if (!bars.has(line)) bars.set(line, doubtful.range(line));
  }
  return Decoration.set([...bars.values()], true);
}

/** Shows the problems of the text as last checked; a few lines may have moved since. */
export function showProblems(
  state: EditorState,
  problems: readonly Problem[],
  text: Pick<Text, 'problems' | 'editing'>,
): TransactionSpec {
  const diagnostics = problems.slice(0, shownMax).map((problem) => {
    const { from, to } = spanOf(state.doc, problem);
    return diagnosticOf(problem, { from, to }, text);
  });
  const spec = setDiagnostics(state, diagnostics);
  const effects = spec.effects === undefined ? [] : [spec.effects].flat();
  return { effects: [...(effects as StateEffect<unknown>[]), setBars.of(diagnostics)] };
}

interface Span {
  readonly from: number;
  readonly to: number;
}

const word = /"(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?|[^\s,:[\]{}]+|\S/y;

/** The word at a place; a byte order mark is in no column. */
function spanOf(doc: Lines, { line, column }: Problem): Span {
  const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const mark = at.number === 1 && at.text.startsWith('\ufeff') ? 1 : 0;
  const start = Math.min(column - 1 + mark, at.text.length);
  word.lastIndex = start;
  const length = word.exec(at.text)?.[0].length ?? 0;
  return { from: at.from + start, to: at.from + start + length };
}

function diagnosticOf(
  problem: Problem,
  { from, to }: Span,
  text: Pick<Text, 'problems' | 'editing'>,
): Diagnostic {
  const { message, hint } = problemMessage(problem, text.problems);
  const likely = problem.hint;
  return {
    from,
    to,
    severity: problem.severity,
    message: hint === null ? message : `${message} ${hint}`,
    ...(likely === null ? {} : { actions: [changeTo(likely, text)] }),
  };
}

/** One press changes it when there is a likely answer; quotes stay. */
function changeTo(likely: string, { editing }: Pick<Text, 'editing'>) {
  return {
    name: editing.changeTo(likely),
    apply: (view: EditorView, from: number, to: number) => {
      const old = view.state.sliceDoc(from, to);
      const quote = /^["']/.exec(old)?.[0] ?? '';
      const insert = `${quote}${likely}${quote}`;
      view.dispatch({ changes: { from, to, insert }, userEvent: 'input.complete' });
      view.focus();
    },
  };
}
