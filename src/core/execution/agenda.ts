import { triggerOutcome } from '#core/policy/trigger.ts';
import type { TaskId } from '#core/shared/ids.ts';
import type { Task } from '#core/workflow/model.ts';
import type { SkipCause, TaskState } from './events.ts';
import type { Execution, TaskRecord } from './execution.ts';
import { isSettled } from './status.ts';

/**
 * What the rules allow next, kept up to date event by event so that a turn costs what it changes,
 * not what the graph holds. Derived: `agendaOf` gives the same from the execution alone.
 * 1. `ready` is in the order in which tasks got ready, ties in definition order.
 * 2. An entry may be stale; readers look at the task's state.
 */
export interface Agenda {
  readonly ready: IndexQueue;
  readonly doomed: IndexQueue;
  /** Waited for something that is here now: as good as pending. */
  readonly returned: Set<number>;
  /** Tasks that must run with nothing beside them. */
  readonly alone: Set<number>;
  readonly open: Int32Array;
  readonly failed: Int32Array;
  readonly skipped: Int32Array;
}

/** First in, first out; entries are read from `head` on. */
export interface IndexQueue {
  entries: number[];
  head: number;
}

/** @param isBack whether what this waiting task misses is here now. */
export function agendaOf(execution: Execution, isBack: (index: number) => boolean): Agenda {
  const { plan, tasks } = execution;
  const agenda: Agenda = {
    ready: { entries: [], head: 0 },
    doomed: { entries: [], head: 0 },
    returned: new Set(),
    alone: new Set(tasks.flatMap((task, index) => (task.isAlone ? [index] : []))),
    open: Int32Array.from(plan.dependencies, (list) => list.length),
    failed: new Int32Array(tasks.length),
    skipped: new Int32Array(tasks.length),
  };
  const settled = tasks.flatMap((task, index) => (isSettled(task.state) ? [index] : []));
  for (const index of settled) countSettled(execution, agenda, index);
  const readySince = new Map<number, number>();
  for (const [index, task] of tasks.entries()) {
    if (task.state === 'pending') placePending(execution, agenda, index, readySince);
    else if (isDue(task)) readySince.set(index, task.dueSeq);
    else if (task.state === 'waiting' && isMissingSomething(task) && isBack(index)) {
      agenda.returned.add(index);
      readySince.set(index, execution.seq);
    }
  }
  const order = [...readySince].toSorted(([a, since], [b, other]) => since - other || a - b);
  for (const [index] of order) agenda.ready.entries.push(index);
  return agenda;
}

/** What some waiting tasks miss may have come: those go on. @returns whether any does. */
export function returnMissing(
  { plan, tasks }: Execution,
  { returned, ready }: Agenda,
  isBack: (task: Task) => boolean,
): boolean {
  let isAny = false;
  for (const [index, task] of tasks.entries()) {
    const definition = plan.tasks[index];
    const isWaiting = task.state === 'waiting' && isMissingSomething(task);
    if (!isWaiting || definition === undefined || returned.has(index)) continue;
    if (!isBack(definition)) continue;
    returned.add(index);
    ready.entries.push(index);
    isAny = true;
  }
  return isAny;
}

/** To be called once for each event, right after `evolve`. */
export function noteOnAgenda(execution: Execution, agenda: Agenda, taskId: TaskId): void {
  const index = execution.plan.indexById.get(taskId);
  if (index === undefined) return;
  const task = execution.tasks[index];
  if (task === undefined) return;
  if (isDue(task) && task.dueSeq === execution.seq) agenda.ready.entries.push(index);
  if (task.state === 'running') agenda.returned.delete(index);
  if (task.isAlone) agenda.alone.add(index);
  else agenda.alone.delete(index);
  if (task.settledSeq === execution.seq) noteSettled(execution, agenda, index);
  dropStale(agenda.ready, (entry) => isStartable(execution, agenda, entry));
  dropStale(agenda.doomed, (entry) => execution.tasks[entry]?.state === 'pending');
}

/** A task that starts as soon as there is a slot for it. */
export function isStartable(execution: Execution, agenda: Agenda, index: number): boolean {
  const task = execution.tasks[index];
  if (task === undefined) return false;
  const isReturned = task.state === 'waiting' && agenda.returned.has(index);
  return task.state === 'pending' || isDue(task) || isReturned;
}

function isMissingSomething({ cause }: TaskRecord): boolean {
  return cause?.code === 'resource' || cause?.code === 'agent' || cause?.code === 'needsFile';
}

/** Why a doomed task is skipped: the first of its dependencies, as written, that rules it out. */
export function skipCauseOf(execution: Execution, index: number): SkipCause {
  const { plan, tasks } = execution;
  const culprits = (plan.dependencies[index] ?? []).filter((dependency) => {
    const kind = kindOf(tasks[dependency]);
    return kind === 'failed' || kind === 'skipped';
  });
  const culprit = culprits.find((one) => kindOf(tasks[one]) === 'failed') ?? culprits[0];
  const taskId = plan.tasks[culprit ?? -1]?.id;
  if (taskId === undefined || culprit === undefined) return { code: 'condition' };
  return kindOf(tasks[culprit]) === 'failed'
    ? { code: 'upstreamFailed', taskId }
    : { code: 'rule', taskId, rule: plan.tasks[index]?.triggerRule ?? 'all_success' };
}

function isDue(task: TaskRecord): boolean {
  return task.state === 'waiting' && task.dueSeq > 0;
}

type SettledKind = 'succeeded' | 'failed' | 'skipped';

/** What a settled task counts as to the rules of its dependants. */
function kindOf(task: TaskRecord | undefined): SettledKind | null {
  if (task === undefined || !isSettled(task.state)) return null;
  const kinds: Partial<Record<TaskState, SettledKind>> = {
    succeeded: 'succeeded',
    reused: 'succeeded',
    failed: 'failed',
    cancelled: 'failed',
  };
  return kinds[task.state] ?? (task.cause?.code === 'upstreamFailed' ? 'failed' : 'skipped');
}

function countSettled(execution: Execution, agenda: Agenda, index: number): void {
  const kind = kindOf(execution.tasks[index]);
  for (const dependant of execution.plan.dependants[index] ?? []) {
    agenda.open[dependant] = (agenda.open[dependant] ?? 0) - 1;
    if (kind === 'failed') agenda.failed[dependant] = (agenda.failed[dependant] ?? 0) + 1;
    if (kind === 'skipped') agenda.skipped[dependant] = (agenda.skipped[dependant] ?? 0) + 1;
  }
}

function noteSettled(execution: Execution, agenda: Agenda, index: number): void {
  countSettled(execution, agenda, index);
  for (const dependant of execution.plan.dependants[index] ?? []) {
    if (execution.tasks[dependant]?.state !== 'pending') continue;
    const outcome = outcomeOf(execution, agenda, dependant);
    if (outcome === 'start') agenda.ready.entries.push(dependant);
    if (outcome === 'skip') agenda.doomed.entries.push(dependant);
  }
}

function outcomeOf(execution: Execution, agenda: Agenda, index: number) {
  return triggerOutcome(execution.plan.tasks[index]?.triggerRule ?? 'all_success', {
    open: agenda.open[index] ?? 0,
    failed: agenda.failed[index] ?? 0,
    skipped: agenda.skipped[index] ?? 0,
  });
}

function placePending(
  execution: Execution,
  agenda: Agenda,
  index: number,
  readySince: Map<number, number>,
): void {
  const outcome = outcomeOf(execution, agenda, index);
  if (outcome === 'skip') agenda.doomed.entries.push(index);
  if (outcome !== 'start') return;
  let since = 0;
  for (const dependency of execution.plan.dependencies[index] ?? []) {
    since = Math.max(since, execution.tasks[dependency]?.settledSeq ?? 0);
  }
  readySince.set(index, since);
}

function dropStale(queue: IndexQueue, isLive: (entry: number) => boolean): void {
  while (queue.head < queue.entries.length && !isLive(queue.entries[queue.head] ?? -1)) {
    queue.head += 1;
  }
  if (queue.head > 1_024 && queue.head * 2 > queue.entries.length) {
    queue.entries = queue.entries.slice(queue.head);
    queue.head = 0;
  }
}
