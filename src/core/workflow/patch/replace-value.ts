import type { JsonValue } from '#core/shared/json.ts';
import type { Changes } from './changes.ts';
import { entryBottom, lineEndBefore, nextLine, skipBlankLines } from './lines.ts';
import { indentAt, isOnOneLine } from './style.ts';
import type { TextStyle } from './style.ts';
import type { BlockTextNode, Container, ScalarNode, TextEntry } from './text-tree.ts';
import type { Writer } from './writer.ts';
import { isFilledList, isFilledMap } from './writer.ts';
import { lineEnd } from './yaml-tree.ts';
import { blockBody, blockText, yamlScalar } from './yaml-scalar.ts';

interface Page {
  readonly text: string;
  readonly style: TextStyle;
  readonly changes: Changes;
  readonly writer: Writer;
}

/** A value of a map or a list. */
export interface Held {
  readonly container: Container;
  readonly entry: TextEntry;
}

/** Another value in the place of one that is there. */
export function replaceValue(page: Page, held: Held, value: JsonValue): void {
  const { container, entry } = held;
  const { value: old } = entry;
  page.writer.tail = 'closed';
  if (container.isFlow) {
    replaceInFlow(page, held, value);
  } else if (old.kind === 'block' && typeof value === 'string' && value !== '') {
    if (!replaceBody(page, { container, node: old }, value)) replaceInBlock(page, held, value);
  } else if (old.kind === 'scalar' && isOneLine(value)) {
    replaceScalar(page, old, value);
  } else {
    replaceInBlock(page, held, value);
  }
}

type OneLine = string | number | boolean | null;

function isOneLine(value: JsonValue): value is OneLine {
  if (typeof value === 'string') return !value.includes('\n') || blockText(value) === null;
  return typeof value !== 'object' || value === null;
}

/** In the quotes it had. */
function replaceScalar({ changes, style, text }: Page, old: ScalarNode, value: OneLine): void {
  const wanted = typeof old.value === 'string' ? old.style : null;
  const written = style.isJson
    ? JSON.stringify(value)
    : yamlScalar(value, { wanted, quote: style.quote });
  // A tag says what the old value is.
  const hasTag = text.slice(old.start, old.contentStart).includes('!');
  changes.replace(hasTag ? old.start : old.contentStart, old.end, written);
}

function replaceInFlow(page: Page, { container, entry }: Held, value: JsonValue): void {
  const { text, style, changes, writer } = page;
  const { value: old } = entry;
  if (old.kind === 'scalar' && (typeof value !== 'object' || value === null)) {
    replaceScalar(page, old, value);
    return;
  }
  const isWide = (node: typeof old) =>
    (node.kind === 'map' || node.kind === 'list') && !isOnOneLine(text, node);
  const isSpread = (style.isJson && isWide(container)) || isWide(old);
  const indent = indentAt(text, entry.start);
  const written = isSpread ? writer.spread(value, indent) : writer.inline(value);
  if (!entry.hasMark) changes.insert(entry.keyEnd, `: ${written}`);
  else if (old.kind === 'empty') changes.insert(entry.valueAt, ` ${written}`);
  else changes.replace(old.start, old.end, written);
}

/** Lines of a block: only those that differ change. False where a block cannot say it. */
function replaceBody(
  { text, style, changes }: Page,
  { container, node }: { readonly container: Container; readonly node: BlockTextNode },
  value: string,
): boolean {
  const block = blockText(value);
  if (block === null) return false;
  const { from, to } = node.header;
  const stated = /\d/.exec(text.slice(from, to))?.[0];
  const indent =
    node.indent > container.column ? node.indent : container.column + style.step.length;
  const levels = indent - container.column;
  if (block.statesIndent && stated === undefined && levels > 9) return false;
  const indicator = stated ?? (block.statesIndent ? String(levels) : '');
  changes.replace(from, to, `|${indicator}${block.chomping}`);
  const body = blockBody(block, ' '.repeat(indent), style.lineEnd);
  const isKept = block.chomping === '+';
  if (node.end === text.length) changes.needsLineEnd = isKept;
  if (node.end < node.bodyStart || node.bodyStart === text.length) {
    const at = lineEnd(text, to);
    changes.insert(at, style.lineEnd + body);
  } else {
    changes.replace(node.bodyStart, node.end, body);
  }
  const bottom = nextLine(text, node.end);
  if (isKept) changes.remove(bottom, skipBlankLines(text, bottom));
  return true;
}

function replaceInBlock(page: Page, { container, entry }: Held, value: JsonValue): void {
  const { text, style, changes, writer } = page;
  const isInList = container.kind === 'list';
  const isBracketed = isInList && (isFilledMap(value) || isFilledList(value));
  const written = isBracketed
    ? ` ${writer.inline(value)}`
    : writer.blockValue(value, container.column);
  const cut = written.indexOf('\n');
  const headEnd = cut < 0 ? written.length : cut - style.lineEnd.length + 1;
  const head = written.slice(0, headEnd);
  const rest = written.slice(headEnd);
  const isOpen = writer.tail === 'takesEmptyLines';
  const bottom = placeText(page, entry, { head, rest });
  if (isOpen) changes.remove(bottom, skipBlankLines(text, bottom));
  if (bottom === text.length && !text.endsWith('\n')) changes.needsLineEnd = isOpen;
}

interface Written {
  /** On the line of the key, with the space before it. */
  readonly head: string;
  /** From the end of that line on. */
  readonly rest: string;
}

/** @returns where the next line begins behind the value. */
function placeText({ text, changes }: Page, entry: TextEntry, { head, rest }: Written): number {
  const { value: old, valueAt, keyEnd, hasMark } = entry;
  const markEnd = markBefore(text, entry);
  const mark = hasMark ? '' : ':';
  const keyLineEnd = lineEnd(text, hasMark ? valueAt : keyEnd);
  if (old.kind !== 'empty' && old.start > keyLineEnd) {
    const bottom = entryBottom(text, entry);
    const isLast = bottom === text.length && !text.endsWith('\n');
    changes.insert(valueAt, head);
    changes.replace(keyLineEnd, isLast ? bottom : lineEndBefore(text, bottom), rest);
    return bottom;
  }
  if (old.kind === 'block') {
    const headerLineEnd = lineEnd(text, old.header.to);
    changes.replace(markEnd, old.header.to, mark + head);
    changes.replace(headerLineEnd, Math.max(old.end, headerLineEnd), rest);
    return nextLine(text, old.end);
  }
  const isOnKeyLine = old.end <= keyLineEnd;
  const end = old.kind === 'empty' ? markEnd : old.end;
  const lastLineEnd = isOnKeyLine ? keyLineEnd : lineEnd(text, old.end);
  changes.replace(markEnd, end, mark + head);
  changes.insert(Math.max(lastLineEnd, end), rest);
  return nextLine(text, lastLineEnd);
}

/** Behind the colon or the dash. */
function markBefore(text: string, { value, valueAt, hasMark, keyEnd }: TextEntry): number {
  if (!hasMark) return keyEnd;
  if (value.kind === 'empty') return valueAt;
  let at = value.start;
  while (at > 0 && /[ \t]/.test(text[at - 1] ?? '')) at -= 1;
  return Math.min(at, value.start);
}
