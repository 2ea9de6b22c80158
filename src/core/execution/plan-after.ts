import { toContentHash, toExecutionId, toVersionHash, type TaskId } from '#core/shared/ids.ts';
import type { Workflow } from '#core/workflow/model.ts';
import { isStartable } from './agenda.ts';
import { applyEvent, decide, openExecution, type LiveExecution } from './decide.ts';
import type { EventBody, ExecutionEvent, SkipCause } from './events.ts';
import { isSettled } from './status.ts';
import { toPlan } from './plan.ts';

export interface PlanAfter {
  readonly ready: readonly TaskId[];
  readonly skipped: readonly { readonly id: TaskId; readonly cause: SkipCause }[];
  readonly waiting: readonly TaskId[];
}

/** What the rules allow after these ends; each list sorted by id, as code units compare. */
export function planAfter(
  workflow: Workflow,
  ends: { readonly succeeded: readonly TaskId[]; readonly failed: readonly TaskId[] },
): PlanAfter {
  const plan = toPlan(workflow);
  const live = openExecution(toExecutionId('plan'), plan);
  const context = { now: 0, random: () => 0, missing: () => null };
  const order = (a: TaskId, b: TaskId) =>
    (plan.indexById.get(a) ?? 0) - (plan.indexById.get(b) ?? 0);
  const failed = new Set(ends.failed);
  const given = [...ends.succeeded, ...ends.failed].toSorted(order);
  for (const event of [creation(workflow), ...given.flatMap((id) => endOf(id, failed.has(id)))]) {
    apply(live, event);
  }
  const skipped: { readonly id: TaskId; readonly cause: SkipCause }[] = [];
  for (;;) {
    const events = decide(live, { kind: 'advance', free: 0, isIdle: false }, context);
    if (events.length === 0) break;
    for (const event of events) {
      applyEvent(live, event);
      if (event.type === 'taskSkipped') skipped.push({ id: event.taskId, cause: event.cause });
    }
  }
  return { ...openTasks(live), skipped: skipped.toSorted((a, b) => (a.id < b.id ? -1 : 1)) };
}

function openTasks({ execution, agenda }: LiveExecution): Omit<PlanAfter, 'skipped'> {
  const queued = new Set(agenda.ready.entries.slice(agenda.ready.head));
  const ready: TaskId[] = [];
  const waiting: TaskId[] = [];
  for (const [index, task] of execution.tasks.entries()) {
    const id = execution.plan.tasks[index]?.id;
    if (id === undefined || isSettled(task.state)) continue;
    const isReady = queued.has(index) && isStartable(execution, agenda, index);
    (isReady ? ready : waiting).push(id);
  }
  return { ready: ready.toSorted(), waiting: waiting.toSorted() };
}

function apply(live: LiveExecution, body: EventBody): void {
  const event: ExecutionEvent = { ...body, seq: live.execution.seq + 1, at: 0 };
  applyEvent(live, event);
}

function creation(workflow: Workflow): EventBody {
  return {
    type: 'executionCreated',
    workflowId: workflow.id,
    workflowName: workflow.name,
    versionHash: toVersionHash(''),
    key: null,
    params: {},
    builtWith: { millrace: '', handlers: {} },
    order: null,
  };
}

function endOf(taskId: TaskId, isFailed: boolean): readonly EventBody[] {
  const recordedLogs = { lines: 0, dropped: 0 };
  const failure = { code: 'taskError', message: '', retryable: false, details: null };
  const output = { hash: toContentHash(''), value: null };
  return [
    { type: 'taskStarted', taskId, attempt: 1, recovered: false },
    isFailed
      ? { type: 'taskFailed', taskId, attempt: 1, failure, recordedLogs }
      : { type: 'taskSucceeded', taskId, attempt: 1, output, recordedLogs },
  ];
}
