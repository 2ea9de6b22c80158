import { isJsonObject, own } from '#core/shared/json.ts';
import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import type { TextStyle } from './style.ts';
import { blockBody, blockText, yamlScalar } from './yaml-scalar.ts';

/** What follows a value on the next lines could be read as a part of it. */
export type Tail = 'closed' | 'takesEmptyLines';

/** Writes values as the text around them would. */
export class Writer {
  readonly #style: TextStyle;
  /** Of what was written last. */
  tail: Tail = 'closed';

  constructor(style: TextStyle) {
    this.#style = style;
  }

  key(key: string): string {
    if (this.#style.isJson) return JSON.stringify(key);
    const { quote } = this.#style;
    return yamlScalar(key, { wanted: null, quote });
  }

  /** A map entry whose key stands at `column`, from the key to the end of its value. */
  blockEntry(key: string, value: JsonValue, column: number): string {
    return `${this.key(key)}:${this.blockValue(value, column)}`;
  }

  /** A list entry whose dash stands at `column`. */
  blockItem(value: JsonValue, column: number): string {
    if (isFilledMap(value)) return `- ${this.#blockMembers(value, column + 2)}`;
    if (isFilledList(value)) return `- ${this.inline(value)}`;
    return `-${this.blockValue(value, column)}`;
  }

  /** What stands behind a colon or a dash, with the space or line end before it. */
  blockValue(value: JsonValue, column: number): string {
    const { lineEnd, step, dashColumns } = this.#style;
    if (typeof value === 'string' && value.includes('\n')) return ` ${this.#text(value, column)}`;
    if (isFilledMap(value)) {
      const inner = column + step.length;
      return `${lineEnd}${' '.repeat(inner)}${this.#blockMembers(value, inner)}`;
    }
    if (isFilledList(value) && !this.#isShort(value)) {
      const inner = column + dashColumns;
      const items = value.map((item) => ' '.repeat(inner) + this.blockItem(item, inner));
      return `${lineEnd}${items.join(lineEnd)}`;
    }
    return ` ${this.inline(value)}`;
  }

  #blockMembers(value: JsonObject, column: number): string {
    const between = `${this.#style.lineEnd}${' '.repeat(column)}`;
    return Object.keys(value)
      .map((key) => this.blockEntry(key, own(value, key) ?? null, column))
      .join(between);
  }

  #text(text: string, column: number): string {
    const block = blockText(text);
    if (block === null) return this.inline(text);
    const { step, lineEnd } = this.#style;
    const indent = block.statesIndent ? String(step.length) : '';
    this.tail = block.chomping === '+' ? 'takesEmptyLines' : 'closed';
    const body = blockBody(block, ' '.repeat(column) + step, lineEnd);
    return `|${indent}${block.chomping}${lineEnd}${body}`;
  }

  #isShort(list: readonly JsonValue[]): boolean {
    if (list.some((item) => typeof item === 'object' && item !== null)) return false;
    const isPosition = list.every((item) => typeof item === 'number');
    const hasLines = list.some((item) => typeof item === 'string' && item.includes('\n'));
    return isPosition || (this.#style.hasShortLists && !hasLines);
  }

  /** In brackets, on one line. */
  inline(value: JsonValue): string {
    this.tail = 'closed';
    const { padding, afterColon, afterComma, isJson, quote } = this.#style;
    if (Array.isArray(value)) {
      const items = (value as readonly JsonValue[]).map((item) => this.inline(item));
      return `[${items.join(`,${afterComma}`)}]`;
    }
    if (isJsonObject(value)) {
      const members = Object.keys(value).map(
        (key) => `${this.key(key)}:${afterColon}${this.inline(own(value, key) ?? null)}`,
      );
      return members.length === 0
        ? '{}'
        : `{${padding}${members.join(`,${afterComma}`)}${padding}}`;
    }
    const scalar = value as string | number | boolean | null;
    return isJson ? JSON.stringify(scalar) : yamlScalar(scalar, { wanted: null, quote });
  }

  /** As JSON with each entry of a map on a line of its own; YAML has blocks for that. */
  spread(value: JsonValue, indent: string): string {
    if (!this.#style.isJson) return this.inline(value);
    this.tail = 'closed';
    const { step, lineEnd, afterColon } = this.#style;
    const inner = indent + step;
    const separator = `,${lineEnd}${inner}`;
    if (isFilledMap(value)) {
      const members = Object.keys(value).map(
        (key) => `${this.key(key)}:${afterColon}${this.spread(own(value, key) ?? null, inner)}`,
      );
      return `{${lineEnd}${inner}${members.join(separator)}${lineEnd}${indent}}`;
    }
    if (isFilledList(value) && !this.#isShort(value)) {
      const items = value.map((item) => this.spread(item, inner));
      return `[${lineEnd}${inner}${items.join(separator)}${lineEnd}${indent}]`;
    }
    return this.inline(value);
  }
}

export function isFilledMap(value: JsonValue): value is JsonObject {
  return isJsonObject(value) && Object.keys(value).length > 0;
}

export function isFilledList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value) && value.length > 0;
}
