import type { JsonValue } from '#core/shared/json.ts';
import { own } from '#core/shared/json.ts';
import type { Suggest } from '#core/shared/edit-distance.ts';
import {
  checkText,
  readExtra,
  readMap,
  readNumber,
  readText,
  readWord,
  reportWrongType,
} from './fields.ts';
import type { FieldMap, FieldNames } from './fields.ts';
import { limits } from './limits.ts';
import { paramTypes } from './model.ts';
import type { Param, ParamType } from './model.ts';
import { paramMismatch } from './param-value.ts';

export interface ParamNames {
  readonly fields: FieldNames;
  readonly suggestType: Suggest;
}

export function decodeParams(
  workflow: FieldMap,
  names: ParamNames,
  order: readonly string[] | undefined,
): ReadonlyMap<string, Param> {
  const params = new Map<string, Param>();
  const map = readMap(workflow, 'params');
  if (map === undefined) return params;
  for (const name of order ?? Object.keys(map.object)) {
    const path = [...map.path, name];
    const bounds = { characters: limits.idCharacters, isRequired: true, path, at: 'key' } as const;
    checkText(map.report, name, bounds);
    const param = readMap(map, name);
    if (param !== undefined) params.set(name, decodeParam(param, names));
  }
  return params;
}

function decodeParam(map: FieldMap, names: ParamNames): Param {
  const type = readWord(map, 'type', { words: paramTypes, suggest: names.suggestType });
  const param: Param = {
    type: type ?? 'json',
    default: own(map.object, 'default'),
    required: readBoolean(map, 'required') ?? false,
    enum: readEnum(map),
    ...readBounds(map, type ?? 'json'),
    description: readText(map, 'description', { characters: limits.valueBytes }) ?? '',
    extra: readExtra(map, names.fields),
  };
  // A type that is no type was told already; its default cannot be judged.
  if (type !== undefined || !Object.hasOwn(map.object, 'type')) checkValues(map, param);
  return param;
}

function readBoolean(map: FieldMap, key: string): boolean | undefined {
  const value = own(map.object, key);
  if (value === undefined || typeof value === 'boolean') return value;
  reportWrongType(map, key, { wanted: 'boolean', value });
  return undefined;
}

function readEnum(map: FieldMap): readonly JsonValue[] | undefined {
  const value = own(map.object, 'enum');
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) {
    reportWrongType(map, 'enum', { wanted: 'list', value });
    return undefined;
  }
  if (value.length === 0) {
    const path = [...map.path, 'enum'];
    map.report({ code: 'outOfRange', reason: 'emptyEnum', path, at: 'value' });
  }
  return value as readonly JsonValue[];
}

function readBounds(map: FieldMap, type: ParamType): Pick<Param, 'minimum' | 'maximum'> {
  const any = { kind: 'number', minimum: -Infinity } as const;
  const minimum = readNumber(map, 'minimum', any);
  const maximum = readNumber(map, 'maximum', any);
  const isNumeric = type === 'number' || type === 'integer';
  for (const field of ['minimum', 'maximum']) {
    if (isNumeric || !Object.hasOwn(map.object, field)) continue;
    const args = { field, type };
    const path = [...map.path, field];
    map.report({ code: 'unsupported', reason: 'boundOfOtherType', args, path, at: 'key' });
  }
  if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
    const args = { minimum, maximum };
    const path = [...map.path, 'maximum'];
    map.report({ code: 'outOfRange', reason: 'boundsCrossed', args, path, at: 'value' });
  }
  return { minimum, maximum };
}

function checkValues(map: FieldMap, param: Param): void {
  param.enum?.forEach((value, index) => {
    checkValue(map, { ...param, enum: undefined }, value, ['enum', index]);
  });
  const value = param.default;
  if (value === undefined) return;
  if (param.type === 'file') {
    const path = [...map.path, 'default'];
    map.report({ code: 'unsupported', reason: 'defaultFile', path, at: 'key' });
    return;
  }
  checkValue(map, param, value, ['default']);
}

const codes = {
  wrongType: 'wrongType',
  belowMinimum: 'outOfRange',
  aboveMaximum: 'outOfRange',
  notInEnum: 'outOfRange',
  tooLarge: 'limit',
} as const;

function checkValue(
  map: FieldMap,
  param: Param,
  value: JsonValue,
  place: readonly (string | number)[],
): void {
  const mismatch = paramMismatch(param, value);
  if (mismatch === null) return;
  const args = { ...mismatch.args, field: place[0] ?? '' };
  const path = [...map.path, ...place];
  const reason = `param_${mismatch.reason}`;
  map.report({ code: codes[mismatch.reason], reason, args, path, at: 'value' });
}
