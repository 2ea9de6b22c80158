import { ChangeSet, EditorSelection, EditorState } from '@codemirror/state';
import type { Extension, Text, Transaction, TransactionSpec } from '@codemirror/state';
import { Decoration, MatchDecorator, ViewPlugin } from '@codemirror/view';
import type { DecorationSet, EditorView, ViewUpdate } from '@codemirror/view';
import type { TextChange } from '#core/workflow/patch/operation.ts';
import { foreign } from './foreign.ts';

/**
 * Offsets are those of the text as it was typed, so a CR before a line end is a character of the
 * line. Nothing that a person does comes between the two, and new lines end as the others do.
 */
export function lineEnds(): Extension {
  return [keptTogether, hiddenReturns];
}

const returns = new MatchDecorator({ regexp: /\r$/g, decoration: Decoration.replace({}) });

/** A CR has no width of its own and no place for a cursor. */
const hiddenReturns = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = returns.createDeco(view);
    }
    update(update: ViewUpdate): void {
      this.decorations = returns.updateDeco(update, this.decorations);
    }
  },
  { decorations: ({ decorations }) => decorations },
);

const keptTogether = EditorState.transactionFilter.of((transaction) => {
  if (transaction.annotation(foreign) === true) return transaction;
  const { doc } = transaction.startState;
  const isWindows = endsWithReturn(doc);
  if (transaction.docChanged) return withLineEnds(transaction, isWindows);
  return isWindows && transaction.selection !== undefined ? outside(transaction, doc) : transaction;
});

function endsWithReturn(doc: Text): boolean {
  return doc.lines > 1 && doc.line(1).text.endsWith('\r');
}

function isBetween(doc: Text, offset: number): boolean {
  return offset > 0 && doc.sliceString(offset - 1, offset + 1) === '\r\n';
}

function withLineEnds(transaction: Transaction, isWindows: boolean): TransactionSpec {
  const { doc } = transaction.startState;
  const changes: TextChange[] = [];
  let differing = 0;
  transaction.changes.iterChanges((start, end, _startAfter, _endAfter, inserted) => {
    const typed = inserted.toString();
    const lines = typed.replace(/\r?\n/g, isWindows ? '\r\n' : '\n');
    const from = isBetween(doc, start) ? start - 1 : start;
    const isCut = end > start && isBetween(doc, end);
    // A new line goes before the CR that it was to replace as a space.
    const cut = typed.includes('\n') ? end - 1 : end + 1;
    const to = end === start ? from : isCut ? cut : end;
    if (lines !== typed || from !== start || to !== end) differing += 1;
    changes.push({ from, to, insert: lines });
  });
  if (differing === 0) return transaction;
  const made = ChangeSet.of(changes, doc.length, '\n');
  const { main } = transaction.startState.selection;
  const { effects, scrollIntoView } = transaction;
  const userEvent = transaction.isUserEvent('input') ? 'input.type' : 'delete';
  const selection = EditorSelection.cursor(made.mapPos(main.to, 1));
  return { changes: made, selection, effects, scrollIntoView, userEvent };
}

function outside(transaction: Transaction, doc: Text): Transaction | readonly TransactionSpec[] {
  const { newSelection } = transaction;
  const at = (offset: number) => (isBetween(doc, offset) ? offset - 1 : offset);
  if (newSelection.ranges.every(({ anchor, head }) => at(anchor) === anchor && at(head) === head)) {
    return transaction;
  }
  const ranges = newSelection.ranges.map(({ anchor, head }) =>
    EditorSelection.range(at(anchor), at(head)),
  );
  const selection = EditorSelection.create(ranges, newSelection.mainIndex);
  return [transaction, { selection, sequential: true }];
}
