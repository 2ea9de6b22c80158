import type { Execution } from '#core/execution/execution.ts';
import type { Failure } from '#core/execution/failure.ts';
import type { TaskId } from '#core/shared/ids.ts';
import { setOwn, type JsonObject, type JsonValue } from '#core/shared/json.ts';
import type { Result } from '#core/shared/result.ts';
import type { Task } from '#core/workflow/model.ts';
import type { AttemptCall } from '#ports/task-host.ts';
import type { Values } from './values.ts';

const inputBytesMax = 64 * 1024 * 1024;

/** How a task's `with` gets its values; core/dataflow implements it. */
export interface References {
  /** Tasks whose output the references of `with` read. */
  named(task: Task): readonly TaskId[];
  resolve(task: Task, scope: ReferenceScope): Result<JsonObject, Failure>;
}

export interface ReferenceScope {
  readonly params: JsonObject;
  readonly execution: JsonObject;
  /** `{state, output?, failure?}` of a named task. */
  readonly tasks: ReadonlyMap<TaskId, JsonObject>;
}

interface Parts {
  readonly values: Values;
  readonly references: References;
}

/**
 * All that a handler gets to see of its execution. Ready at once when every value it needs lies in
 * the journal, so that a chain of small tasks waits for nothing.
 */
export function toCall(
  execution: Execution,
  taskId: TaskId,
  parts: Parts,
): Result<AttemptCall, Failure> | Promise<Result<AttemptCall, Failure>> {
  const index = execution.plan.indexById.get(taskId) ?? -1;
  const task = execution.plan.tasks[index];
  if (task === undefined)
    return { ok: false, problem: lost(`There is no task ${taskId}`, { taskId }) };
  const dependencies = (execution.plan.dependencies[index] ?? []).flatMap((dependency) => {
    const found = execution.plan.tasks[dependency];
    return found === undefined ? [] : [found.id];
  });
  const named = parts.references.named(task);
  const wanted = [...new Set([...dependencies, ...named])];
  if (totalBytes(execution, dependencies) > inputBytesMax) {
    return { ok: false, problem: inputTooLarge(execution, dependencies) };
  }
  const loaded = wanted.map((id) => loadOutput(execution, id, parts.values));
  const build = (outputs: readonly (JsonValue | undefined)[]) =>
    assemble(execution, task, {
      dependencies,
      named,
      outputs: new Map(wanted.map((id, position) => [id, outputs[position]])),
      references: parts.references,
    });
  if (!loaded.some((one) => one instanceof Promise)) {
    return build(loaded as readonly (JsonValue | undefined)[]);
  }
  return Promise.all(loaded.map((one) => Promise.resolve(one))).then(build, (reason: unknown) => ({
    ok: false,
    problem: lostAs(reason instanceof Error ? reason.message : String(reason)),
  }));
}

interface Assembly {
  readonly dependencies: readonly TaskId[];
  readonly named: readonly TaskId[];
  readonly outputs: ReadonlyMap<TaskId, JsonValue | undefined>;
  readonly references: References;
}

function assemble(
  execution: Execution,
  task: Task,
  { dependencies, named, outputs, references }: Assembly,
): Result<AttemptCall, Failure> {
  const inputs: Record<string, JsonValue> = {};
  const upstream: Record<string, JsonValue> = {};
  for (const id of dependencies) {
    const output = outputs.get(id);
    if (output !== undefined) setOwn(inputs, id, output);
    setOwn(upstream, id, { state: recordOf(execution, id)?.state ?? 'pending' });
  }
  const resolved = references.resolve(task, {
    params: execution.params,
    execution: { id: execution.id, workflowId: execution.workflowId },
    tasks: new Map(named.map((id) => [id, view(execution, id, outputs.get(id))])),
  });
  if (!resolved.ok) return resolved;
  const attempt = recordOf(execution, task.id)?.attempts.at(-1)?.number ?? 1;
  return {
    ok: true,
    value: {
      executionId: execution.id,
      taskId: task.id,
      attempt,
      versionHash: execution.versionHash,
      workflow: execution.plan.workflow,
      type: task.type,
      with: resolved.value,
      inputs,
      upstream,
      params: execution.params,
      key: `${execution.id}/${encodeURIComponent(task.id)}#0`,
      effect: task.effect,
      timeoutMs: task.timeoutSeconds === undefined ? undefined : task.timeoutSeconds * 1_000,
    },
  };
}

function view(execution: Execution, id: TaskId, output: JsonValue | undefined): JsonObject {
  const record = recordOf(execution, id);
  const cause = record?.cause ?? null;
  return {
    state: record?.state ?? 'pending',
    ...(output === undefined ? {} : { output }),
    ...(cause !== null && 'of' in cause
      ? { failure: { code: cause.code, message: cause.message } }
      : {}),
  };
}

function recordOf(execution: Execution, id: TaskId) {
  return execution.tasks[execution.plan.indexById.get(id) ?? -1];
}

function loadOutput(execution: Execution, id: TaskId, values: Values) {
  const output = recordOf(execution, id)?.output ?? null;
  return output === null ? undefined : values.load(output);
}

/** Small outputs are bounded by their number, so only those beside the journal are counted. */
function totalBytes(execution: Execution, ids: readonly TaskId[]): number {
  return ids.reduce((sum, id) => {
    const output = recordOf(execution, id)?.output ?? null;
    return sum + (output !== null && 'bytes' in output ? output.bytes : 0);
  }, 0);
}

function inputTooLarge(execution: Execution, ids: readonly TaskId[]): Failure {
  const bytes = totalBytes(execution, ids);
  return {
    code: 'inputTooLarge',
    message: `The outputs this task would read are ${String(bytes)} bytes; at most ${String(inputBytesMax)} fit. Pass on less from the tasks before it`,
    retryable: false,
    details: { bytes, bytesMax: inputBytesMax },
  };
}

function lostAs(message: string): Failure {
  return lost(message, { detail: message });
}

function lost(message: string, details: JsonObject): Failure {
  return { code: 'artifactMissing', message, retryable: false, details };
}
