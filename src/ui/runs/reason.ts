import { unreachable } from '#core/shared/assert.ts';
import type { SkipCause, TaskState, WaitingCause } from '#core/execution/events.ts';
import type { Execution, TaskCause, TaskRecord } from '#core/execution/execution.ts';
import { isSettled } from '#core/execution/status.ts';
import type { Instant } from '#core/shared/ids.ts';
import { own } from '#core/shared/json.ts';
import type { Task } from '#core/workflow/model.ts';
import { failureSentence } from '#text/failure-sentence.ts';
import type { Text } from '#text/text.ts';
import { fileNameOf } from './output-shape.ts';

interface Question {
  readonly execution: Execution;
  readonly index: number;
  readonly now: Instant;
  readonly text: Text;
}
const namedDependenciesMax = 3;

/** Why a task is in its state, as a sentence; empty only where the word says it all. */
export function reasonOf(question: Question): string {
  const { execution, index, text } = question;
  const record = execution.tasks[index];
  const task = execution.plan.tasks[index];
  if (record === undefined || task === undefined) return '';
  const { reason } = text.states;
  switch (record.state) {
    case 'pending':
      return pending(question);
    case 'running':
      return running(record, text);
    case 'succeeded':
      return succeeded(record, text);
    case 'reused':
      return reason.reused;
    case 'failed':
    case 'waiting':
    case 'skipped':
    case 'cancelled':
      return record.cause === null ? '' : ofCause(question, task, record, record.cause);
    default:
      return unreachable(record.state);
  }
}

function pending({ execution, index, text }: Question): string {
  const { reason } = text.states;
  if (execution.ended !== null) return reason.notStarted;
  const open = (execution.plan.dependencies[index] ?? []).filter(
    (one) => !isSettled(execution.tasks[one]?.state ?? 'succeeded'),
  );
  if (open.length === 0) return reason.ready;
  const names = open
    .slice(0, namedDependenciesMax)
    .map((one) => execution.plan.tasks[one]?.name ?? '');
  return reason.needs(names, open.length - names.length);
}

function running(record: TaskRecord, { states, time }: Text): string {
  const attempt = record.attempts.at(-1);
  if (attempt === undefined) return '';
  const clock = time.clock(attempt.startedAt);
  if (attempt.recovered) return states.reason.runsAgain(clock);
  const counted = countedAttempts(record);
  return counted > 1 ? states.reason.attempt(clock, counted) : states.reason.running(clock);
}

function succeeded(record: TaskRecord, { states }: Text): string {
  if (record.attempts.some(({ recovered }) => recovered)) return states.reason.ranAgain;
  const counted = countedAttempts(record);
  return counted > 1 ? states.reason.attempts(counted) : '';
}

/** An attempt that follows a crash is no failure's, so it does not count against the retries. */
function countedAttempts(record: TaskRecord): number {
  return record.attempts.filter(({ recovered }) => !recovered).length;
}

function ofCause(question: Question, task: Task, record: TaskRecord, cause: TaskCause): string {
  const { reason } = question.text.states;
  if ('of' in cause) return failureSentence(cause, question.text.failures);
  switch (cause.code) {
    case 'upstreamFailed':
    case 'rule':
    case 'condition':
      return skipped(question, task, cause);
    case 'person':
      return record.state === 'skipped' ? reason.skippedByYou : reason.stoppedByYou;
    case 'parent':
      return reason.stoppedByParent;
    case 'backoff':
    case 'timer':
      return waitingForTime(question, task, record, cause);
    case 'resource':
    case 'agent':
      return reason.missing(cause.type, cause.what);
    case 'needsFile':
      return needsFile(question, cause.name);
    case 'outcomeUnknown':
      return reason.outcomeUnknown(question.text.time.clock(cause.startedAt));
    case 'quarantined':
      return reason.quarantined(cause.ends);
  }
}

function needsFile({ execution, text }: Question, param: string): string {
  const { reason } = text.states;
  const file = fileNameOf(own(execution.params, param));
  return file === null ? reason.needsFileFor(param) : reason.needsFile(file);
}

function skipped({ execution, text }: Question, task: Task, cause: SkipCause): string {
  const { reason } = text.states;
  if (cause.code === 'condition') return reason.condition;
  if (cause.code === 'person') return reason.skippedByYou;
  const index = execution.plan.indexById.get(cause.taskId) ?? -1;
  const name = execution.plan.tasks[index]?.name ?? cause.taskId;
  const state: TaskState = execution.tasks[index]?.state ?? 'failed';
  return cause.code === 'rule'
    ? reason.rule(name, state, cause.rule)
    : reason.upstreamFailed(name, state, task.triggerRule);
}

type TimedCause = Extract<WaitingCause, { readonly wakeAt: Instant }>;

function waitingForTime(
  { execution, now, text }: Question,
  task: Task,
  record: TaskRecord,
  cause: TimedCause,
): string {
  const { reason } = text.states;
  if (record.dueSeq > 0 || cause.wakeAt <= now) return reason.due;
  const last = record.attempts.at(-1);
  const began = last?.endedAt ?? last?.startedAt ?? execution.at;
  // Screens look at the clock once a second: what has happened since then is later than that.
  const leftMs = cause.wakeAt - Math.max(now, execution.at);
  const left = untilText(leftMs, cause.wakeAt - began, text);
  if (cause.code === 'timer') return reason.timer(left, text.time.clock(cause.wakeAt));
  return reason.backoff(left, countedAttempts(record) + 1, task.retryPolicy.maxRetries + 1);
}

/** Whole seconds, rounded up so that a wait never says 0 s, and never more than the whole of it. */
function untilText(leftMs: number, wholeMs: number, { time }: Text): string {
  if (wholeMs < 1000) return time.duration(wholeMs);
  const seconds = Math.min(Math.ceil(leftMs / 1000), Math.floor(wholeMs / 1000));
  return time.elapsed(Math.max(1, seconds) * 1000);
}
