import type { Suggest } from '#core/shared/edit-distance.ts';
import { toTaskId } from '#core/shared/ids.ts';
import type { TaskId } from '#core/shared/ids.ts';
import type { JsonObject } from '#core/shared/json.ts';
import { own } from '#core/shared/json.ts';
import { checkWith } from './decode-with.ts';
import type { KnownType } from './decode-with.ts';
import {
  readExtra,
  readMap,
  readNumber,
  readText,
  readTextList,
  readTextMap,
  readWord,
  reportMissing,
} from './fields.ts';
import type { FieldMap, ListedText } from './fields.ts';
import { limits } from './limits.ts';
import { effects, noRetry, triggerRules } from './model.ts';
import type { RetryPolicy, Task, TriggerRule } from './model.ts';
import type { FormatNames } from './names.ts';

export interface TaskNames {
  readonly format: FormatNames;
  readonly types: ReadonlyMap<string, KnownType>;
  readonly suggestType: Suggest;
  readonly suggestRule: Suggest;
  readonly suggestEffect: Suggest;
  readonly taskIds: ReadonlySet<string>;
  readonly suggestTask: Suggest;
}

/** The task with every default filled in; problems are reported and do not stop the reading. */
export function decodeTask(map: FieldMap, id: TaskId, names: TaskNames): Task {
  const type = readType(map, names);
  return {
    id,
    name: readText(map, 'name', { characters: limits.nameCharacters }) ?? id,
    type: type ?? '',
    with: readWith(map, type === undefined ? undefined : names.types.get(type)),
    dependencies: readDependencies(map, names),
    triggerRule: readTriggerRule(map, names.suggestRule),
    retryPolicy: decodeRetryPolicy(map, names.format),
    timeoutSeconds: readTimeout(map, 'timeoutSeconds'),
    totalTimeoutSeconds: readTimeout(map, 'totalTimeoutSeconds'),
    effect: readWord(map, 'effect', { words: effects, suggest: names.suggestEffect }) ?? 'pure',
    metadata: readTextMap(map, 'metadata'),
    extra: readExtra(map, names.format.task),
  };
}

function readType(map: FieldMap, { types, suggestType }: TaskNames): string | undefined {
  if (own(map.object, 'type') === undefined) {
    reportMissing(map, 'type');
    return undefined;
  }
  const type = readText(map, 'type', { characters: limits.nameCharacters });
  if (type === undefined || types.has(type)) return type;
  const args = { type, known: [...types.keys()].sort() };
  const path = [...map.path, 'type'];
  const hint = suggestType(type);
  map.report({ code: 'unknownType', reason: 'unknownType', args, path, at: 'value', hint });
  return type;
}

function readWith(map: FieldMap, type: KnownType | undefined): JsonObject {
  const found = readMap(map, 'with');
  if (type === undefined) return found?.object ?? {};
  // Without `with` its missing fields are told at the task, which is there.
  if (found !== undefined) checkWith(found, type);
  else if (!Object.hasOwn(map.object, 'with')) checkWith({ ...map, object: {} }, type);
  return found?.object ?? {};
}

function readDependencies(map: FieldMap, { taskIds, suggestTask }: TaskNames): readonly TaskId[] {
  const listed = readTextList(map, 'dependencies');
  const seen = new Set<string>();
  for (const { text, index } of listed) {
    const place = { path: [...map.path, 'dependencies', index], at: 'value' } as const;
    const args = { task: map.path.at(-1) ?? '', dependency: text };
    if (seen.has(text)) {
      map.report({ code: 'duplicateDependency', reason: 'duplicateDependency', args, ...place });
    } else if (!taskIds.has(text)) {
      const hint = suggestTask(text);
      map.report({ code: 'unknownTask', reason: 'unknownTask', args, ...place, hint });
    }
    seen.add(text);
  }
  return listed.map(({ text }: ListedText) => toTaskId(text));
}

/** Until issue E brings the others. */
function readTriggerRule(map: FieldMap, suggest: Suggest): TriggerRule {
  const rule = readWord(map, 'triggerRule', { words: triggerRules, suggest }) ?? 'all_success';
  if (rule !== 'all_success') {
    const path = [...map.path, 'triggerRule'];
    map.report({ code: 'unsupported', reason: 'triggerRule', args: { rule }, path, at: 'value' });
  }
  return rule;
}

function readTimeout(map: FieldMap, key: string): number | undefined {
  const maximum = limits.durationSeconds;
  return readNumber(map, key, { kind: 'number', minimum: 0, isAbove: true, maximum });
}

function decodeRetryPolicy(task: FieldMap, names: FormatNames): RetryPolicy {
  const map = readMap(task, 'retryPolicy');
  if (map === undefined) return noRetry;
  const duration = { kind: 'number', minimum: 0, maximum: limits.durationSeconds } as const;
  const retries = { kind: 'integer', minimum: 0, maximum: limits.maxRetries } as const;
  const coefficient = { kind: 'number', minimum: 1 } as const;
  const jitter = { kind: 'number', minimum: 0, maximum: 1 } as const;
  return {
    maxRetries: readNumber(map, 'maxRetries', retries) ?? noRetry.maxRetries,
    backoffSeconds: readNumber(map, 'backoffSeconds', duration) ?? noRetry.backoffSeconds,
    backoffCoefficient:
      readNumber(map, 'backoffCoefficient', coefficient) ?? noRetry.backoffCoefficient,
    maxBackoffSeconds: readNumber(map, 'maxBackoffSeconds', duration) ?? noRetry.maxBackoffSeconds,
    jitter: readNumber(map, 'jitter', jitter) ?? noRetry.jitter,
    nonRetryable: readTextList(map, 'nonRetryable').map(({ text }) => text),
    extra: readExtra(map, names.retryPolicy),
  };
}
