import {
  toContentHash,
  toExecutionId,
  toTaskId,
  toVersionHash,
  toWorkflowId,
} from '#core/shared/ids.ts';
import { append } from '#core/shared/append.ts';
import { noRetry, type Task, type Workflow } from '#core/workflow/model.ts';
import {
  applyEvent,
  decide,
  openExecution,
  type DecideContext,
  type Input,
  type LiveExecution,
  type Outcome,
} from '#core/execution/decide.ts';
import type { ExecutionEvent } from '#core/execution/events.ts';
import { toPlan } from '#core/execution/plan.ts';
import { statusOf } from '#core/execution/status.ts';

const none = { lines: 0, dropped: 0 };
export const one: Outcome = {
  kind: 'succeeded',
  output: { hash: toContentHash('sha256:1'), value: 1 },
};
export const broken: Outcome = {
  kind: 'failed',
  failure: { code: 'taskError', message: 'no', retryable: true, details: null },
};

export function task(
  id: string,
  dependencies: readonly string[],
  change: Partial<Task> = {},
): Task {
  return {
    id: toTaskId(id),
    name: id,
    type: 'noop',
    with: {},
    dependencies: dependencies.map(toTaskId),
    triggerRule: 'all_success',
    retryPolicy: noRetry,
    timeoutSeconds: undefined,
    totalTimeoutSeconds: undefined,
    effect: 'pure',
    metadata: new Map(),
    extra: new Map(),
    ...change,
  };
}
function workflow(tasks: readonly Task[]): Workflow {
  return {
    id: toWorkflowId('w'),
    name: 'w',
    description: '',
    params: new Map(),
    tasks: new Map(tasks.map((each) => [each.id, each])),
    metadata: new Map(),
    createdAt: undefined,
    updatedAt: undefined,
    extra: new Map(),
  };
}

/** A run under the rules, one input after the other, with its own clock. */
export class Run {
  readonly live: LiveExecution;
  readonly events: ExecutionEvent[] = [];
  now = 1_000;
  free: number;
  context: Omit<DecideContext, 'now'> = { random: () => 0, missing: () => null };

  constructor(tasks: readonly Task[], free = 10) {
    this.free = free;
    this.live = openExecution(toExecutionId('e'), toPlan(workflow(tasks)));
    this.give({
      kind: 'create',
      versionHash: toVersionHash('sha256:v'),
      key: null,
      params: {},
      builtWith: { millrace: '0', handlers: {} },
      order: null,
    });
  }

  give(input: Input): readonly ExecutionEvent[] {
    const before = this.events.length;
    this.#apply(input);
    while (
      this.#apply({
        kind: 'advance',
        free: this.free - this.live.execution.counts.running,
        isIdle: this.live.execution.counts.running === 0,
      }) > 0
    );
    return this.events.slice(before);
  }

  report(id: string, outcome: Outcome, attempt?: number): readonly ExecutionEvent[] {
    const number = attempt ?? this.task(id).attempts.length;
    return this.give({
      kind: 'report',
      taskId: toTaskId(id),
      attempt: number,
      outcome,
      recordedLogs: none,
    });
  }

  task(id: string) {
    const index = this.live.execution.plan.indexById.get(toTaskId(id)) ?? -1;
    const record = this.live.execution.tasks[index];
    if (record === undefined) throw new Error(`no task ${id}`);
    return record;
  }

  get status() {
    return statusOf(this.live.execution);
  }

  #apply(input: Input): number {
    const events = decide(this.live, input, { ...this.context, now: this.now });
    for (const event of events) applyEvent(this.live, event);
    append(this.events, events);
    return events.length;
  }
}
export const types = (events: readonly ExecutionEvent[]) =>
  events.map((event) => ('taskId' in event ? `${event.type} ${event.taskId}` : event.type));
