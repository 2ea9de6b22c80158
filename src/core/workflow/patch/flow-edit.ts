import type { AddedEntry, ContainerEdit } from './block-edit.ts';
import type { Changes } from './changes.ts';
import { entryTop, isFirstOnLine, nextLine } from './lines.ts';
import { indentAt, isOnOneLine } from './style.ts';
import type { TextStyle } from './style.ts';
import type { Container, TextEntry } from './text-tree.ts';
import { lineEnd } from './yaml-tree.ts';

interface Page {
  readonly text: string;
  readonly style: TextStyle;
  readonly changes: Changes;
  /** Whether a filled map goes over several lines. */
  readonly isSpread: boolean;
}

/** Entries in brackets. */
export function editFlow(page: Page, edit: ContainerEdit): void {
  const { node, removed, added } = edit;
  if (node.kind === 'map' && node.isBare) editBare(page, edit);
  else if (removed.size === node.entries.length) refill(page, edit);
  else {
    for (const entry of removed) removeEntry(page, edit, entry);
    if (removed.size > 0) removeLastComma(page, edit);
    for (const entries of byPlace(added)) addEntries(page, node, entries);
  }
}

/** A pair without braces gets them with its second entry. */
function editBare({ changes }: Page, { node, removed, added }: ContainerEdit): void {
  const entries = added.map(({ write }) => write(false, '').text);
  if (removed.size > 0) {
    changes.replace(node.contentStart, node.end, `{ ${entries.join(', ')} }`.replace('{  }', '{}'));
    return;
  }
  changes.insert(node.contentStart, '{ ');
  changes.insert(node.end, `, ${entries.join(', ')} }`);
}

/** Nothing of it stays. */
function refill(page: Page, edit: ContainerEdit): void {
  const { text, style, changes } = page;
  const { node, added, removed } = edit;
  const from = node.contentStart + 1;
  const to = node.end - 1;
  const isFree = !gapsOf(text, node).includes('#');
  if (!isFree) {
    for (const entry of removed) removeEntry(page, edit, entry);
    const entries = added.map(({ write }) => write(false, '').text);
    if (entries.length > 0) changes.insert(from, entries.join(', '));
    return;
  }
  const outer = indentAt(text, node.contentStart);
  const isSpread = page.isSpread && node.kind === 'map';
  const entries = added.map(({ write }) => write(isSpread, outer + style.step).text);
  if (entries.length === 0) {
    changes.remove(from, to);
  } else if (isSpread) {
    const lines = entries.map((entry) => `${style.lineEnd}${outer}${style.step}${entry}`);
    changes.replace(from, to, `${lines.join(',')}${style.lineEnd}${outer}`);
  } else {
    const padding = node.kind === 'map' ? style.padding : '';
    changes.replace(from, to, `${padding}${entries.join(`,${style.afterComma}`)}${padding}`);
  }
}

/** What stands between its entries: commas, spaces, comments. */
function gapsOf(text: string, node: Container): string {
  let at = node.contentStart + 1;
  let gaps = '';
  for (const entry of node.entries) {
    gaps += text.slice(at, entry.start);
    at = entry.end;
  }
  return gaps + text.slice(at, node.end - 1);
}

interface Around {
  /** Behind its comma, or behind itself. */
  readonly end: number;
  readonly hasComma: boolean;
}

const untilComma = /(?:\s|(?<=\s)#[^\n]*)*,/y;

function commaAfter(text: string, entry: TextEntry): Around {
  untilComma.lastIndex = entry.end;
  const hasComma = untilComma.test(text);
  return { end: hasComma ? untilComma.lastIndex : entry.end, hasComma };
}

function commentEnd(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  return /^\s+#/.test(text.slice(offset, end)) ? end : offset;
}

function removeEntry({ text, changes }: Page, { node, removed }: ContainerEdit, entry: TextEntry) {
  const index = node.entries.indexOf(entry);
  const next = node.entries[index + 1];
  const before = node.entries[index - 1];
  const { end, hasComma } = commaAfter(text, entry);
  const lastOfLine = commentEnd(text, end);
  const endsLine = text.slice(lastOfLine, lineEnd(text, lastOfLine)).trim() === '';
  if (endsLine && isFirstOnLine(text, entry.start) && lastOfLine < text.length) {
    const floor = nextLine(text, before?.end ?? node.contentStart);
    changes.remove(entryTop(text, entry, floor), nextLine(text, lastOfLine));
    return;
  }
  if (next !== undefined) {
    const hasComment = text.slice(entry.end, next.start).includes('#');
    changes.remove(entry.start, hasComment ? end : next.start);
    return;
  }
  const last = node.entries.findLast((candidate) => !removed.has(candidate));
  const hasComment = last !== undefined && text.slice(last.end, entry.start).includes('#');
  if (last !== undefined && !hasComment) changes.remove(last.end, entry.end);
  else changes.remove(entry.start, hasComma ? end : entry.end);
}

/** The comma before entries that are gone, unless the last one had a comma, too. */
function removeLastComma({ text, changes }: Page, { node, removed }: ContainerEdit): void {
  const last = node.entries.at(-1);
  const kept = node.entries.findLast((entry) => !removed.has(entry));
  if (last === undefined || kept === undefined || last === kept) return;
  const { end, hasComma } = commaAfter(text, kept);
  if (!hasComma) return;
  if (commaAfter(text, last).hasComma && isFirstOnLine(text, last.start)) return;
  changes.remove(end - 1, end);
}

/** Entries that go behind the same one, in their order. */
function byPlace(added: readonly AddedEntry[]): Iterable<readonly AddedEntry[]> {
  const places = new Map<TextEntry | null, AddedEntry[]>();
  for (const entry of added) {
    const place = places.get(entry.after);
    if (place === undefined) places.set(entry.after, [entry]);
    else place.push(entry);
  }
  return places.values();
}

function addEntries(page: Page, node: Container, added: readonly AddedEntry[]): void {
  const { text, style, changes } = page;
  const after = added[0]?.after ?? null;
  const neighbour = after ?? node.entries[0];
  if (neighbour === undefined) return;
  const isSpread = !isOnOneLine(text, node) && isFirstOnLine(text, neighbour.start);
  const indent = isSpread ? indentAt(text, neighbour.start) : '';
  const between = isSpread ? `${style.lineEnd}${indent}` : style.afterComma;
  const written = added.map(({ write }) => write(isSpread, indent).text).join(`,${between}`);
  if (after === null) {
    changes.insert(neighbour.start, `${written},${between}`);
    return;
  }
  const { end, hasComma } = commaAfter(text, after);
  if (!isSpread) {
    changes.insert(after.end, `,${between}${written}`);
  } else if (hasComma) {
    changes.insert(commentEnd(text, end), `${between}${written},`);
  } else {
    const behind = commentEnd(text, after.end);
    changes.insert(after.end, ',');
    changes.insert(behind, `${between}${written}`);
  }
}
