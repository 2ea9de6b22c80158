import { mayRetry, retryDelayMs } from '#core/policy/retry.ts';
import { unreachable } from '#core/shared/assert.ts';
import type { ExecutionId, Instant, OrderId, TaskId, VersionHash } from '#core/shared/ids.ts';
import type { JsonObject } from '#core/shared/json.ts';
import type { Random } from '#core/shared/random.ts';
import type { Task } from '#core/workflow/model.ts';
import { agendaOf, isStartable, noteOnAgenda, skipCauseOf, type Agenda } from './agenda.ts';
import type {
  BuiltWith,
  EventBody,
  ExecutionEvent,
  LogCount,
  Output,
  TaskAnswer,
  WaitingCause,
} from './events.ts';
import { emptyExecution, evolve } from './evolve.ts';
import type { Execution, TaskRecord } from './execution.ts';
import type { Failure } from './failure.ts';
import type { Plan } from './plan.ts';
import { answered, recovered } from './loss.ts';
import { find, idOf, none, nullOutput } from './subject.ts';
import { isSettled } from './status.ts';

/**
 * Every rule and every judgement. Pure: the same state and input, with the same clock and draws,
 * give the same events. Invariants (requirements.md, formal model):
 * I1 a task starts only after its dependencies settled as its rule wants;
 * I3 a settled task gets no second end; I6 attempts count 1, 2, … and a recovered one costs no retry;
 * I7 an answer of another attempt than the live one changes nothing;
 * I14 after a stop was asked for nothing starts.
 */
export interface LiveExecution {
  readonly execution: Execution;
  readonly agenda: Agenda;
}

export interface DecideContext {
  readonly now: Instant;
  readonly random: Random;
  /** Why a task cannot run in this host; null when it can. */
  readonly missing: (task: Task) => WaitingCause | null;
}

export type Input =
  | {
      readonly kind: 'create';
      readonly versionHash: VersionHash;
      readonly key: string | null;
      readonly params: JsonObject;
      readonly builtWith: BuiltWith;
      readonly order: OrderId | null;
    }
  | {
      readonly kind: 'report';
      readonly taskId: TaskId;
      readonly attempt: number;
      readonly outcome: Outcome;
      readonly recordedLogs: LogCount;
    }
  | { readonly kind: 'timerDue'; readonly taskId: TaskId; readonly timer: TimerKind }
  | { readonly kind: 'cancel'; readonly order: OrderId | null }
  | {
      readonly kind: 'answer';
      readonly taskId: TaskId;
      readonly answer: TaskAnswer;
      readonly order: OrderId | null;
    }
  /** The former owner is gone; its running attempts with it. */
  | { readonly kind: 'ownerTaken'; readonly goodbye: boolean }
  /** Start, skip and end whatever can be; at most `free` starts. */
  | {
      readonly kind: 'advance';
      readonly free: number;
      /** Whether no attempt is live, of any execution: what must run alone may start. */
      readonly isIdle: boolean;
    };

type Advance = Extract<Input, { kind: 'advance' }>;
export type TimerKind = 'backoff' | 'timer' | 'total';

/** What an attempt came to; a large output is in the artifact store already. */
export type Outcome =
  | { readonly kind: 'succeeded'; readonly output: Output }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'waits'; readonly seconds: number }
  | { readonly kind: 'needsFile'; readonly name: string }
  | { readonly kind: 'stopped' };

export function openExecution(id: ExecutionId, plan: Plan): LiveExecution {
  return liveExecution(emptyExecution(id, plan), () => null);
}

/** @param missing as in `DecideContext`: tasks whose need is met by now go on. */
export function liveExecution(
  execution: Execution,
  missing: DecideContext['missing'],
): LiveExecution {
  const isBack = (index: number) => {
    const task = execution.plan.tasks[index];
    return task !== undefined && missing(task) === null;
  };
  return { execution, agenda: agendaOf(execution, isBack) };
}

/** Records an event in the state that `decide` reads next. */
export function applyEvent(live: LiveExecution, event: ExecutionEvent): void {
  evolve(live.execution, event);
  if ('taskId' in event) noteOnAgenda(live.execution, live.agenda, event.taskId);
}

/** @returns the events that follow, numbered and dated; none when the input changes nothing. */
export function decide(
  live: LiveExecution,
  input: Input,
  context: DecideContext,
): readonly ExecutionEvent[] {
  const { execution } = live;
  const at = Math.max(context.now, execution.at);
  return bodiesFor(live, input, { ...context, now: at }).map((body, index): ExecutionEvent => ({
    ...body,
    seq: execution.seq + 1 + index,
    at,
  }));
}

function bodiesFor(live: LiveExecution, input: Input, context: DecideContext): EventBody[] {
  const { execution } = live;
  if (execution.ended !== null) return [];
  switch (input.kind) {
    case 'create':
      return execution.seq > 0 ? [] : [created(execution.plan, input)];
    case 'report':
      return afterReport(execution, input, context);
    case 'timerDue':
      return afterTimer(execution, input.taskId, input.timer);
    case 'cancel':
      return execution.cancelRequested ? [] : cancelled(execution, input.order);
    case 'answer':
      return answered(execution, input);
    case 'ownerTaken':
      return recovered(execution, input.goodbye);
    case 'advance':
      return advanced(live, input, context);
    default:
      return unreachable(input);
  }
}

function created(plan: Plan, input: Extract<Input, { kind: 'create' }>): EventBody {
  const { versionHash, key, params, builtWith, order } = input;
  const { id, name } = plan.workflow;
  return {
    type: 'executionCreated',
    workflowId: id,
    workflowName: name,
    versionHash,
    key,
    params,
    builtWith,
    order,
  };
}

function afterReport(
  execution: Execution,
  report: Extract<Input, { kind: 'report' }>,
  { now, random }: DecideContext,
): EventBody[] {
  const { taskId, attempt, outcome, recordedLogs } = report;
  const found = find(execution, taskId);
  if (found === null) return [];
  const { task, definition } = found;
  if (task.state !== 'running' || task.attempts.at(-1)?.number !== attempt) return [];
  const subject = { taskId, attempt } as const;
  if (execution.cancelRequested || outcome.kind === 'stopped') {
    return [{ type: 'taskCancelled', ...subject, cause: { code: 'person' } }];
  }
  switch (outcome.kind) {
    case 'succeeded':
      return [{ type: 'taskSucceeded', ...subject, output: outcome.output, recordedLogs }];
    case 'failed':
      return [
        afterFailure(
          task,
          definition,
          { ...subject, failure: outcome.failure, recordedLogs },
          { now, random },
        ),
      ];
    case 'waits': {
      const wakeAt = now + Math.round(outcome.seconds * 1_000);
      return [{ type: 'taskWaiting', ...subject, cause: { code: 'timer', wakeAt } }];
    }
    case 'needsFile':
      return [
        { type: 'taskWaiting', ...subject, cause: { code: 'needsFile', name: outcome.name } },
      ];
    default:
      return unreachable(outcome);
  }
}

interface FailedAttempt {
  readonly taskId: TaskId;
  readonly attempt: number;
  readonly failure: Failure;
  readonly recordedLogs: LogCount;
}

function afterFailure(
  task: TaskRecord,
  { retryPolicy, totalTimeoutSeconds }: Task,
  failed: FailedAttempt,
  { now, random }: { readonly now: Instant; readonly random: Random },
): EventBody {
  const failures = 1 + task.attempts.filter((one) => one.failure !== null).length;
  if (!mayRetry(retryPolicy, failed.failure, failures)) return { type: 'taskFailed', ...failed };
  const wakeAt = now + retryDelayMs(retryPolicy, failures, random);
  const deadline = totalDeadline(task, totalTimeoutSeconds);
  return wakeAt > deadline
    ? { type: 'taskFailed', ...failed }
    : { type: 'taskRetryScheduled', ...failed, wakeAt };
}

/** When its total time is over; infinity without a limit or before its first start. */
export function totalDeadline(task: TaskRecord, totalTimeoutSeconds: number | undefined): Instant {
  const first = task.attempts[0];
  if (totalTimeoutSeconds === undefined || first === undefined) return Infinity;
  return first.startedAt + totalTimeoutSeconds * 1_000;
}

function afterTimer(execution: Execution, taskId: TaskId, timer: TimerKind): EventBody[] {
  const found = find(execution, taskId);
  if (found === null) return [];
  const { task, definition } = found;
  const subject = { taskId, attempt: task.attempts.at(-1)?.number ?? 0 };
  const fired: EventBody = { type: 'timerFired', ...subject, timer };
  if (timer === 'total') {
    if (isSettled(task.state)) return [];
    const seconds = definition.totalTimeoutSeconds ?? 0;
    const failure = {
      code: 'timeout',
      message: `The task did not end within its total limit of ${String(seconds)} s`,
      retryable: false,
      details: { totalTimeoutSeconds: seconds },
    };
    return [fired, { type: 'taskFailed', ...subject, failure, recordedLogs: none }];
  }
  if (task.state !== 'waiting' || task.cause?.code !== timer || task.dueSeq > 0) return [];
  if (timer === 'backoff') return [fired];
  return [fired, { type: 'taskSucceeded', ...subject, output: nullOutput, recordedLogs: none }];
}

function cancelled(execution: Execution, order: OrderId | null): EventBody[] {
  const events: EventBody[] = [{ type: 'cancelRequested', order }];
  for (const [index, task] of execution.tasks.entries()) {
    if (task.state !== 'pending' && task.state !== 'waiting') continue;
    const attempt = task.attempts.at(-1)?.number ?? 0;
    events.push({
      type: 'taskCancelled',
      taskId: idOf(execution, index),
      attempt,
      cause: { code: 'person' },
    });
  }
  return events;
}

function advanced(live: LiveExecution, input: Advance, context: DecideContext): EventBody[] {
  const { execution } = live;
  if (execution.seq === 0) return [];
  const events = execution.cancelRequested ? [] : [...skips(live), ...starts(live, input, context)];
  if (events.length > 0) return events;
  const { pending, running, waiting, failed } = execution.counts;
  if (pending + running + waiting > 0) return [];
  if (execution.cancelRequested) return [{ type: 'executionEnded', status: 'cancelled' }];
  return [{ type: 'executionEnded', status: failed > 0 ? 'failed' : 'completed' }];
}

function skips({ execution, agenda }: LiveExecution): EventBody[] {
  const seen = new Set<number>();
  const { entries, head } = agenda.doomed;
  for (let position = head; position < entries.length; position += 1) {
    const index = entries[position] ?? -1;
    if (execution.tasks[index]?.state === 'pending') seen.add(index);
  }
  return [...seen].map((index) => ({
    type: 'taskSkipped',
    taskId: idOf(execution, index),
    attempt: 0,
    cause: skipCauseOf(execution, index),
  }));
}

function starts(
  live: LiveExecution,
  { free, isIdle }: Advance,
  context: DecideContext,
): EventBody[] {
  const { execution, agenda } = live;
  const events: EventBody[] = [];
  const { entries, head } = agenda.ready;
  let left = free;
  for (let position = head; position < entries.length; position += 1) {
    const index = entries[position] ?? -1;
    const task = execution.tasks[index];
    const definition = execution.plan.tasks[index];
    if (task === undefined || definition === undefined) continue;
    if (!isStartable(execution, agenda, index)) continue;
    const attempt = task.attempts.at(-1)?.number ?? 0;
    const cause = context.missing(definition);
    if (cause !== null) {
      events.push({ type: 'taskWaiting', taskId: definition.id, attempt, cause });
      continue;
    }
    if (left <= 0) break;
    if (task.isAlone) {
      if (!isIdle || left < free) break;
      left = 1;
    }
    left -= 1;
    const taskId = definition.id;
    events.push({ type: 'taskStarted', taskId, attempt: attempt + 1, recovered: false });
  }
  return events;
}
