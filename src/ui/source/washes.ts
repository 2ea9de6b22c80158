import { StateEffect, StateField } from '@codemirror/state';
import type { EditorState, Extension, Range } from '@codemirror/state';
import { Decoration, EditorView, gutterLineClass } from '@codemirror/view';
import type { DecorationSet } from '@codemirror/view';
import { alsoInGutter } from './gutter-class.ts';

export interface Lines {
  /** Offsets; all lines they touch. */
  readonly from: number;
  readonly to: number;
}

export const setMarked = StateEffect.define<Lines | null>();
export const setArrived = StateEffect.define<readonly Lines[]>();

const marked = Decoration.line({ class: 'cm-marked' });
const arrived = Decoration.line({ class: 'cm-arrived' });
/** More would cost time, and is more than one can look at. */
const linesMax = 5000;

/** The lines of the selected task, and those that came from elsewhere a moment ago. */
export function washes(): Extension {
  return [
    washOf(setMarked, (state, lines) => linesIn(state, lines === null ? [] : [lines], marked)),
    washOf(setArrived, (state, lines) => linesIn(state, lines, arrived)),
  ];
}

type EffectType<Value> = ReturnType<typeof StateEffect.define<Value>>;

function washOf<Value>(
  effect: EffectType<Value>,
  draw: (state: EditorState, value: Value) => DecorationSet,
): Extension {
  return StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update: (before, transaction) => {
      let set = transaction.docChanged ? before.map(transaction.changes) : before;
      for (const each of transaction.effects) {
        if (each.is(effect)) set = draw(transaction.state, each.value);
      }
      return set;
    },
    provide: (field) => [
      EditorView.decorations.from(field),
      gutterLineClass.from(field, alsoInGutter),
    ],
  });
}

function linesIn(
  { doc }: EditorState,
  spans: readonly Lines[],
  decoration: Decoration,
): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  let last = -1;
  for (const { from, to: end } of spans) {
    // A line that only begins at the end is not touched.
    const isBefore = end > from && doc.lineAt(Math.min(end, doc.length)).from === end;
    const to = isBefore ? end - 1 : end;
    let line = doc.lineAt(Math.min(from, doc.length));
    while (ranges.length < linesMax) {
      if (line.from > last) ranges.push(decoration.range(line.from));
      last = Math.max(last, line.from);
      if (line.to >= Math.min(to, doc.length) || line.number === doc.lines) break;
      line = doc.line(line.number + 1);
    }
  }
  return Decoration.set(ranges);
}
