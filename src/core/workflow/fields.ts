import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import { isJsonObject, own } from '#core/shared/json.ts';
import { isLowSurrogate } from '#core/shared/utf8.ts';
import type { Suggest } from '#core/shared/edit-distance.ts';
import type { Report } from './draft.ts';
import type { Path } from './problem.ts';

/** A map of the file that is being read field by field; every problem of it is reported. */
export interface FieldMap {
  readonly object: JsonObject;
  readonly path: Path;
  readonly report: Report;
}

export type ValueKind = 'text' | 'number' | 'integer' | 'boolean' | 'map' | 'list' | 'null';

export function kindOf(value: JsonValue): ValueKind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  const kinds = { string: 'text', number: 'number', boolean: 'boolean', object: 'map' } as const;
  return kinds[typeof value as keyof typeof kinds];
}

export function reportWrongType(
  { report, path }: Pick<FieldMap, 'report' | 'path'>,
  key: string | number,
  { wanted, value }: { readonly wanted: ValueKind; readonly value: JsonValue },
): void {
  const args = { field: key, wanted, found: kindOf(value) };
  report({ code: 'wrongType', reason: 'wrongType', args, path: [...path, key], at: 'value' });
}

export function reportMissing({ report, path }: FieldMap, field: string): void {
  report({ code: 'missingField', reason: 'missingField', args: { field }, path, at: 'key' });
}

export interface TextBounds {
  readonly characters: number;
  /** Whether the empty text is below the bounds. */
  readonly isRequired?: boolean;
}

export function readText(map: FieldMap, key: string, bounds: TextBounds): string | undefined {
  const value = own(map.object, key);
  if (value === undefined) return undefined;
  if (typeof value !== 'string') {
    reportWrongType(map, key, { wanted: 'text', value });
    return undefined;
  }
  checkText(map.report, value, { ...bounds, path: [...map.path, key], at: 'value' });
  return value;
}

export interface TextPlace extends TextBounds {
  readonly path: Path;
  readonly at: 'key' | 'value';
}

export function checkText(report: Report, text: string, place: TextPlace): void {
  const { characters, isRequired, path, at } = place;
  const field = path.at(-1) ?? '';
  if (isRequired === true && text === '') {
    report({ code: 'outOfRange', reason: 'emptyText', args: { field }, path, at });
  }
  if (text.length <= characters) return;
  const length = countCharacters(text);
  if (length <= characters) return;
  const args = { field, maximum: characters, length };
  report({ code: 'limit', reason: 'characters', args, path, at });
}

/** Characters, not code units: a pair of surrogates is one. */
function countCharacters(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (!isLowSurrogate(text.charCodeAt(index))) count += 1;
  }
  return count;
}

export interface NumberBounds {
  readonly kind: 'number' | 'integer';
  readonly minimum: number;
  /** Whether the minimum itself is already too small. */
  readonly isAbove?: boolean;
  readonly maximum?: number;
}

export function readNumber(map: FieldMap, key: string, bounds: NumberBounds): number | undefined {
  const value = own(map.object, key);
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || (bounds.kind === 'integer' && !Number.isInteger(value))) {
    reportWrongType(map, key, { wanted: bounds.kind, value });
    return undefined;
  }
  checkNumber(map, key, { ...bounds, value });
  return value;
}

export function checkNumber(
  { report, path }: Pick<FieldMap, 'report' | 'path'>,
  key: string,
  { value, minimum, isAbove, maximum }: NumberBounds & { readonly value: number },
): void {
  const args = { field: key, value };
  const place = { path: [...path, key], at: 'value' } as const;
  if (isAbove === true && value <= minimum) {
    report({ code: 'outOfRange', reason: 'notAbove', args: { ...args, minimum }, ...place });
  } else if (value < minimum) {
    report({ code: 'outOfRange', reason: 'belowMinimum', args: { ...args, minimum }, ...place });
  } else if (maximum !== undefined && value > maximum) {
    report({ code: 'limit', reason: 'aboveMaximum', args: { ...args, maximum }, ...place });
  }
}

/** One of a closed set of words. */
export function readWord<Word extends string>(
  map: FieldMap,
  key: string,
  { words, suggest }: { readonly words: readonly Word[]; readonly suggest: Suggest },
): Word | undefined {
  const value = own(map.object, key);
  if (value === undefined) return undefined;
  if (typeof value !== 'string') {
    reportWrongType(map, key, { wanted: 'text', value });
    return undefined;
  }
  const word = words.find((candidate) => candidate === value);
  if (word === undefined) {
    const args = { field: key, value, allowed: words };
    const path = [...map.path, key];
    const hint = suggest(value);
    map.report({ code: 'outOfRange', reason: 'notAllowed', args, path, at: 'value', hint });
  }
  return word;
}

export function readMap(map: FieldMap, key: string): FieldMap | undefined {
  const value = own(map.object, key);
  if (value === undefined) return undefined;
  if (!isJsonObject(value)) {
    reportWrongType(map, key, { wanted: 'map', value });
    return undefined;
  }
  return { object: value, path: [...map.path, key], report: map.report };
}

/** `metadata`: text to text. */
export function readTextMap(map: FieldMap, key: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const entries = readMap(map, key);
  if (entries === undefined) return found;
  for (const name of Object.keys(entries.object)) {
    const value = own(entries.object, name) ?? null;
    if (typeof value === 'string') found.set(name, value);
    else reportWrongType(entries, name, { wanted: 'text', value });
  }
  return found;
}

/** A list of texts; what is no text is reported and left out, so positions are kept beside. */
export function readTextList(map: FieldMap, key: string): readonly ListedText[] {
  const value = own(map.object, key);
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    reportWrongType(map, key, { wanted: 'list', value });
    return [];
  }
  const listed: ListedText[] = [];
  for (const [index, item] of (value as readonly JsonValue[]).entries()) {
    if (typeof item === 'string') listed.push({ text: item, index });
    else {
      reportWrongType({ ...map, path: [...map.path, key] }, index, { wanted: 'text', value: item });
    }
  }
  return listed;
}

export interface ListedText {
  readonly text: string;
  readonly index: number;
}

export interface FieldNames {
  readonly known: ReadonlySet<string>;
  /** Of a later release: to ignore them would change what runs. */
  readonly reserved: ReadonlySet<string>;
  readonly suggest: Suggest;
}

/** What is no field of ours: kept as it is, and told, but for `x-` keys, which are free. */
export function readExtra(map: FieldMap, names: FieldNames): ReadonlyMap<string, JsonValue> {
  const extra = new Map<string, JsonValue>();
  for (const key of Object.keys(map.object)) {
    if (names.known.has(key)) continue;
    extra.set(key, own(map.object, key) ?? null);
    if (key.startsWith('x-')) continue;
    const place = { args: { field: key }, path: [...map.path, key], at: 'key' } as const;
    if (names.reserved.has(key)) {
      map.report({ code: 'unsupported', reason: 'reservedField', ...place });
    } else {
      const hint = names.suggest(key);
      map.report({ code: 'unknownField', reason: 'unknownField', ...place, hint });
    }
  }
  return extra;
}
