import { isJsonObject, own } from '#core/shared/json.ts';
import type { JsonValue } from '#core/shared/json.ts';
import type { Path } from '#core/workflow/problem.ts';
import type { SourceFormat } from '#core/workflow/source.ts';

/**
 * What a text holds, and where each part of it stands. Offsets count UTF-16 units in `text`, which
 * is without its byte order mark.
 */
export interface TextTree {
  readonly text: string;
  readonly format: SourceFormat;
  readonly root: MapNode;
  readonly value: JsonValue;
  /** Anchors that an alias names: what they mark is there more than once. */
  readonly aliased: ReadonlySet<string>;
}

export type TextNode = MapNode | ListNode | ScalarNode | BlockTextNode | AliasNode | EmptyNode;
export type Container = MapNode | ListNode;

interface Span {
  /** With its anchor and tag. */
  readonly start: number;
  /** Behind its last character; of a block behind the last character of its last line. */
  readonly end: number;
  readonly anchor: string | undefined;
}

interface Entries extends Span {
  /** In brackets, as everything in JSON; else each entry begins a line. */
  readonly isFlow: boolean;
  /** Where its bracket or its first key or dash stands. */
  readonly contentStart: number;
  /** Of its keys or dashes. */
  readonly column: number;
  readonly entries: readonly TextEntry[];
}

export interface MapNode extends Entries {
  readonly kind: 'map';
  /** A single pair in a list without braces of its own, as in `[a: 1]`. */
  readonly isBare: boolean;
}

export interface ListNode extends Entries {
  readonly kind: 'list';
}

export interface ScalarNode extends Span {
  readonly kind: 'scalar';
  readonly contentStart: number;
  readonly style: 'plain' | 'single' | 'double';
  readonly value: JsonValue;
}

/** `|` or `>`. */
export interface BlockTextNode extends Span {
  readonly kind: 'block';
  /** The indicators, as `|2-`. */
  readonly header: { readonly from: number; readonly to: number };
  readonly bodyStart: number;
  readonly value: string;
  /** Its empty lines at the end are part of it. */
  readonly isKept: boolean;
  /** Spaces before each line of it; 0 when it has none. */
  readonly indent: number;
}

export interface AliasNode extends Span {
  readonly kind: 'alias';
}

/** Nothing after a colon or a dash. */
export interface EmptyNode extends Span {
  readonly kind: 'empty';
}

export interface TextEntry {
  /** A number in a list. */
  readonly key: string | number;
  readonly keyStart: number;
  readonly keyEnd: number;
  /** Of its first character: the key, a `?` before it, or the dash. */
  readonly start: number;
  readonly end: number;
  /** Behind the colon or the dash and the anchor and tag of the value. */
  readonly valueAt: number;
  readonly hasMark: boolean;
  /** `<<`. */
  readonly isMerge: boolean;
  readonly value: TextNode;
}

/** A part of the text on the way along a path. */
export interface Spot {
  readonly node: TextNode;
  /** What holds it; null of the root. */
  readonly entry: TextEntry | null;
  readonly value: JsonValue | undefined;
  readonly path: Path;
}

export interface Way {
  /** From the root to the last part that is there. */
  readonly spots: readonly Spot[];
  /** The path leads through what an alias or a merge key brings, or what an alias repeats. */
  readonly isShared: boolean;
}

export function walkTo(tree: TextTree, path: Path): Way {
  let spot: Spot = { node: tree.root, entry: null, value: tree.value, path: [] };
  const spots = [spot];
  for (const part of path) {
    if (isShared(tree, spot.node)) return { spots, isShared: true };
    const { node, value } = spot;
    if (node.kind !== 'map' && node.kind !== 'list') break;
    const inside = valueIn(value, part);
    const entry = entryOf(node, part);
    if (entry === undefined) {
      const isMerged = node.entries.some(({ isMerge }) => isMerge) && inside !== undefined;
      if (isMerged) return { spots, isShared: true };
      break;
    }
    spot = { node: entry.value, entry, value: inside, path: [...spot.path, part] };
    spots.push(spot);
  }
  return { spots, isShared: isShared(tree, spot.node) };
}

function valueIn(value: JsonValue | undefined, part: string | number): JsonValue | undefined {
  if (Array.isArray(value)) return (value as readonly JsonValue[])[Number(part)];
  return isJsonObject(value) ? own(value, String(part)) : undefined;
}

/** Of several with one key the last one counts. */
export function entryOf(node: Container, key: string | number): TextEntry | undefined {
  if (node.kind === 'list') return typeof key === 'number' ? node.entries[key] : undefined;
  return node.entries.findLast((entry) => !entry.isMerge && entry.key === String(key));
}

export function isShared(tree: TextTree, node: TextNode): boolean {
  if (node.kind === 'alias') return true;
  return node.anchor !== undefined && tree.aliased.has(node.anchor);
}

/** Whether something in it is repeated by an alias elsewhere. */
export function holdsShared(tree: TextTree, node: TextNode): boolean {
  if (tree.aliased.size === 0) return false;
  if (node.anchor !== undefined && tree.aliased.has(node.anchor)) return true;
  if (node.kind !== 'map' && node.kind !== 'list') return false;
  return node.entries.some(({ value }) => holdsShared(tree, value));
}

/** The innermost node at the end of a node: its text runs to the end of it. */
function lastLeaf(node: TextNode): TextNode {
  let leaf = node;
  while ((leaf.kind === 'map' || leaf.kind === 'list') && !leaf.isFlow) {
    const last = leaf.entries.at(-1);
    if (last === undefined) return leaf;
    leaf = last.value;
  }
  return leaf;
}

/** Whether empty lines that follow would become part of it. */
export function takesEmptyLines(node: TextNode): boolean {
  const leaf = lastLeaf(node);
  return leaf.kind === 'block' && leaf.isKept;
}
