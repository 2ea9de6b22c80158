import type { Path } from './problem.ts';
import { limits } from './limits.ts';
import { numberLoss } from './json-number.ts';

/**
 * A strict walk over JSON text that keeps places, which `JSON.parse` does not. It accepts exactly
 * what `JSON.parse` accepts, makes no values and does not recurse.
 */
export interface JsonVisitor {
  /** The place of a key; `key` is decoded. */
  readonly key?: (key: string, offset: number) => void;
  /** Before a value; of an item of a list the index is given. */
  readonly value?: (offset: number, index: number) => void;
  readonly open?: () => void;
  /** Behind the last bracket. */
  readonly close?: (offset: number) => void;
  readonly duplicateKey?: (path: Path, offset: number) => void;
  readonly number?: (loss: 'digits' | 'tooLarge', path: Path, offset: number, text: string) => void;
}

/** Where and why the walk stopped; null when it went through. */
export interface ScanStop {
  readonly reason: SyntaxReason | 'nesting';
  readonly offset: number;
  readonly path: Path;
}
export type SyntaxReason =
  | 'empty'
  | 'unexpectedCharacter'
  | 'unexpectedEnd'
  | 'unclosedText'
  | 'badEscape'
  | 'controlCharacter'
  | 'badNumber'
  | 'trailingComma'
  | 'textAfterEnd';

export function scanJson(text: string, visitor: JsonVisitor): ScanStop | null {
  return new JsonScan(text, visitor).run();
}

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;
const openList = 0x5b;
const closeList = 0x5d;
const openMap = 0x7b;
const closeMap = 0x7d;

class JsonScan {
  readonly #text: string;
  readonly #visitor: JsonVisitor;
  /** Of each open container: its keys so far when it is a map. */
  readonly #keys: Set<string>[] = [];
  readonly #isMap: boolean[] = [];
  /** The part of the path in each open container. */
  readonly #parts: (string | number)[] = [];
  #depth = 0;
  #at = 0;
  #stop: ScanStop | null = null;

  constructor(text: string, visitor: JsonVisitor) {
    this.#text = text;
    this.#visitor = visitor;
  }

  run(): ScanStop | null {
    this.#skipSpace();
    if (this.#at === this.#text.length) return this.#fail('empty', 0);
    this.#value(-1);
    while (this.#depth > 0 && this.#stop === null) this.#afterValue();
    if (this.#stop !== null) return this.#stop;
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#fail('textAfterEnd', this.#at);
    return this.#stop;
  }

  /** A value is complete: a comma and the next one follow, or the end of its container. */
  #afterValue(): void {
    this.#skipSpace();
    const unit = this.#text.charCodeAt(this.#at);
    const isMap = this.#isMap[this.#depth - 1] === true;
    if (unit === (isMap ? closeMap : closeList)) {
      this.#leave();
      return;
    }
    if (unit !== comma) {
      this.#unexpected();
      return;
    }
    const commaAt = this.#at;
    this.#at += 1;
    this.#skipSpace();
    const next = this.#text.charCodeAt(this.#at);
    if (next === closeMap || next === closeList) {
      this.#fail('trailingComma', commaAt);
    } else if (isMap) {
      this.#member();
    } else {
      const index = Number(this.#parts[this.#depth - 1]) + 1;
      this.#parts[this.#depth - 1] = index;
      this.#value(index);
    }
  }

  #value(index: number): void {
    const { value } = this.#visitor;
    if (value !== undefined) value(this.#at, index);
    const unit = this.#text.charCodeAt(this.#at);
    if (unit === quote) this.#string();
    else if (unit === openMap || unit === openList) this.#enter(unit === openMap);
    else if (unit === 0x2d || (unit >= 0x30 && unit <= 0x39)) this.#number();
    else this.#word();
  }

  #enter(isMap: boolean): void {
    if (this.#depth === limits.nesting) {
      this.#fail('nesting', this.#at);
      return;
    }
    const depth = this.#depth;
    this.#depth += 1;
    this.#isMap[depth] = isMap;
    this.#parts[depth] = 0;
    this.#at += 1;
    this.#visitor.open?.();
    this.#skipSpace();
    if (this.#text.charCodeAt(this.#at) === (isMap ? closeMap : closeList)) {
      this.#leave();
    } else if (isMap) {
      const keys = this.#keys[depth];
      if (keys === undefined) this.#keys[depth] = new Set();
      else keys.clear();
      this.#member();
    } else {
      this.#value(0);
    }
  }

  #leave(): void {
    this.#at += 1;
    this.#depth -= 1;
    this.#visitor.close?.(this.#at);
  }

  #member(): void {
    if (this.#text.charCodeAt(this.#at) !== quote) {
      this.#unexpected();
      return;
    }
    const start = this.#at;
    const isPlain = this.#string();
    if (this.#stop !== null) return;
    const raw = this.#text.slice(start + 1, this.#at - 1);
    const key = isPlain ? raw : String(JSON.parse(`"${raw}"`));
    this.#parts[this.#depth - 1] = key;
    this.#visitor.key?.(key, start);
    const keys = this.#keys[this.#depth - 1];
    if (keys?.has(key) === true) this.#visitor.duplicateKey?.(this.#path(), start);
    else keys?.add(key);
    this.#skipSpace();
    if (this.#text.charCodeAt(this.#at) !== colon) {
      this.#unexpected();
      return;
    }
    this.#at += 1;
    this.#skipSpace();
    this.#value(-1);
  }

  /** @returns whether it is without escapes. */
  #string(): boolean {
    const text = this.#text;
    const start = this.#at;
    let isPlain = true;
    let at = start + 1;
    for (; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      if (unit === quote) {
        this.#at = at + 1;
        return isPlain;
      }
      if (unit < 0x20) break;
      if (unit !== backslash) continue;
      isPlain = false;
      const length = escapeLength(text, at);
      if (length === 0) {
        this.#fail('badEscape', at);
        return false;
      }
      at += length - 1;
    }
    const isLineEnd = at >= text.length || /[\r\n]/.test(text[at] ?? '');
    this.#fail(isLineEnd ? 'unclosedText' : 'controlCharacter', isLineEnd ? start : at);
    return false;
  }

  #number(): void {
    const start = this.#at;
    numberShape.lastIndex = start;
    const match = numberShape.exec(this.#text);
    if (match === null) {
      this.#fail('badNumber', start);
      return;
    }
    this.#at = numberShape.lastIndex;
    const text = match[0];
    // Nothing that short loses anything.
    if (text.length <= 4 || this.#visitor.number === undefined) return;
    const loss = numberLoss(text);
    if (loss !== 'none') this.#visitor.number(loss, this.#path(), start, text);
  }

  #word(): void {
    for (const word of ['true', 'false', 'null']) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return;
      }
    }
    this.#unexpected();
  }

  #skipSpace(): void {
    const text = this.#text;
    let at = this.#at;
    for (;;) {
      const unit = text.charCodeAt(at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) break;
      at += 1;
    }
    this.#at = at;
  }

  #unexpected(): void {
    const isEnd = this.#at >= this.#text.length;
    this.#fail(isEnd ? 'unexpectedEnd' : 'unexpectedCharacter', this.#at);
  }

  #fail(reason: ScanStop['reason'], offset: number): ScanStop {
    this.#stop = { reason, offset, path: this.#path() };
    return this.#stop;
  }

  #path(): Path {
    return this.#parts.slice(0, this.#depth);
  }
}

const numberShape = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\d.eE+-])/y;

/** 0 for an escape that JSON does not have. */
function escapeLength(text: string, at: number): number {
  const letter = text[at + 1] ?? '';
  if (letter === 'u') return /^[\da-fA-F]{4}$/.test(text.slice(at + 2, at + 6)) ? 6 : 0;
  return letter !== '' && '"\\/bfnrt'.includes(letter) ? 2 : 0;
}
