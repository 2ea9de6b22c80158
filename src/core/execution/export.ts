import { canonicalJson } from '#core/shared/canonical-json.ts';
import type { Instant, TaskId } from '#core/shared/ids.ts';
import { instantToText } from '#core/shared/instant.ts';
import { setOwn, type JsonObject, type JsonValue } from '#core/shared/json.ts';
import { sha256 } from '#core/shared/sha256.ts';
import type { ExecutionEvent } from './events.ts';
import type { Execution, TaskCause, TaskRecord } from './execution.ts';
import type { LogLevel } from './log.ts';
import { causeOf, statusOf } from './status.ts';

export interface ExportParts {
  readonly execution: Execution;
  /** The whole journal. */
  readonly events: readonly ExecutionEvent[];
  readonly logs: readonly {
    readonly time: Instant;
    readonly level: LogLevel;
    readonly taskId: TaskId;
    readonly attempt: number;
    readonly message: string;
  }[];
  /** Outputs that lie beside the journal, by task. */
  readonly outputs: ReadonlyMap<TaskId, JsonValue>;
}

/** The export of surface.md, section 3; instants are ISO 8601 UTC with milliseconds. */
export function exportExecution({ execution, events, logs, outputs }: ExportParts): JsonObject {
  const tasks: Record<string, JsonValue> = {};
  for (const [index, record] of execution.tasks.entries()) {
    const task = execution.plan.tasks[index];
    if (task === undefined) continue;
    setOwn(tasks, task.id, exportTask(task.name, record, outputs.get(task.id)));
  }
  return {
    millraceExecution: 1,
    id: execution.id,
    key: execution.key,
    workflowId: execution.workflowId,
    workflowName: execution.workflowName,
    versionHash: execution.versionHash,
    builtWith: { millrace: execution.builtWith.millrace, handlers: execution.builtWith.handlers },
    status: statusOf(execution),
    cause: causeOf(execution),
    params: execution.params,
    createdAt: instantToText(execution.createdAt),
    startedAt: textOrNull(execution.startedAt),
    endedAt: textOrNull(execution.endedAt),
    tasks,
    outputsHash: outputsHash(execution),
    journal: events.map(exportEvent),
    logs: logs.map(({ time, level, taskId, attempt, message }) => ({
      time: instantToText(time),
      level,
      taskId,
      attempt,
      message,
    })),
  };
}

/** Equal for equal results in any host, after any kill. */
function outputsHash(execution: Execution): string {
  const hashes: Record<string, JsonValue> = {};
  for (const [index, { output }] of execution.tasks.entries()) {
    const id = execution.plan.tasks[index]?.id;
    if (output !== null && id !== undefined) setOwn(hashes, id, output.hash);
  }
  return sha256(canonicalJson(hashes));
}

function exportTask(name: string, record: TaskRecord, large: JsonValue | undefined): JsonObject {
  const { output } = record;
  const value = output === null ? null : 'value' in output ? output.value : (large ?? null);
  return {
    name,
    state: record.state,
    cause: exportCause(record.cause),
    attempts: record.attempts.map(({ number, startedAt, endedAt, failure, recovered }) => ({
      number,
      startedAt: instantToText(startedAt),
      endedAt: textOrNull(endedAt),
      failure: failure === null ? null : { ...failure },
      recovered,
    })),
    output: value,
    outputHash: output?.hash ?? null,
    logLines: record.logs.lines,
    droppedLogLines: record.logs.dropped,
  };
}

function exportCause(cause: TaskCause | null): JsonValue {
  if (cause === null) return null;
  if ('of' in cause) {
    const { code, message, retryable, details } = cause;
    return { code, message, retryable, details };
  }
  // A cause is plain data; its interfaces only lack the index signature.
  return withTextInstants(cause as unknown as JsonObject);
}

function exportEvent(event: ExecutionEvent): JsonObject {
  const { seq, at, type, ...rest } = event;
  return { seq, at: instantToText(at), type, ...withTextInstants(rest as unknown as JsonObject) };
}

/** The instants that events and causes hold besides `at`. */
function withTextInstants(object: JsonObject): JsonObject {
  const { wakeAt, startedAt, cause, ...rest } = object;
  const isObject = typeof cause === 'object' && cause !== null && !Array.isArray(cause);
  return {
    ...rest,
    ...(typeof wakeAt === 'number' ? { wakeAt: instantToText(wakeAt) } : {}),
    ...(typeof startedAt === 'number' ? { startedAt: instantToText(startedAt) } : {}),
    ...(cause === undefined
      ? {}
      : { cause: isObject ? withTextInstants(cause as JsonObject) : cause }),
  };
}

function textOrNull(instant: Instant | null): string | null {
  return instant === null ? null : instantToText(instant);
}
