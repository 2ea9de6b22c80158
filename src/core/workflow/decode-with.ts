import { suggestFrom } from '#core/shared/edit-distance.ts';
import type { Suggest } from '#core/shared/edit-distance.ts';
import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import { own } from '#core/shared/json.ts';
import { canonicalJson } from '#core/shared/canonical-json.ts';
import type { FieldSchema, HandlerDescriptor } from './descriptor.ts';
import { checkNumber, reportMissing, reportWrongType } from './fields.ts';
import type { FieldMap, ValueKind } from './fields.ts';
import { isLargerThan } from './json-size.ts';
import { limits } from './limits.ts';

/** A descriptor with its fields' names ready for "did you mean". */
export interface KnownType {
  readonly descriptor: HandlerDescriptor;
  readonly suggestField: Suggest;
}

export function knownTypes(descriptors: Iterable<HandlerDescriptor>): Map<string, KnownType> {
  const known = new Map<string, KnownType>();
  for (const descriptor of descriptors) {
    const suggestField = suggestFrom(Object.keys(descriptor.schema.properties));
    known.set(descriptor.type, { descriptor, suggestField });
  }
  return known;
}

/** @param map the `with` of a task, `task` the task itself, where a missing field is told. */
export function checkWith(map: FieldMap, { descriptor, suggestField }: KnownType): void {
  const { schema } = descriptor;
  for (const field of schema.required) {
    if (!Object.hasOwn(map.object, field)) reportMissing(map, field);
  }
  for (const group of schema.exactlyOneOf ?? []) checkGroup(map, group);
  for (const key of Object.keys(map.object)) {
    const value = own(map.object, key) ?? null;
    const field = Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
    if (field !== undefined) {
      const isReference = !descriptor.literal.includes(key) && hasReference(value);
      if (!isReference) checkField(map, key, { field, value });
    } else if (!schema.open && !key.startsWith('x-')) {
      const place = { args: { field: key }, path: [...map.path, key], at: 'key' } as const;
      const hint = suggestField(key);
      map.report({ code: 'unknownField', reason: 'unknownField', ...place, hint });
    }
  }
  if (isLargerThan(map.object, limits.valueBytes)) {
    map.report({
      code: 'limit',
      reason: 'valueBytes',
      args: { maximum: limits.valueBytes },
      path: map.path,
      at: 'key',
    });
  }
}

function checkGroup(map: FieldMap, group: readonly string[]): void {
  const present = group.filter((field) => Object.hasOwn(map.object, field));
  const place = { args: { fields: group }, path: map.path, at: 'key' } as const;
  if (present.length === 0) {
    map.report({ code: 'missingField', reason: 'missingOneOf', ...place });
  } else if (present.length > 1) {
    map.report({ code: 'unsupported', reason: 'moreThanOneOf', ...place });
  }
}

/** What stands for a value of any type until it is replaced; `$${{` is only text. */
function hasReference(value: JsonValue): boolean {
  return typeof value === 'string' && /(?:^|[^$])\$\{\{/.test(value);
}

function checkField(
  map: FieldMap,
  key: string,
  { field, value }: { readonly field: FieldSchema; readonly value: JsonValue },
): void {
  const { type } = field;
  if (type !== undefined && !isOfType(type, value)) {
    reportWrongType(map, key, { wanted: kinds[type], value });
    return;
  }
  const place = { path: [...map.path, key], at: 'value' } as const;
  if (field.enum !== undefined && !isAmong(field.enum, value)) {
    const args: JsonObject = { field: key, value, allowed: field.enum };
    const words = field.enum.filter((word) => typeof word === 'string');
    const hint = typeof value === 'string' ? suggestFrom(words)(value) : null;
    map.report({ code: 'outOfRange', reason: 'notAllowed', args, ...place, hint });
  }
  if (typeof value === 'string' && value.length < (field.minLength ?? 0)) {
    map.report({ code: 'outOfRange', reason: 'emptyText', args: { field: key }, ...place });
  }
  if (typeof value === 'number') checkNumber(map, key, { ...boundsOf(field), value });
}

function boundsOf(field: FieldSchema) {
  return {
    kind: 'number',
    minimum: field.exclusiveMinimum ?? field.minimum ?? -Infinity,
    isAbove: field.exclusiveMinimum !== undefined,
    ...(field.maximum === undefined ? {} : { maximum: field.maximum }),
  } as const;
}

const kinds: Readonly<Record<NonNullable<FieldSchema['type']>, ValueKind>> = {
  string: 'text',
  number: 'number',
  integer: 'integer',
  boolean: 'boolean',
  array: 'list',
  object: 'map',
};

function isOfType(type: NonNullable<FieldSchema['type']>, value: JsonValue): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'object')
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  return type === 'integer' ? Number.isInteger(value) : typeof value === type;
}

function isAmong(values: readonly JsonValue[], value: JsonValue): boolean {
  const text = canonicalJson(value);
  return values.some((candidate) => canonicalJson(candidate) === text);
}
