import { canonicalJson } from '#core/shared/canonical-json.ts';
import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import { isJsonObject, own } from '#core/shared/json.ts';
import { isDeeperThan, isLargerThan } from './json-size.ts';
import { limits } from './limits.ts';
import type { Param, ParamType } from './model.ts';

export interface ParamMismatch {
  readonly reason: 'wrongType' | 'belowMinimum' | 'aboveMaximum' | 'notInEnum' | 'tooLarge';
  readonly args: JsonObject;
}

/** Why a value is none that the param may have; null when it may. */
export function paramMismatch(param: Param, value: JsonValue): ParamMismatch | null {
  if (!isOfType(param.type, value)) return { reason: 'wrongType', args: { type: param.type } };
  const { minimum, maximum } = param;
  if (typeof value === 'number' && minimum !== undefined && value < minimum) {
    return { reason: 'belowMinimum', args: { minimum, value } };
  }
  if (typeof value === 'number' && maximum !== undefined && value > maximum) {
    return { reason: 'aboveMaximum', args: { maximum, value } };
  }
  const { valueBytes: bytes, nesting } = limits;
  if (isDeeperThan(value, nesting) || isLargerThan(value, bytes)) {
    return { reason: 'tooLarge', args: { bytes, nesting } };
  }
  if (param.enum !== undefined && !isAmong(param.enum, value)) {
    return { reason: 'notInEnum', args: { allowed: param.enum } };
  }
  return null;
}

function isAmong(values: readonly JsonValue[], value: JsonValue): boolean {
  const text = canonicalJson(value);
  return values.some((candidate) => canonicalJson(candidate) === text);
}

function isOfType(type: ParamType, value: JsonValue): boolean {
  if (type === 'json') return true;
  if (type === 'file') return isArtifact(value) || isSource(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

/** `{"$source":"…","bytes","mediaType","name"}`: names a person's file that is read in place. */
function isSource(value: JsonValue): boolean {
  if (!isJsonObject(value)) return false;
  return typeof own(value, '$source') === 'string' && typeof own(value, 'name') === 'string';
}

/** `{"$artifact":"sha256:…","bytes","mediaType","name"}`: names bytes that are kept beside. */
function isArtifact(value: JsonValue): value is JsonObject {
  if (!isJsonObject(value)) return false;
  const hash = own(value, '$artifact');
  const bytes = own(value, 'bytes');
  return (
    typeof hash === 'string' &&
    /^sha256:[0-9a-f]{64}$/.test(hash) &&
    Number.isInteger(bytes) &&
    typeof own(value, 'mediaType') === 'string' &&
    typeof own(value, 'name') === 'string'
  );
}
