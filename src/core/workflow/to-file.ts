import type { JsonValue } from '#core/shared/json.ts';
import { instantToText } from '#core/shared/instant.ts';
import { noRetry } from './model.ts';
import type { Param, RetryPolicy, Task, Workflow } from './model.ts';

/** A file as it will be written: maps keep their order and any key. */
export type FileValue = JsonValue | FileMap;
export type FileMap = ReadonlyMap<string, FileValue>;

/**
 * `whole` is what a person's file holds. `canonical` is what counts for the hash: no times, no `x-`
 * keys, dependencies sorted and counted once. Fields equal to their default are left out of both.
 */
export type FileForm = 'whole' | 'canonical';

export function toFile(workflow: Workflow, form: FileForm): FileMap {
  const file = new Map<string, FileValue>([
    ['millrace', 1],
    ['id', workflow.id],
  ]);
  if (workflow.name !== workflow.id) file.set('name', workflow.name);
  if (workflow.description !== '') file.set('description', workflow.description);
  const params = mapValues(workflow.params, (param) => paramToFile(param, form));
  if (params.size > 0) file.set('params', params);
  file.set(
    'tasks',
    mapValues(workflow.tasks, (task) => taskToFile(task, form)),
  );
  if (workflow.metadata.size > 0) file.set('metadata', workflow.metadata);
  if (form === 'whole') {
    if (workflow.createdAt !== undefined) file.set('createdAt', instantToText(workflow.createdAt));
    if (workflow.updatedAt !== undefined) file.set('updatedAt', instantToText(workflow.updatedAt));
  }
  addExtra(file, workflow.extra, form);
  return file;
}

function mapValues<Value>(
  map: ReadonlyMap<string, Value>,
  toValue: (value: Value) => FileValue,
): Map<string, FileValue> {
  const result = new Map<string, FileValue>();
  for (const [key, value] of map) result.set(key, toValue(value));
  return result;
}

function addExtra(
  file: Map<string, FileValue>,
  extra: ReadonlyMap<string, JsonValue>,
  form: FileForm,
): void {
  for (const [key, value] of extra) {
    if (form === 'whole' || !key.startsWith('x-')) file.set(key, value);
  }
}

function paramToFile(param: Param, form: FileForm): FileMap {
  const file = new Map<string, FileValue>();
  if (param.type !== 'json') file.set('type', param.type);
  if (param.default !== undefined) file.set('default', param.default);
  if (param.required) file.set('required', true);
  if (param.enum !== undefined) file.set('enum', param.enum);
  if (param.minimum !== undefined) file.set('minimum', param.minimum);
  if (param.maximum !== undefined) file.set('maximum', param.maximum);
  if (param.description !== '') file.set('description', param.description);
  addExtra(file, param.extra, form);
  return file;
}

function taskToFile(task: Task, form: FileForm): FileMap {
  const file = new Map<string, FileValue>();
  if (task.name !== task.id) file.set('name', task.name);
  file.set('type', task.type);
  if (Object.keys(task.with).length > 0) file.set('with', task.with);
  const dependencies =
    form === 'canonical' ? [...new Set<string>(task.dependencies)].sort() : task.dependencies;
  if (dependencies.length > 0) file.set('dependencies', dependencies);
  if (task.triggerRule !== 'all_success') file.set('triggerRule', task.triggerRule);
  const retryPolicy = retryPolicyToFile(task.retryPolicy, form);
  if (retryPolicy.size > 0) file.set('retryPolicy', retryPolicy);
  if (task.timeoutSeconds !== undefined) file.set('timeoutSeconds', task.timeoutSeconds);
  if (task.totalTimeoutSeconds !== undefined) {
    file.set('totalTimeoutSeconds', task.totalTimeoutSeconds);
  }
  if (task.effect !== 'pure') file.set('effect', task.effect);
  if (task.metadata.size > 0) file.set('metadata', task.metadata);
  addExtra(file, task.extra, form);
  return file;
}

const retryNumbers = [
  'maxRetries',
  'backoffSeconds',
  'backoffCoefficient',
  'maxBackoffSeconds',
  'jitter',
] as const;

function retryPolicyToFile(policy: RetryPolicy, form: FileForm): FileMap {
  const file = new Map<string, FileValue>();
  if (policy === noRetry) return file;
  for (const field of retryNumbers) {
    if (policy[field] !== noRetry[field]) file.set(field, policy[field]);
  }
  if (policy.nonRetryable.length > 0) file.set('nonRetryable', policy.nonRetryable);
  addExtra(file, policy.extra, form);
  return file;
}
