import { canonicalJson } from '#core/shared/canonical-json.ts';
import { toVersionHash } from '#core/shared/ids.ts';
import type { VersionHash } from '#core/shared/ids.ts';
import { setOwn } from '#core/shared/json.ts';
import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import { sha256 } from '#core/shared/sha256.ts';
import type { Workflow } from './model.ts';
import { toFile } from './to-file.ts';
import type { FileMap, FileValue } from './to-file.ts';

/** What a workflow means, as text: equal for files that differ in writing only (CON-02). */
export function canonicalText(workflow: Workflow): string {
  return canonicalJson(toObject(toFile(workflow, 'canonical')));
}

export function versionHash(workflow: Workflow): VersionHash {
  return toVersionHash(sha256(canonicalText(workflow)));
}

function toObject(map: FileMap): JsonObject {
  const object: Record<string, JsonValue> = {};
  // Sorted here, so that the writer finds them in order and copies nothing.
  for (const key of [...map.keys()].sort()) setOwn(object, key, toJson(map.get(key) ?? null));
  return object;
}

function toJson(value: FileValue): JsonValue {
  return value instanceof Map ? toObject(value as FileMap) : (value as JsonValue);
}
