import { entryBottom, entryTop, isFirstOnLine, lineEndBefore, nextLine } from './lines.ts';
import type { PatchRefusal } from './operation.ts';
import type { Place, TextEditor } from './text-editor.ts';
import { holdsShared, takesEmptyLines, walkTo } from './text-tree.ts';
import type { TextEntry } from './text-tree.ts';

interface Duplicate {
  readonly id: string;
  readonly newId: string;
}

/** The text of a task once more, under another key and behind it. */
export function duplicateTask(editor: TextEditor, { id, newId }: Duplicate): PatchRefusal | null {
  const { spots } = walkTo(editor.tree, ['tasks', id]);
  const [, tasks, task] = spots;
  const node = tasks?.node;
  const entry = task?.entry;
  if (node?.kind !== 'map' || entry === undefined || entry === null) {
    return { code: 'shared', path: ['tasks', id] };
  }
  // The same anchor twice would mean another thing below.
  if (holdsShared(editor.tree, entry.value)) return { code: 'shared', path: ['tasks', id] };
  const place = { node, holder: tasks?.entry ?? null, depth: 1 };
  const { text } = editor.tree;
  const key = editor.writeKey(newId);
  const top = topOf(text, place, entry);
  const copy = node.isFlow ? text.slice(entry.start, entry.end) : linesOf(text, top, entry);
  const keyAt = entry.keyStart - (node.isFlow ? entry.start : top);
  const length = entry.keyEnd - entry.keyStart;
  const written = copy.slice(0, keyAt) + key + copy.slice(keyAt + length);
  editor.addText(place, entry, () => ({
    text: written,
    tail: takesEmptyLines(entry.value) ? 'takesEmptyLines' : 'closed',
  }));
  return null;
}

/** Behind the indentation of its first comment. */
function topOf(text: string, { node, holder }: Place, entry: TextEntry): number {
  if (!isFirstOnLine(text, entry.start)) return entry.start;
  const before = node.entries[node.entries.indexOf(entry) - 1];
  const floor = nextLine(text, before?.end ?? holder?.valueAt ?? 0);
  return entryTop(text, entry, floor) + node.column;
}

/** To the end of its last line. */
function linesOf(text: string, top: number, entry: TextEntry): string {
  const bottom = entryBottom(text, entry);
  const isWhole = bottom === text.length && !text.endsWith('\n');
  return text.slice(top, isWhole ? bottom : lineEndBefore(text, bottom));
}
