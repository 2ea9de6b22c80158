import { isJsonObject, own } from '#core/shared/json.ts';
import type { JsonObject, JsonValue } from '#core/shared/json.ts';

/** How an output is best read. */
export type OutputShape =
  | { readonly kind: 'table'; readonly rows: readonly JsonObject[]; readonly columns: Columns }
  | { readonly kind: 'fields'; readonly fields: readonly (readonly [string, JsonValue])[] }
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'artifact';
      readonly name: string;
      readonly bytes: number;
      readonly mediaType: string;
    }
  | { readonly kind: 'emptyList' }
  | { readonly kind: 'emptyObject' }
  | { readonly kind: 'json'; readonly text: string; readonly isCut: boolean };

export interface Columns {
  readonly shown: readonly Column[];
  readonly leftOut: number;
}
export interface Column {
  readonly key: string;
  readonly isNumeric: boolean;
}

const columnsMax = 50;
const sampledRows = 500;
const fieldsMax = 200;
const jsonCharactersMax = 100_000;
const cellCharactersMax = 300;

export function shapeOf(value: JsonValue): OutputShape {
  if (typeof value === 'string') return { kind: 'text', text: value };
  if (isArray(value)) return listShape(value);
  if (!isJsonObject(value)) return json(value);
  if (typeof value['$artifact'] === 'string') {
    return {
      kind: 'artifact',
      name: textOf(value['name']) || value['$artifact'],
      bytes: Number(value['bytes'] ?? 0),
      mediaType: textOf(value['mediaType']),
    };
  }
  const fields = Object.entries(value);
  if (fields.length === 0) return { kind: 'emptyObject' };
  return fields.length > fieldsMax ? json(value) : { kind: 'fields', fields };
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function listShape(values: readonly JsonValue[]): OutputShape {
  if (values.length === 0) return { kind: 'emptyList' };
  const isTable = values.every((row) => isJsonObject(row));
  return isTable ? { kind: 'table', rows: values, columns: columnsOf(values) } : json(values);
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function columnsOf(rows: readonly JsonObject[]): Columns {
  const sample = rows.slice(0, sampledRows);
  const keys = [...new Set(sample.flatMap((row) => Object.keys(row)))];
  const shown = keys.slice(0, columnsMax).map((key) => {
    const values = sample
      .map((row) => cellOf(row, key))
      .filter((cell) => cell !== undefined && cell !== null);
    return {
      key,
      isNumeric: values.length > 0 && values.every((cell) => typeof cell === 'number'),
    };
  });
  return { shown, leftOut: keys.length - shown.length };
}

function cellOf(row: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(row, key) ? row[key] : undefined;
}

/** What stands in a cell; absent and null look different. */
export function cellText(row: JsonObject, key: string): string {
  const cell = cellOf(row, key);
  if (cell === undefined) return '';
  return valueText(cell);
}

export function valueText(value: JsonValue): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > cellCharactersMax ? `${text.slice(0, cellCharactersMax)}…` : text;
}

function json(value: JsonValue): OutputShape {
  const text = JSON.stringify(value, null, 2);
  const isCut = text.length > jsonCharactersMax;
  return { kind: 'json', text: isCut ? text.slice(0, jsonCharactersMax) : text, isCut };
}

/** The value of a param as its run shows it: a file by its name, not by its hash. */
export function paramText(value: JsonValue): string {
  return valueText(fileNameOf(value) ?? value);
}

/** What the file is called that a value names: one that was copied in, or one that is read in place. */
export function fileNameOf(value: JsonValue | undefined): string | null {
  if (!isJsonObject(value)) return null;
  const isFile = own(value, '$artifact') !== undefined || own(value, '$source') !== undefined;
  const name = isFile ? own(value, 'name') : null;
  return typeof name === 'string' ? name : null;
}
