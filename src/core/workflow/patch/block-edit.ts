import type { Changes } from './changes.ts';
import {
  backOverBlankLines,
  entryBottom,
  entryTop,
  isBlankLine,
  isFirstOnLine,
  lineEndBefore,
  nextLine,
  skipBlankLines,
} from './lines.ts';
import type { TextStyle } from './style.ts';
import { takesEmptyLines } from './text-tree.ts';
import type { Container, TextEntry } from './text-tree.ts';
import type { Tail } from './writer.ts';
import { lineStart } from './yaml-tree.ts';

export interface AddedEntry {
  /** Stands behind this one; null: before all. */
  readonly after: TextEntry | null;
  readonly write: (isSpread: boolean, indent: string) => WrittenEntry;
}

export interface WrittenEntry {
  readonly text: string;
  readonly tail: Tail;
}

/** What happens to the entries of one map or list. */
export interface ContainerEdit {
  readonly node: Container;
  /** What holds it; null of the root. */
  readonly holder: TextEntry | null;
  readonly removed: ReadonlySet<TextEntry>;
  readonly added: readonly AddedEntry[];
}

interface Page {
  readonly text: string;
  readonly style: TextStyle;
  readonly changes: Changes;
}

export function editBlock(page: Page, edit: ContainerEdit): void {
  const { node, removed, added } = edit;
  if (removed.size > 0) removeEntries(page, edit);
  let tail: Tail = 'closed';
  let after: TextEntry | null = null;
  for (const entry of added) {
    tail = addEntry(page, node, { entry, tail: entry.after === after ? tail : 'closed' });
    after = entry.after;
  }
}

function removeEntries(page: Page, edit: ContainerEdit): void {
  const { node, removed } = edit;
  const { text } = page;
  const isEmptied = removed.size === node.entries.length;
  if (isEmptied) writeEmpty(page, edit);
  const [first] = node.entries;
  const isShared = first !== undefined && !isFirstOnLine(text, first.start);
  let kept: TextEntry | null = null;
  // Something stays before the entry: another one, or a comment that belongs to none.
  let isTop = true;
  let floor = edit.holder === null ? 0 : nextLine(text, edit.holder.valueAt);
  for (const entry of node.entries) {
    isTop &&= text.slice(floor, entryTop(text, entry, floor)).trim() === '';
    if (!removed.has(entry)) {
      kept = entry;
      isTop = false;
    } else if (isShared && entry === first) {
      removeFirstOnDash(page, node, isEmptied);
    } else {
      removeLines(page, { entry, kept, isTop, floor, isLast: entry === node.entries.at(-1) });
    }
    floor = nextLine(text, entry.end);
  }
}

/** `{}` or `[]` where the entries were. */
function writeEmpty({ text, changes }: Page, { node, holder }: ContainerEdit): void {
  const brackets = node.kind === 'map' ? '{}' : '[]';
  const isBelow = isFirstOnLine(text, node.contentStart);
  if (holder !== null && isBelow) changes.insert(holder.valueAt, ` ${brackets}`);
  else changes.insert(node.contentStart, isBelow ? `${brackets}\n` : brackets);
}

/** The first key of a map that begins on the line of its dash. */
function removeFirstOnDash({ text, changes }: Page, node: Container, isEmptied: boolean): void {
  const [first, second] = node.entries;
  if (first === undefined) return;
  const bottom = entryBottom(text, first);
  const isFollowed = second !== undefined && lineStart(text, second.start) === bottom;
  if (!isEmptied && isFollowed) changes.remove(first.start, second.start);
  else changes.remove(first.start, bottom === text.length ? bottom : lineEndBefore(text, bottom));
}

interface Removal {
  readonly entry: TextEntry;
  /** The last one before it that stays. */
  readonly kept: TextEntry | null;
  readonly isTop: boolean;
  readonly floor: number;
  readonly isLast: boolean;
}

function removeLines(
  { text, changes }: Page,
  { entry, kept, isTop, floor, isLast }: Removal,
): void {
  let top = entryTop(text, entry, floor);
  let bottom = entryBottom(text, entry);
  const isBlankAfter = bottom >= text.length || isBlankLine(text, bottom);
  const isBlankBefore = top > floor && isBlankLine(text, lineStart(text, top - 1));
  if (kept !== null && takesEmptyLines(kept.value)) bottom = skipBlankLines(text, bottom);
  else if (isBlankBefore && (isBlankAfter || isTop)) {
    top = backOverBlankLines(text, top, floor);
  }
  if (isTop && !isLast && isBlankAfter) bottom = skipBlankLines(text, bottom);
  const hasNoLineEnd = bottom === text.length && !text.endsWith('\n');
  changes.remove(hasNoLineEnd && top > 0 ? lineEndBefore(text, top) : top, bottom);
}

interface Addition {
  readonly entry: AddedEntry;
  /** Of what was added before it in the same place. */
  readonly tail: Tail;
}

function addEntry({ text, style, changes }: Page, node: Container, addition: Addition): Tail {
  const { entry, tail: tailBefore } = addition;
  const indent = ' '.repeat(node.column);
  const { text: written, tail } = entry.write(true, indent);
  const end = style.lineEnd;
  const { after, at } = placeIn(text, node, entry.after);
  const blank = hasBlankLines(text, node) ? end : '';
  if (after === null) {
    changes.insert(at, `${indent}${written}${end}${tail === 'closed' ? blank : ''}`);
    return tail;
  }
  const isOpen = tailBefore === 'takesEmptyLines' || takesEmptyLines(after.value);
  const before = isOpen ? '' : blank;
  const isAtEnd = at === text.length && !text.endsWith('\n');
  if (isAtEnd) {
    changes.insert(at, `${end}${before}${indent}${written}`);
    changes.needsLineEnd = tail === 'takesEmptyLines';
    return tail;
  }
  changes.insert(at, `${before}${indent}${written}${end}`);
  if (tail === 'takesEmptyLines') changes.remove(at, skipBlankLines(text, at));
  return tail;
}

interface PlaceInBlock {
  readonly after: TextEntry | null;
  readonly at: number;
}

function placeIn(text: string, node: Container, after: TextEntry | null): PlaceInBlock {
  const [first] = node.entries;
  if (after !== null || first === undefined) {
    return { after, at: after === null ? node.end : entryBottom(text, after) };
  }
  if (!isFirstOnLine(text, first.start)) {
    return placeIn(text, node, node.entries.at(-1) ?? null);
  }
  return { after: null, at: lineStart(text, first.start) };
}

/** Whether most of its entries are set apart by empty lines. */
function hasBlankLines(text: string, { entries }: Container): boolean {
  let apart = 0;
  let together = 0;
  for (const entry of entries.slice(0, 20)) {
    if (entry === entries.at(-1)) break;
    if (isBlankLine(text, entryBottom(text, entry)) || takesEmptyLines(entry.value)) apart += 1;
    else together += 1;
  }
  return apart > together;
}
