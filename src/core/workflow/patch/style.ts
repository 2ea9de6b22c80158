import type { Container, TextNode, TextTree } from './text-tree.ts';

/** How a text is laid out, so that what is added looks like what is there. */
export interface TextStyle {
  readonly isJson: boolean;
  readonly lineEnd: '\n' | '\r\n';
  /** Spaces, or tabs in JSON, of one level. */
  readonly step: string;
  /** Of a dash behind its key. */
  readonly dashColumns: number;
  readonly quote: '"' | "'" | null;
  /** Lists of plain values stand in brackets on one line. */
  readonly hasShortLists: boolean;
  /** Inside the braces of a map on one line. */
  readonly padding: string;
  readonly afterColon: string;
  readonly afterComma: string;
}

export function styleOf(tree: TextTree): TextStyle {
  const { text, root, format } = tree;
  const isJson = format === 'json' || (root.isFlow && text[root.entries[0]?.keyStart ?? 0] === '"');
  const found = look(tree);
  const step = found.step ?? '  ';
  return {
    isJson,
    lineEnd: /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n',
    step,
    dashColumns: found.dashColumns ?? step.length,
    quote: found.quotes === 0 ? null : found.quotes > 0 ? '"' : "'",
    hasShortLists: found.lists >= 0,
    padding: found.padding ?? ' ',
    afterColon: isJson ? (found.afterColon ?? ' ') : ' ',
    afterComma: isJson ? (found.afterComma ?? ' ') : ' ',
  };
}

class Found {
  step: string | undefined;
  dashColumns: number | undefined;
  /** Above 0: more double quotes than single ones. */
  quotes = 0;
  /** Above 0: more short lists than long ones. */
  lists = 0;
  padding: string | undefined;
  afterColon: string | undefined;
  afterComma: string | undefined;
}

function look(tree: TextTree): Found {
  const found = new Found();
  const waiting: TextNode[] = [tree.root];
  // The list grows while it is walked.
  for (const node of waiting) {
    if (node.kind === 'scalar') {
      if (node.style !== 'plain') found.quotes += node.style === 'double' ? 1 : -1;
      continue;
    }
    if (node.kind !== 'map' && node.kind !== 'list') continue;
    lookAtContainer(tree, node, found);
    for (const { value } of node.entries) waiting.push(value);
  }
  return found;
}

function lookAtContainer({ text }: TextTree, node: Container, found: Found): void {
  const [first, second] = node.entries;
  if (first === undefined) return;
  const isShort = isOnOneLine(text, node);
  if (node.kind === 'list') {
    const hasOnlyValues = node.entries.every(({ value }) => value.kind === 'scalar');
    if (hasOnlyValues) found.lists += node.isFlow && isShort ? 1 : -1;
  } else if (node.isFlow && isShort && !node.isBare) {
    found.padding ??= text.slice(node.contentStart + 1, first.start);
  }
  if (node.isFlow) {
    if (first.keyEnd > first.keyStart) {
      found.afterColon ??= spacesIn(text, text.indexOf(':', first.keyEnd) + 1);
    }
    if (second !== undefined && isShort) {
      found.afterComma ??= spacesIn(text, text.indexOf(',', first.end) + 1);
    }
    // In YAML what stands in brackets may stand anywhere.
    if (!isShort && text[first.keyStart] === '"') found.step ??= flowStep(text, node);
    return;
  }
  for (const { value } of node.entries) {
    const isBlock = (value.kind === 'map' || value.kind === 'list') && !value.isFlow;
    if (!isBlock || node.kind === 'list') continue;
    const columns = value.column - node.column;
    if (value.kind === 'list') found.dashColumns ??= Math.max(columns, 0);
    else if (columns > 0) found.step ??= ' '.repeat(Math.min(columns, 8));
  }
}

function spacesIn(text: string, at: number): string {
  return text[at] === ' ' ? ' ' : '';
}

/** No line end before the first entry or between the first two. */
export function isOnOneLine(text: string, node: Container): boolean {
  const [first, second] = node.entries;
  const until = second?.start ?? first?.start ?? node.end;
  return !text.slice(node.contentStart, until).includes('\n');
}

function flowStep(text: string, node: Container): string | undefined {
  const outer = indentAt(text, node.contentStart);
  const inner = indentAt(text, node.entries[0]?.start ?? node.contentStart);
  const isDeeper = inner.startsWith(outer) && inner.length > outer.length;
  return isDeeper && inner.length - outer.length <= 8 ? inner.slice(outer.length) : undefined;
}

/** The spaces and tabs that begin the line of an offset. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}
