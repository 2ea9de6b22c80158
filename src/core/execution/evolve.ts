import { unreachable } from '#core/shared/assert.ts';
import type { ExecutionId, TaskId } from '#core/shared/ids.ts';
import { toVersionHash, toWorkflowId } from '#core/shared/ids.ts';
import type {
  ExecutionEvent,
  TaskAnswered,
  TaskFailed,
  TaskRecovered,
  TaskRetryScheduled,
  TaskState,
  TaskSucceeded,
} from './events.ts';
import type { Execution, TaskCause, TaskRecord } from './execution.ts';
import type { Failure } from './failure.ts';
import type { Plan } from './plan.ts';

/**
 * The fold. Invariants:
 * 1. No rule at all: what an event says is what becomes true, whatever today's rules would decide.
 * 2. Total over every event ever written; one about a task that the plan lacks changes only `seq`.
 * 3. It may change the execution in place, and so is for the one who holds the only reference.
 */
export function evolve(execution: Execution, event: ExecutionEvent): Execution {
  execution.seq = event.seq;
  execution.at = event.at;
  switch (event.type) {
    case 'executionCreated':
      execution.workflowId = event.workflowId;
      execution.workflowName = event.workflowName;
      execution.versionHash = event.versionHash;
      execution.key = event.key;
      execution.params = event.params;
      execution.builtWith = event.builtWith;
      execution.createdAt = event.at;
      return execution;
    case 'cancelRequested':
      execution.cancelRequested = true;
      return execution;
    case 'executionEnded':
      execution.ended = event.status;
      execution.endedAt = event.at;
      return execution;
    default: {
      const task = taskOf(execution, event.taskId);
      if (task !== undefined) evolveTask(execution, task, event);
      return execution;
    }
  }
}

/** Nothing has happened yet: every task pending, to be folded from its first event. */
export function emptyExecution(id: ExecutionId, plan: Plan): Execution {
  return {
    id,
    plan,
    workflowId: toWorkflowId(''),
    workflowName: '',
    versionHash: toVersionHash(''),
    key: null,
    params: {},
    builtWith: { millrace: '', handlers: {} },
    createdAt: 0,
    startedAt: null,
    endedAt: null,
    ended: null,
    cancelRequested: false,
    seq: 0,
    at: 0,
    tasks: plan.tasks.map(() => ({
      state: 'pending',
      cause: null,
      attempts: [],
      output: null,
      settledSeq: 0,
      dueSeq: 0,
      uncleanEnds: 0,
      isAlone: false,
      logs: noLogs,
    })),
    counts: {
      pending: plan.tasks.length,
      running: 0,
      waiting: 0,
      succeeded: 0,
      reused: 0,
      failed: 0,
      skipped: 0,
      cancelled: 0,
    },
  };
}

const noLogs = { lines: 0, dropped: 0 } as const;

type TaskEvent = Extract<ExecutionEvent, { readonly taskId: TaskId }>;

function taskOf(execution: Execution, id: TaskId): TaskRecord | undefined {
  const index = execution.plan.indexById.get(id);
  return index === undefined ? undefined : execution.tasks[index];
}

function evolveTask(execution: Execution, task: TaskRecord, event: TaskEvent): void {
  switch (event.type) {
    case 'taskStarted':
      task.attempts.push({
        number: event.attempt,
        startedAt: event.at,
        recovered: event.recovered,
        endedAt: null,
        failure: null,
      });
      task.dueSeq = 0;
      execution.startedAt ??= event.at;
      move(execution, task, 'running', null);
      return;
    case 'taskSucceeded':
      endAttempt(task, event, null);
      task.output = event.output;
      settle(execution, task, event.seq, 'succeeded', null);
      return;
    case 'taskFailed':
      endAttempt(task, event, event.failure);
      settle(execution, task, event.seq, 'failed', { ...event.failure, of: 'failure' });
      return;
    case 'taskRetryScheduled':
      endAttempt(task, event, event.failure);
      move(execution, task, 'waiting', {
        code: 'backoff',
        wakeAt: event.wakeAt,
        failure: event.failure,
      });
      return;
    case 'taskWaiting':
      move(execution, task, 'waiting', event.cause);
      return;
    case 'taskSkipped':
      settle(execution, task, event.seq, 'skipped', event.cause);
      return;
    case 'taskCancelled':
      closeAttempt(task, event.at, null);
      settle(execution, task, event.seq, 'cancelled', event.cause);
      return;
    case 'taskRecovered':
      recover(task, event);
      return;
    case 'taskAnswered':
      answer(task, event);
      return;
    case 'timerFired':
      if (event.timer !== 'total') task.dueSeq = event.seq;
      return;
    default:
      unreachable(event);
  }
}

function endAttempt(
  task: TaskRecord,
  event: TaskSucceeded | TaskFailed | TaskRetryScheduled,
  failure: Failure | null,
): void {
  closeAttempt(task, event.at, failure);
  task.logs = {
    lines: task.logs.lines + event.recordedLogs.lines,
    dropped: task.logs.dropped + event.recordedLogs.dropped,
  };
  task.uncleanEnds = 0;
}

function closeAttempt(task: TaskRecord, at: number, failure: Failure | null): void {
  const attempt = task.attempts.at(-1);
  if (attempt?.endedAt !== null) return;
  attempt.endedAt = at;
  attempt.failure = failure;
}

function recover(task: TaskRecord, event: TaskRecovered): void {
  closeAttempt(task, event.at, null);
  task.uncleanEnds = event.goodbye ? 0 : task.uncleanEnds + 1;
}

/** Said yes to another attempt, it only waits for a slot; what broke it before counts anew. */
function answer(task: TaskRecord, event: TaskAnswered): void {
  if (event.answer !== 'didNotHappen' && event.answer !== 'runAlone') return;
  task.dueSeq = event.seq;
  task.uncleanEnds = 0;
  task.isAlone = event.answer === 'runAlone';
}

function settle(
  execution: Execution,
  task: TaskRecord,
  seq: number,
  state: TaskState,
  cause: TaskCause | null,
): void {
  task.settledSeq = seq;
  task.isAlone = false;
  task.dueSeq = 0;
  move(execution, task, state, cause);
}

function move(
  execution: Execution,
  task: TaskRecord,
  state: TaskState,
  cause: TaskCause | null,
): void {
  execution.counts[task.state] -= 1;
  execution.counts[state] += 1;
  task.state = state;
  task.cause = cause;
}
