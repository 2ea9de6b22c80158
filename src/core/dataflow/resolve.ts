import { toTaskId } from '#core/shared/ids.ts';
import type { TaskId } from '#core/shared/ids.ts';
import { isJsonObject, own, setOwn } from '#core/shared/json.ts';
import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import { ok, refused } from '#core/shared/result.ts';
import type { Result } from '#core/shared/result.ts';
import { isLargerThan } from '#core/workflow/json-size.ts';
import { fromCel, toCel } from './cel-value.ts';
import { parseExpression } from './expression.ts';
import type { Expression, ExpressionPath } from './expression.ts';
import { inputTooLarge, referenceFailed, referenceMissing } from './failures.ts';
import type { DataFailure } from './failures.ts';
import { inputBytesMax } from './data-limits.ts';
import { splitTemplate } from './template.ts';

/** What references read from. */
export interface Scope {
  readonly params: JsonObject;
  readonly execution: JsonObject;
  /**
   * `{ state, output, failure }`, without `output` until there is one. Asked only for the tasks that
   * an expression names.
   */
  readonly task: (id: TaskId) => JsonObject | undefined;
}

/**
 * `with` after its references were replaced, but in the fields that are literal. A text that is
 * exactly one reference gives the value itself, otherwise text with the rest as JSON.
 */
export function resolveWith(
  fields: JsonObject,
  literal: readonly string[],
  scope: Scope,
): Result<JsonObject, DataFailure> {
  const resolved: Record<string, JsonValue> = {};
  let isChanged = false;
  for (const key of Object.keys(fields)) {
    const value = own(fields, key) ?? null;
    const result = literal.includes(key) ? ok(value) : resolveValue(value, scope);
    if (!result.ok) return result;
    if (result.value !== value) isChanged = true;
    setOwn(resolved, key, result.value);
  }
  if (!isChanged) return ok(fields);
  if (isLargerThan(resolved, inputBytesMax)) return refused(inputTooLarge(inputBytesMax));
  return ok(resolved);
}

/** Gives the same value where nothing in it is a reference. */
function resolveValue(value: JsonValue, scope: Scope): Result<JsonValue, DataFailure> {
  if (typeof value === 'string') {
    return value.includes('${{') ? resolveText(value, scope) : ok(value);
  }
  if (Array.isArray(value)) return resolveList(value as readonly JsonValue[], scope);
  return isJsonObject(value) ? resolveMap(value, scope) : ok(value);
}

function resolveList(
  list: readonly JsonValue[],
  scope: Scope,
): Result<readonly JsonValue[], DataFailure> {
  const items: JsonValue[] = [];
  let isChanged = false;
  for (const item of list) {
    const result = resolveValue(item, scope);
    if (!result.ok) return result;
    if (result.value !== item) isChanged = true;
    items.push(result.value);
  }
  return ok(isChanged ? items : list);
}

function resolveMap(map: JsonObject, scope: Scope): Result<JsonObject, DataFailure> {
  const resolved: Record<string, JsonValue> = {};
  let isChanged = false;
  for (const key of Object.keys(map)) {
    const value = own(map, key) ?? null;
    const result = resolveValue(value, scope);
    if (!result.ok) return result;
    if (result.value !== value) isChanged = true;
    setOwn(resolved, key, result.value);
  }
  return ok(isChanged ? resolved : map);
}

function resolveText(text: string, scope: Scope): Result<JsonValue, DataFailure> {
  const parts = splitTemplate(text);
  if (parts === null) return refused(referenceFailed(text, 'it has no closing }}'));
  const [only] = parts;
  if (parts.length === 1 && only?.kind === 'expression') return evaluateText(only.text, scope);
  let joined = '';
  for (const part of parts) {
    if (part.kind === 'text') {
      joined += part.text;
      continue;
    }
    const result = evaluateText(part.text, scope);
    if (!result.ok) return result;
    joined += typeof result.value === 'string' ? result.value : JSON.stringify(result.value);
  }
  return ok(joined);
}

function evaluateText(text: string, scope: Scope): Result<JsonValue, DataFailure> {
  const expression = parseExpression(text);
  if (!expression.ok) {
    const { reason, args } = expression.problem;
    return refused(referenceFailed(text, args['detail'] ?? reason));
  }
  const { path } = expression.value;
  return path === null ? evaluate(expression.value, scope) : follow({ text, path, scope });
}

interface Following {
  readonly text: string;
  readonly path: ExpressionPath;
  readonly scope: Scope;
}

/** Most references only name a value: it is handed over as it is, however large. */
function follow({ text, path, scope }: Following): Result<JsonValue, DataFailure> {
  const [first, ...others] = path.steps;
  const isTask = path.root === 'tasks';
  const start = isTask ? scope.task(toTaskId(String(first ?? ''))) : rootOf(path.root, scope);
  let value: JsonValue | undefined = start;
  for (const step of isTask ? others : path.steps) {
    if (value === undefined) break;
    value = member(value, step);
  }
  return value === undefined ? refused(referenceMissing(text)) : ok(value);
}

function rootOf(name: string, scope: Scope): JsonObject | undefined {
  if (name === 'params') return scope.params;
  return name === 'execution' ? scope.execution : undefined;
}

function member(value: JsonValue, step: string | number): JsonValue | undefined {
  if (Array.isArray(value)) {
    return typeof step === 'number' ? (value as readonly JsonValue[])[step] : undefined;
  }
  return isJsonObject(value) && typeof step === 'string' ? own(value, step) : undefined;
}

const missing: ReadonlySet<unknown> = new Set([
  'no_such_key',
  'index_out_of_bounds',
  'index_out_of_range',
]);

function evaluate(expression: Expression, scope: Scope): Result<JsonValue, DataFailure> {
  try {
    const value = fromCel(expression.evaluate(contextFor(expression, scope)));
    if (value !== undefined) return ok(value);
    return refused(referenceFailed(expression.text, 'its result is no plain JSON value'));
  } catch (error) {
    // The library throws what an expression comes to: data, not our bug.
    const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
    if (missing.has(code)) return refused(referenceMissing(expression.text));
    const message = error instanceof Error ? error.message : String(error);
    return refused(referenceFailed(expression.text, message.split('\n', 1)[0] ?? ''));
  }
}

function contextFor({ taskIds, text }: Expression, scope: Scope): Record<string, unknown> {
  const tasks = new Map<string, unknown>();
  for (const id of taskIds) {
    const task = scope.task(toTaskId(id));
    if (task !== undefined) tasks.set(id, toCel(task));
  }
  // Converting costs time by size, so only what the text can name.
  const params = text.includes('params') ? toCel(scope.params) : new Map();
  return { tasks, params, execution: toCel(scope.execution) };
}
