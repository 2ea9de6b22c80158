import type { Execution } from '#core/execution/execution.ts';
import { isSettled } from '#core/execution/status.ts';
import type { Instant } from '#core/shared/ids.ts';
import type { Text } from '#text/text.ts';
import type { NodeStates } from '#ui/graph/node-states.svelte.ts';
import { reasonOf } from './reason.ts';
import { timeOf } from './task-rows.ts';

interface Moment {
  readonly execution: Execution;
  readonly now: Instant;
  readonly text: Text;
}

/** Writes how each task stands onto its node; a node whose words stay the same is not redrawn. */
export function writeLooks(states: NodeStates, moment: Moment): void {
  const { execution } = moment;
  execution.plan.tasks.forEach((task, index) => {
    const record = execution.tasks[index];
    states.set(task.id, {
      state: record?.state ?? 'pending',
      second: secondOf(moment, index),
      // What a task says of its progress is in its log alone so far.
      progress: null,
    });
  });
}

/** The result of a task that succeeded; of any other why it stands as it does, in a few words. */
function secondOf({ execution, now, text }: Moment, index: number): string {
  const record = execution.tasks[index];
  const type = execution.plan.tasks[index]?.type ?? '';
  switch (record?.state) {
    case undefined:
    case 'pending':
      return needsOf(execution, index, text);
    case 'running':
    case 'succeeded':
      return [type, timeOf(record, now, text)].filter((part) => part !== '').join(' · ');
    case 'failed':
      return record.attempts.at(-1)?.failure?.code ?? text.states.task.failed;
    case 'waiting':
    case 'skipped':
    case 'cancelled':
    case 'reused':
      return reasonOf({ execution, index, now, text });
  }
}

function needsOf({ plan, tasks, ended }: Execution, index: number, { graph, states, time }: Text) {
  const open = (plan.dependencies[index] ?? []).filter(
    (one) => !isSettled(tasks[one]?.state ?? 'succeeded'),
  );
  const [only] = open;
  if (only === undefined || ended !== null) return states.task.pending;
  return open.length === 1
    ? graph.needs([plan.tasks[only]?.id ?? ''])
    : graph.needsMany(time.count(open.length));
}
