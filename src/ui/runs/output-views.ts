import type { JsonValue } from '#core/shared/json.ts';
import type { OutputShape } from './output-shape.ts';

export type OutputView = 'table' | 'tree' | 'text' | 'raw';

/** Ways to read a value, the best one first; none where there is only one way. */
export function viewsOf(shape: OutputShape): readonly OutputView[] {
  switch (shape.kind) {
    case 'table':
    case 'fields':
      return ['table', 'tree', 'text', 'raw'];
    case 'text':
      return shape.text === '' ? [] : ['text', 'raw'];
    case 'json':
      return /^[[{]/.test(shape.text) ? ['text', 'tree', 'raw'] : [];
    case 'artifact':
    case 'emptyList':
    case 'emptyObject':
      return [];
  }
}

const charactersMax = 100_000;

export interface ShownText {
  readonly text: string;
  readonly isCut: boolean;
}

/** A text as it reads, or data on many lines. */
export function textView(value: JsonValue): ShownText {
  return cut(typeof value === 'string' ? value : JSON.stringify(value, null, 2));
}

/** As JSON on one line, as it is exported. */
export function rawView(value: JsonValue): ShownText {
  return cut(JSON.stringify(value));
}

function cut(text: string): ShownText {
  return { text: text.slice(0, charactersMax), isCut: text.length > charactersMax };
}

/** The branches of a value in a tree; null for a leaf. */
export function branchesOf(value: JsonValue): readonly (readonly [string, JsonValue])[] | null {
  if (typeof value !== 'object' || value === null) return null;
  return Object.entries(value);
}
