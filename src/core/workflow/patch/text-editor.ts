import type { JsonValue } from '#core/shared/json.ts';
import { editBlock } from './block-edit.ts';
import type { AddedEntry } from './block-edit.ts';
import { Changes } from './changes.ts';
import { editFlow } from './flow-edit.ts';
import type { TextChange } from './operation.ts';
import { replaceValue } from './replace-value.ts';
import type { Held } from './replace-value.ts';
import { isOnOneLine, styleOf } from './style.ts';
import type { TextStyle } from './style.ts';
import type { Container, TextEntry, TextTree } from './text-tree.ts';
import { Writer } from './writer.ts';

interface Pending {
  readonly node: Container;
  readonly holder: TextEntry | null;
  readonly depth: number;
  readonly removed: Set<TextEntry>;
  readonly added: AddedEntry[];
}

/** A map or a list with what holds it. */
export interface Place {
  readonly node: Container;
  readonly holder: TextEntry | null;
  /** From the root. */
  readonly depth: number;
}

/** Gathers edits of one text, so that those of one map or list are made together. */
export class TextEditor {
  readonly tree: TextTree;
  readonly style: TextStyle;
  readonly changes: Changes;
  readonly #writer: Writer;
  readonly #isSpread: boolean;
  readonly #pending = new Map<Container, Pending>();

  constructor(tree: TextTree) {
    this.tree = tree;
    this.style = styleOf(tree);
    this.changes = new Changes(tree.text);
    this.#writer = new Writer(this.style);
    this.#isSpread = this.style.isJson && !isOnOneLine(tree.text, tree.root);
  }

  remove(place: Place, entry: TextEntry): void {
    this.#of(place).removed.add(entry);
  }

  /** Behind `after`; null: before all. Of a list without a key. */
  add(place: Place, { after, key, value }: NewEntry): void {
    const { node } = place;
    const writer = this.#writer;
    this.addText(place, after, (isSpread, indent) => {
      writer.tail = 'closed';
      let text: string;
      if (!node.isFlow) {
        text =
          key === null
            ? writer.blockItem(value, node.column)
            : writer.blockEntry(key, value, node.column);
      } else {
        const written = isSpread ? writer.spread(value, indent) : writer.inline(value);
        text = key === null ? written : `${writer.key(key)}:${this.style.afterColon}${written}`;
      }
      return { text, tail: writer.tail };
    });
  }

  addText(place: Place, after: TextEntry | null, write: AddedEntry['write']): void {
    this.#of(place).added.push({ after, write });
  }

  replace(held: Held, value: JsonValue): void {
    const { tree, style, changes } = this;
    const page = { text: tree.text, style, changes, writer: this.#writer };
    replaceValue(page, held, value);
  }

  writeKey(key: string): string {
    return this.#writer.key(key);
  }

  /** @param shift the length of the byte order mark */
  finish(shift: number): readonly TextChange[] {
    const { tree, style, changes } = this;
    const page = { text: tree.text, style, changes, isSpread: this.#isSpread };
    // What stands deeper ends first: of two insertions at one place its text comes first.
    const edits = [...this.#pending.values()].sort((a, b) => b.depth - a.depth);
    for (const edit of edits) {
      if (edit.node.isFlow) editFlow(page, edit);
      else editBlock(page, edit);
    }
    return changes.list(shift, style.lineEnd);
  }

  #of({ node, holder, depth }: Place): Pending {
    let pending = this.#pending.get(node);
    if (pending === undefined) {
      pending = { node, holder, depth, removed: new Set(), added: [] };
      this.#pending.set(node, pending);
    }
    return pending;
  }
}

export interface NewEntry {
  readonly after: TextEntry | null;
  readonly key: string | null;
  readonly value: JsonValue;
}
