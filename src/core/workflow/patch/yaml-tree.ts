import { isAlias, isMap, isPair, isScalar, isSeq } from 'yaml';
import type { CST, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { composeYaml } from '#core/workflow/yaml-compose.ts';
import { walkYaml } from '#core/workflow/yaml-walk.ts';
import type { Draft } from '#core/workflow/draft.ts';
import type { BlockTextNode, TextEntry, TextNode, TextTree } from './text-tree.ts';

/** Null when its form cannot be read, or its root is no map. */
export function readYamlTree(text: string): TextTree | null {
  const composed = composeYaml(text, { keepTokens: true });
  if (composed.kind === 'beyond') return null;
  const { document, secondAt, errors } = composed;
  if (document === null || secondAt !== undefined || errors.length > 0) return null;
  const broken: Draft[] = [];
  const values = walkYaml(document.contents, (draft: Draft) => {
    if (draft.code === 'syntax' || draft.code === 'limit') broken.push(draft);
  });
  if (values === null || broken.length > 0) return null;
  const builder = new YamlTree(text);
  const root = builder.node(document.contents, { start: -1, end: 0 });
  if (root.kind !== 'map') return null;
  return { text, format: 'yaml', root, value: values.root, aliased: builder.aliased };
}

/** Where the anchor and tag of a node begin, -1 without; and where it begins when it is empty. */
interface Before {
  readonly start: number;
  readonly end: number;
}

type Item = CST.BlockMap['items'][number] | CST.BlockSequence['items'][number];

class YamlTree {
  readonly aliased = new Set<string>();
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  node(node: unknown, before: Before): TextNode {
    if (isAlias(node)) {
      this.aliased.add(node.source);
      const [start, end] = node.range ?? [0, 0];
      return { kind: 'alias', start, end, anchor: undefined };
    }
    if (isMap(node)) return this.#map(node, before);
    if (isSeq(node)) return this.#list(node, before);
    if (isScalar(node)) return this.#scalar(node, before);
    return { kind: 'empty', start: before.end, end: before.end, anchor: undefined };
  }

  #scalar(node: Scalar, before: Before): TextNode {
    const { anchor, srcToken: token } = node;
    const [contentStart, valueEnd] = node.range ?? [0, 0];
    if (token?.type === 'block-scalar') {
      return this.#block(token, { value: String(node.value), anchor, before });
    }
    const start = before.start < 0 ? contentStart : before.start;
    if (node.source === '' && (node.type ?? 'PLAIN') === 'PLAIN') {
      const end = Math.max(before.end, before.start);
      return { kind: 'empty', start: end, end, anchor };
    }
    const style =
      node.type === 'QUOTE_SINGLE' ? 'single' : node.type === 'QUOTE_DOUBLE' ? 'double' : 'plain';
    const value = isPlainValue(node.value) ? node.value : String(node.source);
    return { kind: 'scalar', start, contentStart, end: valueEnd, anchor, style, value };
  }

  #block(
    token: CST.BlockScalar,
    { value, anchor, before }: { value: string; anchor: string | undefined; before: Before },
  ): BlockTextNode {
    const header = token.props.find(({ type }) => type === 'block-scalar-header');
    const from = header?.offset ?? token.offset;
    const indicators = header !== undefined && 'source' in header ? header.source : '|';
    const last = token.props.at(-1);
    const bodyStart =
      (last?.offset ?? from) + (last !== undefined && 'source' in last ? last.source.length : 0);
    const isKept = indicators.includes('+');
    const body = token.source;
    const kept = isKept ? body.replace(/\r?\n$/, '') : body.replace(/(?:\r?\n[ \t]*)+$/, '');
    const hasText = /\S/.test(body) || isKept;
    const isAtStart = before.start < 0;
    return {
      kind: 'block',
      start: isAtStart ? token.offset : before.start,
      end: hasText ? bodyStart + kept.length : lineEnd(this.#text, from),
      anchor,
      header: { from, to: from + indicators.length },
      bodyStart,
      value,
      isKept,
      indent: indentOf(body, value),
    };
  }

  #map(node: YAMLMap, before: Before): TextNode {
    const token = node.srcToken;
    const entries = node.items.map((pair) => this.#pair(pair));
    const span = this.#span(node, before, entries);
    const isFlow = node.flow === true;
    return { kind: 'map', ...span, entries, isFlow, isBare: isFlow && token === undefined };
  }

  #pair(pair: Pair): TextEntry {
    const item = (pair as Pair & { srcToken?: Item }).srcToken;
    const [keyStart, keyEnd] = rangeOf(pair.key) ?? [item?.start[0]?.offset ?? 0, 0];
    const first = item?.start.find(({ type }) => !isSpace(type));
    const start = Math.min(first?.offset ?? keyStart, keyStart);
    const sep: readonly CST.SourceToken[] = item?.sep ?? [];
    const mark = sep.findIndex(({ type }) => type === 'map-value-ind');
    const colon = sep[mark];
    const markEnd = colon === undefined ? keyEnd : colon.offset + 1;
    const before = propsIn(sep.slice(mark + 1), markEnd);
    const value = this.node(pair.value, before);
    const isMerge = isScalar(pair.key) && pair.key.type === 'PLAIN' && pair.key.source === '<<';
    return {
      key: keyText(pair.key),
      keyStart,
      keyEnd,
      start,
      end: Math.max(value.end, before.end, keyEnd),
      valueAt: before.end,
      hasMark: colon !== undefined,
      isMerge,
      value,
    };
  }

  #list(node: YAMLSeq, before: Before): TextNode {
    const token = node.srcToken;
    const isFlow = node.flow === true;
    const items = token === undefined ? [] : itemsOf(token, isFlow);
    const entries = node.items.map((value, index) => this.#item(value, items[index], index));
    return { kind: 'list', ...this.#span(node, before, entries), entries, isFlow };
  }

  #item(node: unknown, item: Item | undefined, index: number): TextEntry {
    const tokens: readonly CST.SourceToken[] = item?.start ?? [];
    const dash = tokens.findIndex(({ type }) => type === 'seq-item-ind');
    const mark = tokens[dash];
    const [valueStart] = rangeOf(node) ?? [0];
    const markEnd = mark === undefined ? valueStart : mark.offset + 1;
    const before = propsIn(tokens.slice(dash + 1), markEnd);
    const value = isPair(node) ? this.node(null, before) : this.node(node, before);
    const start = mark?.offset ?? value.start;
    const { end } = value;
    return {
      key: index,
      keyStart: start,
      keyEnd: start,
      start,
      end: Math.max(end, before.end),
      valueAt: before.end,
      hasMark: true,
      isMerge: false,
      value,
    };
  }

  #span(node: YAMLMap | YAMLSeq, before: Before, entries: readonly TextEntry[]) {
    const [rangeStart, rangeEnd] = node.range ?? [0, 0];
    const first = entries[0];
    const last = entries.at(-1);
    const isFlow = node.flow === true;
    const contentStart = isFlow || first === undefined ? rangeStart : first.start;
    return {
      start: before.start < 0 ? contentStart : before.start,
      contentStart,
      end: isFlow || last === undefined ? rangeEnd : last.end,
      anchor: node.anchor,
      column: contentStart - lineStart(this.#text, contentStart),
    };
  }
}

function itemsOf(token: CST.Token, isFlow: boolean): readonly Item[] {
  if (!('items' in token)) return [];
  const items = token.items as readonly Item[];
  return items.filter((item) =>
    isFlow
      ? item.value !== undefined || item.sep !== undefined || 'key' in item || hasProps(item.start)
      : item.start.some(({ type }) => type === 'seq-item-ind'),
  );
}

function hasProps(tokens: readonly CST.SourceToken[]): boolean {
  return tokens.some(({ type }) => type === 'anchor' || type === 'tag');
}

function propsIn(tokens: readonly CST.SourceToken[], markEnd: number): Before {
  const props = tokens.filter(({ type }) => type === 'anchor' || type === 'tag');
  const last = props.at(-1);
  if (last === undefined) return { start: -1, end: markEnd };
  return { start: props[0]?.offset ?? -1, end: last.offset + last.source.length };
}

function isSpace(type: string): boolean {
  return type === 'space' || type === 'newline' || type === 'comment' || type === 'comma';
}

function rangeOf(node: unknown): readonly [number, number] | undefined {
  const hasRange = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node);
  const range = hasRange ? node.range : undefined;
  return range === undefined || range === null ? undefined : [range[0], range[1]];
}

/** As `walkYaml` reads a key. */
function keyText(key: unknown): string {
  if (!isScalar(key)) return '';
  return typeof key.value === 'string' ? key.value : (key.source ?? '');
}

function isPlainValue(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** Spaces before the first line with text, without those that belong to it. */
function indentOf(body: string, value: string): number {
  const raw = body.split('\n').find((line) => /\S/.test(line)) ?? '';
  const read = value.split('\n').find((line) => /\S/.test(line)) ?? '';
  const spaces = (line: string) => line.length - line.trimStart().length;
  return Math.max(spaces(raw) - spaces(read), 0);
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Before its line end. */
export function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  if (newline < 0) return text.length;
  return newline > offset && text[newline - 1] === '\r' ? newline - 1 : newline;
}
