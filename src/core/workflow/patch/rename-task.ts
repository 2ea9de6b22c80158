import { isJsonObject, own } from '#core/shared/json.ts';
import type { JsonValue } from '#core/shared/json.ts';
import type { Descriptors } from '#core/workflow/descriptor.ts';
import type { PatchRefusal } from './operation.ts';
import { renameInText } from './rename-references.ts';
import type { Renaming } from './rename-references.ts';
import type { TextEditor } from './text-editor.ts';
import { entryOf, isShared, walkTo } from './text-tree.ts';
import type { Container, TextEntry, TextNode } from './text-tree.ts';

interface Rename {
  readonly id: string;
  readonly newId: string;
  readonly descriptors: Descriptors;
}

/** Its key, its position, and its name in the dependencies and references of other tasks. */
export function renameTask(editor: TextEditor, { id, newId, descriptors }: Rename) {
  const { tree } = editor;
  const own = walkTo(tree, ['tasks', id]);
  const tasks = own.spots[1]?.node;
  const entry = own.spots[2]?.entry;
  // A task that an alias repeats can be renamed; one that a merge key brings cannot.
  if (tasks?.kind !== 'map' || entry === undefined || entry === null) {
    return { code: 'shared', path: ['tasks', id] } as const;
  }
  renameKeys(editor, tasks, { id, newId });
  const layout = walkTo(tree, ['x-layout', id]);
  const positions = layout.spots[1]?.node;
  if (layout.spots.length > 2 && positions?.kind === 'map') {
    renameKeys(editor, positions, { id, newId });
  } else if (layout.isShared) {
    return { code: 'shared', path: ['x-layout', id] } as const;
  }
  return new ReferenceRename(editor, { id, newId, quote: '"' }, descriptors).run(tasks);
}

function renameKeys(
  editor: TextEditor,
  node: Container,
  { id, newId }: Pick<Rename, 'id' | 'newId'>,
): void {
  for (const { key, isMerge, keyStart, keyEnd } of node.entries) {
    if (key !== id || isMerge) continue;
    editor.changes.replace(keyStart, keyEnd, editor.writeKey(newId));
  }
}

class ReferenceRename {
  readonly #editor: TextEditor;
  readonly #renaming: Renaming;
  readonly #descriptors: Descriptors;
  #refusal: PatchRefusal | null = null;

  constructor(editor: TextEditor, renaming: Renaming, descriptors: Descriptors) {
    this.#editor = editor;
    this.#renaming = renaming;
    this.#descriptors = descriptors;
  }

  run(tasks: Container): PatchRefusal | null {
    const { value } = this.#editor.tree;
    const read = isJsonObject(value) ? own(value, 'tasks') : undefined;
    for (const { key, value: node } of tasks.entries) {
      const task = isJsonObject(read) ? own(read, String(key)) : undefined;
      this.#task(node, task, ['tasks', key]);
    }
    return this.#refusal;
  }

  #task(node: TextNode, task: JsonValue | undefined, path: readonly (string | number)[]): void {
    if (!isJsonObject(task)) return;
    const before = this.#refusal;
    const type = own(task, 'type');
    const literal = this.#descriptors.get(typeof type === 'string' ? type : '')?.literal ?? [];
    const fields = own(task, 'with');
    const isTouched =
      names(own(task, 'dependencies'), this.#renaming.id) ||
      (isJsonObject(fields) &&
        Object.keys(fields).some(
          (key) => !literal.includes(key) && this.#isNamed(own(fields, key) ?? null),
        )) ||
      this.#isNamed(own(task, 'when') ?? null);
    if (!isTouched || before !== null) return;
    if (node.kind !== 'map' || isShared(this.#editor.tree, node)) {
      this.#refuse(path);
      return;
    }
    const dependencies = entryOf(node, 'dependencies');
    if (names(own(task, 'dependencies'), this.#renaming.id)) {
      this.#dependencies(node, dependencies, [...path, 'dependencies']);
    }
    const given = entryOf(node, 'with');
    if (isJsonObject(fields)) {
      for (const key of Object.keys(fields)) {
        const value = own(fields, key) ?? null;
        if (literal.includes(key) || !this.#isNamed(value)) continue;
        const inner = given?.value.kind === 'map' ? entryOf(given.value, key) : undefined;
        const isRepeated = given === undefined || isShared(this.#editor.tree, given.value);
        this.#texts(isRepeated ? undefined : given.value, inner, [...path, 'with', key]);
      }
    }
    if (this.#isNamed(own(task, 'when') ?? null)) {
      this.#texts(node, entryOf(node, 'when'), [...path, 'when']);
    }
  }

  #isNamed(value: JsonValue): boolean {
    if (typeof value === 'string') return renameInText(value, this.#renaming) !== value;
    if (Array.isArray(value)) {
      return (value as readonly JsonValue[]).some((item) => this.#isNamed(item));
    }
    if (!isJsonObject(value)) return false;
    return Object.keys(value).some((key) => this.#isNamed(own(value, key) ?? null));
  }

  #dependencies(task: Container, entry: TextEntry | undefined, path: readonly (string | number)[]) {
    const list = entry?.value;
    if (list?.kind === 'scalar' && entry !== undefined) {
      this.#editor.replace({ container: task, entry }, this.#renaming.newId);
      return;
    }
    if (list?.kind !== 'list' || isShared(this.#editor.tree, list)) {
      this.#refuse(path);
      return;
    }
    for (const item of list.entries) {
      if (isShared(this.#editor.tree, item.value)) {
        this.#refuse(path);
        return;
      }
      if (item.value.kind !== 'scalar' && item.value.kind !== 'block') continue;
      if (item.value.value !== this.#renaming.id) continue;
      this.#editor.replace({ container: list, entry: item }, this.#renaming.newId);
    }
  }

  #texts(
    container: TextNode | undefined,
    entry: TextEntry | undefined,
    path: readonly (string | number)[],
  ): void {
    const isHeld = container?.kind === 'map' || container?.kind === 'list';
    if (!isHeld || entry === undefined) {
      this.#refuse(path);
      return;
    }
    const { value } = entry;
    if (isShared(this.#editor.tree, value)) {
      this.#refuse(path);
      return;
    }
    if (value.kind === 'map' || value.kind === 'list') {
      for (const inner of value.entries) {
        if (inner.isMerge) {
          this.#refuse(path);
          return;
        }
        this.#texts(value, inner, path);
      }
    } else if (value.kind === 'block' || value.kind === 'scalar') {
      this.#text(container, entry);
    }
  }

  #text(container: Container, entry: TextEntry): void {
    const { tree, changes } = this.#editor;
    const { value: node } = entry;
    if (node.kind !== 'block' && node.kind !== 'scalar') return;
    if (typeof node.value !== 'string') return;
    const isDouble = node.kind === 'scalar' && node.style === 'double';
    const renaming: Renaming = { ...this.#renaming, quote: isDouble ? "'" : '"' };
    const wanted = renameInText(node.value, renaming);
    if (wanted === node.value) return;
    const from = node.kind === 'block' ? node.bodyStart : node.contentStart;
    const raw = tree.text.slice(from, node.end);
    const written = renameInText(raw, renaming);
    const isSame = node.kind === 'block' || reads(written, node.style) === wanted;
    if (isSame) changes.replace(from, node.end, written);
    else this.#editor.replace({ container, entry }, wanted);
  }

  #refuse(path: readonly (string | number)[]): void {
    this.#refusal ??= { code: 'shared', path };
  }
}

function names(value: JsonValue | undefined, id: string): boolean {
  if (value === id) return true;
  return Array.isArray(value) && (value as readonly JsonValue[]).includes(id);
}

/** What a text on one line says; null where that is not plain to see. */
function reads(raw: string, style: 'plain' | 'single' | 'double'): string | null {
  const inner = raw.slice(1, -1);
  if (raw.includes('\n')) return null;
  if (style === 'plain')
    return /[[\]{}#,]|: |^\s|\s$/.test(raw.replaceAll(/\$\{\{|\}\}/g, '')) ? null : raw;
  if (style === 'single') return inner.replaceAll("''", "'");
  return inner.includes('\\') ? null : inner;
}
