import { isJsonObject, own, setOwn } from '#core/shared/json.ts';
import type { JsonValue } from '#core/shared/json.ts';
import type { Path } from '#core/workflow/problem.ts';
import { entryBefore } from './field-order.ts';
import type { PatchRefusal } from './operation.ts';
import type { Place, TextEditor } from './text-editor.ts';
import { entryOf, holdsShared, isShared, walkTo } from './text-tree.ts';
import type { Container, ListNode, MapNode, Spot, TextEntry, TextNode } from './text-tree.ts';

/** Null when it could be done. */
export function setValue(
  editor: TextEditor,
  path: Path,
  value: JsonValue | undefined,
): PatchRefusal | null {
  const { spots, isShared: isRepeated } = walkTo(editor.tree, path);
  const spot = spots.at(-1);
  if (spot === undefined || path.length === 0) return { code: 'unreadable' };
  const isThere = spots.length === path.length + 1;
  if (value === undefined) {
    if (isThere) return removeSpot(editor, spots);
    return isRepeated ? { code: 'shared', path } : null;
  }
  if (isThere && isEqual(spot.value, value)) return null;
  if (isRepeated) return { code: 'shared', path: spot.path };
  if (isThere) return new ValueEdit(editor).change(spots, value);
  const missing = path.slice(spots.length - 1);
  return new ValueEdit(editor).make(spots, missing, value);
}

/** Removes what is at the end of a way, and the maps that this leaves empty. */
export function removeSpot(editor: TextEditor, spots: readonly Spot[]): PatchRefusal | null {
  let index = spots.length - 1;
  while (index > 1 && isLeftEmpty(spots[index - 1], spots[index])) index -= 1;
  const spot = spots[index];
  const place = placeOf(spots, index - 1);
  if (spot === undefined || place === null) return { code: 'unreadable' };
  if (holdsShared(editor.tree, spot.node)) return { code: 'shared', path: spot.path };
  for (const above of spots.slice(0, index)) {
    if (isShared(editor.tree, above.node)) return { code: 'shared', path: above.path };
  }
  for (const entry of sameKey(place.node, spot.entry)) editor.remove(place, entry);
  return null;
}

/** A task or a param without a field is still there. */
function isLeftEmpty(parent: Spot | undefined, child: Spot | undefined): boolean {
  if (parent?.node.kind !== 'map' || child === undefined) return false;
  const { path, node } = parent;
  if (path.length <= 2 && (path[0] === 'tasks' || (path[0] === 'params' && path.length === 2))) {
    return false;
  }
  if (typeof path.at(-1) === 'number') return false;
  return node.entries.every(({ key }) => key === child.entry?.key);
}

/** A key that is there twice goes as a whole. */
function sameKey(node: Container, entry: TextEntry | null): readonly TextEntry[] {
  if (entry === null) return [];
  if (node.kind === 'list') return [entry];
  return node.entries.filter(({ key, isMerge }) => key === entry.key && !isMerge);
}

function placeOf(spots: readonly Spot[], index: number): Place | null {
  const spot = spots[index];
  if (spot === undefined || (spot.node.kind !== 'map' && spot.node.kind !== 'list')) return null;
  return { node: spot.node, holder: spot.entry, depth: index };
}

class ValueEdit {
  readonly #editor: TextEditor;

  constructor(editor: TextEditor) {
    this.#editor = editor;
  }

  /** What is missing of a path, in the last part that is there. */
  make(spots: readonly Spot[], missing: Path, value: JsonValue): PatchRefusal | null {
    const spot = spots.at(-1);
    const place = placeOf(spots, spots.length - 1);
    const [part = '', ...inner] = missing;
    const made = nested(inner, value);
    const fits = place?.node.kind === 'map' || typeof part === 'number';
    if (place !== null && fits && place.node.entries.length > 0) {
      const opened = this.#opened(spots, String(part), made);
      if (opened !== null) return this.#replace(spots, opened);
      const isMap = place.node.kind === 'map';
      const after = isMap
        ? entryBefore(place.node, spot?.path ?? [], String(part))
        : (place.node.entries.at(-1) ?? null);
      this.#editor.add(place, { after, key: isMap ? String(part) : null, value: made });
      return null;
    }
    const isList = place?.node.kind === 'list' && fits;
    return this.#replace(spots, isList ? [made] : nested([String(part)], made));
  }

  /** Braces on the line of a key open when lines of text come in, which only a block shows. */
  #opened(spots: readonly Spot[], key: string, value: JsonValue): JsonValue | null {
    const spot = spots.at(-1);
    const above = spots.at(-2);
    const { tree, style } = this.#editor;
    if (spot?.node.kind !== 'map' || !isContainer(above?.node) || above.node.kind !== 'map') {
      return null;
    }
    const { node } = spot;
    const isBraced = node.isFlow && !node.isBare && !above.node.isFlow && !style.isJson;
    const hasLines = typeof value === 'string' && value.includes('\n');
    // A comment, an alias or an anchor would be lost.
    const isPlain = !/[#*&]/.test(tree.text.slice(node.start, node.end));
    if (!isBraced || !hasLines || !isPlain) return null;
    const opened: Record<string, JsonValue> = {};
    for (const { key: name } of node.entries) {
      setOwn(opened, String(name), valueIn(spot.value, name) ?? null);
    }
    setOwn(opened, key, value);
    return opened;
  }

  change(spots: readonly Spot[], value: JsonValue): PatchRefusal | null {
    const spot = spots.at(-1);
    if (spot === undefined || isEqual(spot.value, value)) return null;
    const { node } = spot;
    if (isShared(this.#editor.tree, node)) return { code: 'shared', path: spot.path };
    if (node.kind === 'map' && isJsonObject(value)) {
      const refusal = this.#changeMap(spots, node, value);
      if (refusal !== 'replace') return refusal;
    } else if (node.kind === 'list' && Array.isArray(value)) {
      const refusal = this.#changeList(spots, node, value as readonly JsonValue[]);
      if (refusal !== 'replace') return refusal;
    }
    return this.#replace(spots, value);
  }

  #replace(spots: readonly Spot[], value: JsonValue): PatchRefusal | null {
    const spot = spots.at(-1);
    const place = placeOf(spots, spots.length - 2);
    if (spot?.entry === undefined || spot.entry === null || place === null) {
      return this.#fillRoot(spot, value);
    }
    if (holdsShared(this.#editor.tree, spot.node)) return { code: 'shared', path: spot.path };
    this.#editor.replace({ container: place.node, entry: spot.entry }, value);
    return null;
  }

  /** A root without an entry gets its first ones. */
  #fillRoot(spot: Spot | undefined, value: JsonValue): PatchRefusal | null {
    if (spot?.node.kind !== 'map' || !isJsonObject(value)) return { code: 'unreadable' };
    const place = { node: spot.node, holder: null, depth: 0 };
    for (const key of Object.keys(value)) {
      this.#editor.add(place, { after: null, key, value: own(value, key) ?? null });
    }
    return null;
  }

  #changeMap(
    spots: readonly Spot[],
    node: MapNode,
    value: JsonValue,
  ): PatchRefusal | 'replace' | null {
    const spot = spots.at(-1);
    if (!isJsonObject(value) || spot === undefined || node.isBare) return 'replace';
    if (node.entries.some(({ isMerge }) => isMerge)) return { code: 'shared', path: spot.path };
    const removed = node.entries.filter(({ key }) => own(value, String(key)) === undefined);
    const added = Object.keys(value).filter((key) => entryOf(node, key) === undefined);
    const isMixed = node.isFlow && removed.length > 0 && added.length > 0;
    if (isMixed || removed.length === node.entries.length) return 'replace';
    const place = placeOf(spots, spots.length - 1);
    if (place === null) return 'replace';
    for (const entry of removed) {
      if (holdsShared(this.#editor.tree, entry.value)) {
        return { code: 'shared', path: [...spot.path, entry.key] };
      }
      this.#editor.remove(place, entry);
    }
    const gone = new Set(removed);
    for (const key of added) {
      const after = entryBefore(node, spot.path, key, gone);
      this.#editor.add(place, { after, key, value: own(value, key) ?? null });
    }
    for (const key of Object.keys(value)) {
      const refusal = this.#changeEntry(spots, key, own(value, key) ?? null);
      if (refusal !== null) return refusal;
    }
    return null;
  }

  #changeEntry(
    spots: readonly Spot[],
    key: string | number,
    value: JsonValue,
  ): PatchRefusal | null {
    const spot = spots.at(-1);
    const node = spot?.node;
    if (spot === undefined || (node?.kind !== 'map' && node?.kind !== 'list')) return null;
    const entry = entryOf(node, key);
    if (entry === undefined) return null;
    const path = [...spot.path, key];
    const inside = valueIn(spot.value, key);
    return this.change([...spots, { node: entry.value, entry, value: inside, path }], value);
  }

  /** What is the same at both ends stays. */
  #changeList(
    spots: readonly Spot[],
    node: ListNode,
    value: readonly JsonValue[],
  ): PatchRefusal | 'replace' | null {
    const spot = spots.at(-1);
    const place = placeOf(spots, spots.length - 1);
    const old = (spot?.value ?? []) as readonly JsonValue[];
    if (spot === undefined || place === null || old.length === 0) return 'replace';
    if (value.length === 0) return 'replace';
    const most = Math.min(old.length, value.length);
    let start = 0;
    while (start < most && isEqual(old[start], value[start])) start += 1;
    let end = 0;
    while (end < most - start && isEqual(old.at(-1 - end), value.at(-1 - end))) end += 1;
    for (let index = start; index < most - end; index += 1) {
      const refusal = this.#changeEntry(spots, index, value[index] ?? null);
      if (refusal !== null) return refusal;
    }
    for (const entry of node.entries.slice(most - end, old.length - end)) {
      if (holdsShared(this.#editor.tree, entry.value)) return { code: 'shared', path: spot.path };
      this.#editor.remove(place, entry);
    }
    const after = node.entries[most - end - 1] ?? null;
    for (const item of value.slice(most - end, value.length - end)) {
      this.#editor.add(place, { after, key: null, value: item });
    }
    return null;
  }
}

function valueIn(value: JsonValue | undefined, part: string | number): JsonValue | undefined {
  if (Array.isArray(value)) return (value as readonly JsonValue[])[Number(part)];
  return isJsonObject(value) ? own(value, String(part)) : undefined;
}

function nested(path: Path, value: JsonValue): JsonValue {
  let made = value;
  for (const part of path.toReversed()) {
    if (typeof part === 'number') {
      made = [made];
    } else {
      const map: Record<string, JsonValue> = {};
      setOwn(map, part, made);
      made = map;
    }
  }
  return made;
}

export function isEqual(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return (
      a.length === b.length &&
      a.every((item, index) => isEqual(item as JsonValue, (b as readonly JsonValue[])[index]))
    );
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isEqual(own(a, key), own(b, key)))
  );
}

export function isContainer(node: TextNode | undefined): node is Container {
  return node?.kind === 'map' || node?.kind === 'list';
}
