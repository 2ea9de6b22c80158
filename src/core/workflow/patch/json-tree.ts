import type { JsonValue } from '#core/shared/json.ts';
import { scanJson } from '#core/workflow/json-scan.ts';
import type { Container, TextEntry, TextNode, TextTree } from './text-tree.ts';

interface Key {
  readonly name: string;
  readonly start: number;
}

interface Open {
  readonly start: number;
  readonly isMap: boolean;
  readonly entries: TextEntry[];
}

const scalar = /"(?:[^"\\]|\\.)*"|[^\s,\]}]+/y;

/** Null when it is not JSON, or its root is no map. */
export function readJsonTree(text: string): TextTree | null {
  const open: Open[] = [];
  // Of the value that comes next: its key, when it is in a map.
  let key: Key | null = null;
  const keys: (Key | null)[] = [];
  let valueStart = 0;
  let root: TextNode | null = null;

  const done = (node: TextNode, own: Key | null) => {
    const parent = open.at(-1);
    if (parent === undefined) root = node;
    else parent.entries.push(entryOf(text, { node, key: own, index: parent.entries.length }));
  };
  const stop = scanJson(text, {
    key: (name, start) => {
      key = { name, start };
    },
    value: (offset) => {
      valueStart = offset;
      const first = text[offset];
      if (first === '{' || first === '[') {
        keys.push(key);
        key = null;
        return;
      }
      scalar.lastIndex = offset;
      const source = scalar.exec(text)?.[0] ?? '';
      const own = key;
      key = null;
      // Read when it is complete; a wrong one ends the scan.
      if (isScalar(source)) done(scalarNode(source, offset), own);
    },
    open: () => open.push({ start: valueStart, isMap: text[valueStart] === '{', entries: [] }),
    close: (end) => {
      const closed = open.pop();
      if (closed !== undefined) done(container(closed, end), keys.pop() ?? null);
    },
  });
  const made = root as TextNode | null;
  if (stop !== null || made?.kind !== 'map') return null;
  const value = JSON.parse(text) as JsonValue;
  return { text, format: 'json', root: made, value, aliased: new Set() };
}

function isScalar(source: string): boolean {
  return /^(?:"|-?\d|true$|false$|null$)/.test(source);
}

function scalarNode(source: string, start: number): TextNode {
  const isText = source.startsWith('"');
  const end = start + source.length;
  const value = isText && !source.includes('\\') ? source.slice(1, -1) : readScalar(source);
  const style = isText ? 'double' : 'plain';
  return { kind: 'scalar', start, contentStart: start, end, anchor: undefined, style, value };
}

/** Null for what is no JSON: the scan says so, too. */
function readScalar(source: string): JsonValue {
  try {
    return JSON.parse(source) as JsonValue;
  } catch {
    return null;
  }
}

function container({ start, isMap, entries }: Open, end: number): Container {
  const span = { start, contentStart: start, end, anchor: undefined, isFlow: true, column: 0 };
  return isMap
    ? { kind: 'map', ...span, entries, isBare: false }
    : { kind: 'list', ...span, entries };
}

interface Member {
  readonly node: TextNode;
  readonly key: Key | null;
  readonly index: number;
}

function entryOf(text: string, { node, key, index }: Member): TextEntry {
  const { start, end } = node;
  const rest = { end, valueAt: start, hasMark: true, isMerge: false, value: node };
  if (key === null) return { key: index, keyStart: start, keyEnd: start, start, ...rest };
  scalar.lastIndex = key.start;
  const keyEnd = key.start + (scalar.exec(text)?.[0].length ?? 0);
  return { key: key.name, keyStart: key.start, keyEnd, start: key.start, ...rest };
}
