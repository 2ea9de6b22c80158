import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Alias, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { isJsonObject, setOwn } from '#core/shared/json.ts';
import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import type { Report } from './draft.ts';
import { kindOf } from './fields.ts';
import { numberLoss } from './json-number.ts';
import { limits } from './limits.ts';
import type { Path, ProblemCode } from './problem.ts';
import { isIndexKey } from './source.ts';
import type { Span } from './source.ts';

export interface YamlValues {
  readonly root: JsonValue;
  readonly keyOrders: ReadonlyMap<string, readonly string[]>;
  readonly offsetOf: (path: Path, at: 'key' | 'value') => number;
  readonly spansIn: (key: string) => ReadonlyMap<string, Span>;
}

/**
 * Plain values of a composed document. What an alias stands for is shared and not copied, and its
 * size counted as if it were, so that a file of aliases costs what its text costs.
 * @returns null when the values would be beyond a limit.
 */
export function walkYaml(contents: unknown, report: Report): YamlValues | null {
  const walk = new YamlWalk(report);
  const built = walk.node(contents, 0);
  if (walk.isBeyond) return null;
  return {
    root: built.value,
    keyOrders: walk.keyOrders,
    offsetOf: (path, at) => offsetOf({ path, at, built, members: walk.members }),
    spansIn: (key) => spansOf(walk.members, built.value, key),
  };
}

function spansOf(
  members: WeakMap<object, Members>,
  root: JsonValue,
  key: string,
): ReadonlyMap<string, Span> {
  const map = isJsonObject(root) ? members.get(root)?.get(key)?.built.value : undefined;
  const entries = isJsonObject(map) ? members.get(map) : undefined;
  const spans = new Map<string, Span>();
  for (const [name, { keyOffset, built }] of entries ?? []) {
    spans.set(String(name), { from: keyOffset, to: Math.max(built.end, keyOffset) });
  }
  return spans;
}

/** What a node came to, and its size with every alias replaced. */
interface Built {
  readonly value: JsonValue;
  readonly nodes: number;
  readonly characters: number;
  /** Levels of containers in it. */
  readonly height: number;
  readonly offset: number;
  readonly end: number;
}

interface Member {
  readonly keyOffset: number;
  readonly built: Built;
  /** Brought by `<<`, so that a key of the map itself takes its place. */
  readonly isMerged: boolean;
}
type Members = ReadonlyMap<string | number, Member>;

class YamlWalk {
  /** Of the container that a value is. */
  readonly members = new WeakMap<object, Members>();
  readonly keyOrders = new Map<string, readonly string[]>();
  isBeyond = false;
  readonly #report: Report;
  readonly #path: (string | number)[] = [];
  /** Of the nearest node above with that name; `null` while the node is still being built. */
  readonly #anchors = new Map<string, Built | null>();

  constructor(report: Report) {
    this.#report = report;
  }

  node(node: unknown, depth: number): Built {
    if (isAlias(node)) return this.#alias(node, depth);
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, null);
    const built = this.#content(node, depth);
    if (anchor !== undefined) this.#anchors.set(anchor, built);
    return built;
  }

  #content(node: unknown, depth: number): Built {
    if (isScalar(node)) return this.#scalar(node);
    const offset = rangeStart(node);
    if (depth >= limits.nesting) {
      this.#beyond('nesting', limits.nesting, offset);
      return leaf(null, offset);
    }
    if (isMap(node)) return this.#map(node, depth + 1);
    if (isSeq(node)) return this.#list(node, depth + 1);
    return leaf(null, offset);
  }

  #alias(node: Alias, depth: number): Built {
    const offset = rangeStart(node);
    const target = this.#anchors.get(node.source);
    const args = { name: node.source };
    if (target === undefined) {
      this.#problem('syntax', 'unknownAlias', offset, args);
      return leaf(null, offset);
    }
    if (target === null) {
      this.isBeyond = true;
      this.#problem('limit', 'aliasInItself', offset, args);
      return leaf(null, offset);
    }
    if (depth + target.height > limits.nesting) {
      this.#beyond('nesting', limits.nesting, offset);
    }
    return { ...target, offset, end: rangeEnd(node) };
  }

  #scalar(node: Scalar): Built {
    const offset = rangeStart(node);
    const end = rangeEnd(node);
    const { value } = node;
    if (typeof value === 'number') {
      this.#checkNumber(value, node.source ?? '', offset);
      return leaf(Number.isFinite(value) ? value : null, offset, end);
    }
    if (typeof value === 'string') return { ...leaf(value, offset, end), characters: value.length };
    return leaf(typeof value === 'boolean' ? value : null, offset, end);
  }

  #checkNumber(value: number, text: string, offset: number): void {
    if (/^[-+]?\.(?:inf|nan)$/i.test(text)) {
      this.#problem('wrongType', 'notFinite', offset, { text });
    } else if (/^0[xo]/.test(text)) {
      if (!Number.isSafeInteger(value)) this.#problem('inexactNumber', 'digits', offset, { text });
    } else {
      const loss = numberLoss(text);
      if (loss === 'digits') this.#problem('inexactNumber', 'digits', offset, { text });
      if (loss === 'tooLarge') this.#problem('outOfRange', 'numberTooLarge', offset, { text });
    }
  }

  #list(node: YAMLSeq, depth: number): Built {
    const members = new Map<number, Member>();
    for (const [index, item] of node.items.entries()) {
      this.#path.push(index);
      const built = this.node(item, depth);
      this.#path.pop();
      members.set(index, { keyOffset: built.offset, built, isMerged: false });
    }
    return this.#container(
      [...members.values()].map(({ built }) => built.value),
      members,
      node,
    );
  }

  #map(node: YAMLMap, depth: number): Built {
    const members = new Map<string, Member>();
    let hasMerge = false;
    for (const pair of node.items) {
      if (isMergeKey(pair.key)) {
        if (hasMerge) this.#duplicate('<<', rangeStart(pair.key));
        hasMerge = true;
        this.#merge(members, pair.value, depth);
      } else {
        this.#pair(members, pair, depth);
      }
    }
    const object: Record<string, JsonValue> = {};
    for (const [key, { built }] of members) setOwn(object, key, built.value);
    if (this.#path.length === 1 && [...members.keys()].some(isIndexKey)) {
      this.keyOrders.set(String(this.#path[0]), [...members.keys()]);
    }
    return this.#container(object, members, node);
  }

  #pair(members: Map<string, Member>, pair: { key: unknown; value: unknown }, depth: number): void {
    const keyOffset = rangeStart(pair.key);
    const key = this.#key(pair.key, keyOffset, depth);
    this.#path.push(key);
    const before = members.get(key);
    if (before !== undefined && !before.isMerged) this.#duplicate(key, keyOffset, 'isInPath');
    const built =
      pair.value === null
        ? leaf(null, keyOffset, rangeEnd(pair.key))
        : this.node(pair.value, depth);
    this.#path.pop();
    members.set(key, { keyOffset, built, isMerged: false });
  }

  #key(node: unknown, offset: number, depth: number): string {
    const { value } = this.node(node, depth);
    if (typeof value === 'string') return value;
    // What is no scalar may be huge once its aliases are replaced.
    const text = isScalar(node) ? (node.source ?? '') : `(${kindOf(value)})`;
    this.#path.push(text);
    this.#problem('wrongType', 'keyNotText', offset, { key: text });
    this.#path.pop();
    return text;
  }

  /** Maps given first win over later ones, and the keys of the map itself over all. */
  #merge(members: Map<string, Member>, node: unknown, depth: number): void {
    const sources = isSeq(node) ? node.items : [node];
    for (const source of sources) {
      const { value, offset } = this.node(source, depth - 1);
      const merged = isJsonObject(value) ? this.members.get(value) : undefined;
      if (merged === undefined) {
        this.#problem('wrongType', 'mergeNotMap', offset, {});
        continue;
      }
      for (const [key, member] of merged) {
        const name = String(key);
        if (!members.has(name)) members.set(name, { ...member, isMerged: true });
      }
    }
  }

  #container(value: JsonObject | JsonValue[], members: Members, node: unknown): Built {
    let nodes = 1;
    let characters = 0;
    let height = 0;
    let end = isFlow(node) ? rangeEnd(node) : rangeStart(node);
    for (const [key, { built, isMerged }] of members) {
      if (!isMerged) end = Math.max(end, built.end);
      nodes += built.nodes + (typeof key === 'string' ? 1 : 0);
      characters += built.characters + (typeof key === 'string' ? key.length : 0);
      height = Math.max(height, built.height);
      if (nodes > limits.yamlNodes) this.#beyond('yamlNodes', limits.yamlNodes, built.offset);
      else if (characters > limits.yamlCharacters) {
        this.#beyond('yamlCharacters', limits.yamlCharacters, built.offset);
      }
    }
    this.members.set(value, members);
    return { value, nodes, characters, height: height + 1, offset: rangeStart(node), end };
  }

  /** Told once: what contains it is beyond the limit as well. */
  #beyond(reason: string, maximum: number, offset: number): void {
    if (this.isBeyond) return;
    this.isBeyond = true;
    this.#problem('limit', reason, offset, { maximum });
  }

  #duplicate(key: string, offset: number, place: 'isInPath' | 'isBelow' = 'isBelow'): void {
    const path = place === 'isInPath' ? [...this.#path] : [...this.#path, key];
    this.#report({ code: 'duplicateKey', reason: 'duplicateKey', args: { key }, path, at: offset });
  }

  #problem(code: ProblemCode, reason: string, offset: number, args: JsonObject): void {
    this.#report({ code, reason, args, path: [...this.#path], at: offset });
  }
}

function leaf(value: JsonValue, offset: number, end = offset): Built {
  return { value, nodes: 1, characters: 0, height: 0, offset, end };
}

function rangeStart(node: unknown): number {
  const hasRange = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node);
  return hasRange ? (node.range?.[0] ?? 0) : 0;
}

function isFlow(node: unknown): boolean {
  return (isMap(node) || isSeq(node)) && (node.flow === true || node.items.length === 0);
}

function rangeEnd(node: unknown): number {
  const hasRange = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node);
  return hasRange ? (node.range?.[1] ?? 0) : 0;
}

/** A quoted `"<<"` is an ordinary key. */
function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.source === '<<';
}

interface Lookup {
  readonly path: Path;
  readonly at: 'key' | 'value';
  readonly built: Built;
  readonly members: WeakMap<object, Members>;
}

/** Of the nearest part of the path that is there. */
function offsetOf({ path, at, built, members }: Lookup): number {
  let current = built;
  let keyOffset = built.offset;
  for (const part of path) {
    const { value } = current;
    const container = typeof value === 'object' && value !== null ? members.get(value) : undefined;
    const member = container?.get(part);
    if (member === undefined) return at === 'key' ? keyOffset : current.offset;
    keyOffset = member.keyOffset;
    current = member.built;
  }
  return at === 'key' ? keyOffset : current.offset;
}
