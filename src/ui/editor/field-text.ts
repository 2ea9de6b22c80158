import type { JsonValue } from '#core/shared/json.ts';
import type { FieldSchema } from '#core/workflow/descriptor.ts';

/** How a field is written in a form. */
export type FieldKind = 'text' | 'long' | 'number' | 'choice' | 'json';

export function kindOfField(schema: FieldSchema, isLiteral: boolean): FieldKind {
  if (schema.enum !== undefined || schema.type === 'boolean') return 'choice';
  if (schema.type === 'number' || schema.type === 'integer') return 'number';
  if (schema.type === 'array' || schema.type === 'object') return 'json';
  if (schema.type === undefined) return 'json';
  // Code and queries are literal and need room.
  return isLiteral && schema.title === 'Code' ? 'long' : 'text';
}

/** What a form shows of a value; empty for one that is not set. */
export function textOfValue(value: JsonValue | undefined, kind: FieldKind): string {
  if (value === undefined) return '';
  if (kind === 'json') return JSON.stringify(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export type FieldReading =
  | { readonly ok: true; readonly value: JsonValue | undefined }
  | { readonly ok: false; readonly problem: 'notJson' | 'notNumber' };

/** An empty field is one that is not set. A reference stays text wherever it stands. */
export function readFieldText(text: string, kind: FieldKind): FieldReading {
  if (text === '') return { ok: true, value: undefined };
  if (kind === 'text' || kind === 'long' || text.startsWith('${{'))
    return { ok: true, value: text };
  if (kind === 'number') {
    const number = Number(text);
    const isNumber = text.trim() !== '' && Number.isFinite(number);
    return isNumber ? { ok: true, value: number } : { ok: false, problem: 'notNumber' };
  }
  try {
    return { ok: true, value: JSON.parse(text) as JsonValue };
  } catch {
    // Half written: the text says it in place.
    return { ok: false, problem: 'notJson' };
  }
}

/** A further field of the code: JSON where it is JSON, otherwise the text as it stands. */
export function readLooseText(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // Plain words need no quotes here.
    return text;
  }
}

export function looseText(value: JsonValue): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  // What would be read as something else is shown in quotes.
  return readLooseText(value) === value ? value : JSON.stringify(value);
}
