import type { TaskState } from '#core/execution/events.ts';
import type { Execution, TaskRecord } from '#core/execution/execution.ts';
import type { Instant } from '#core/shared/ids.ts';
import type { Text } from '#text/text.ts';
import { reasonOf } from './reason.ts';

/** A row of the table "Tasks", ready to be drawn. */
export interface TaskRow {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly state: TaskState;
  readonly reason: string;
  readonly attempts: number;
  readonly time: string;
}
interface Range {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** Only the rows that are drawn are made: 10,000 tasks cost what forty cost. */
export function rowsOf(
  execution: Execution,
  { from, to }: Range,
  now: Instant,
  text: Text,
): TaskRow[] {
  return execution.plan.tasks.slice(from, to).map((task, offset) => {
    const index = from + offset;
    const record = execution.tasks[index];
    return {
      index,
      id: task.id,
      name: task.name,
      type: task.type,
      state: record?.state ?? 'pending',
      reason: reasonOf({ execution, index, now, text }),
      attempts: record?.attempts.length ?? 0,
      time: record === undefined ? '' : timeOf(record, now, text),
    };
  });
}

/** From its first start to its last end; still growing while it is neither. */
export function timeOf(record: TaskRecord, now: Instant, { time }: Text): string {
  const first = record.attempts[0];
  const last = record.attempts.at(-1);
  if (first === undefined || last === undefined) return '';
  const isOpen = record.state === 'running' || record.state === 'waiting';
  if (isOpen || last.endedAt === null) return time.elapsed(now - first.startedAt);
  return time.duration(last.endedAt - first.startedAt);
}

/** How many tasks have come to an end of any kind. */
export function settledCount({ counts, tasks }: Execution): number {
  return tasks.length - counts.pending - counts.running - counts.waiting;
}

/** How full the channel of a run is: what ended, or what came through when it did not complete. */
export function levelOf(execution: Execution): number {
  const { tasks, counts, ended } = execution;
  if (tasks.length === 0) return 1;
  const isBroken = ended === 'failed' || ended === 'cancelled';
  const filled = isBroken ? counts.succeeded + counts.reused : settledCount(execution);
  return filled / tasks.length;
}

export function toneOf({ ended }: Execution): 'water' | 'brick' | 'stone' {
  if (ended === 'failed') return 'brick';
  return ended === 'cancelled' ? 'stone' : 'water';
}

/**
 * The task whose output stands for the run: the last one that feeds no other, preferably one that
 * has an output. @returns -1 for a run without tasks.
 */
export function lastSink(execution: Execution): number {
  const { dependants } = execution.plan;
  const hasOutput = (index: number) => execution.tasks[index]?.output !== null;
  const sinks = dependants.flatMap((own, index) => (own.length === 0 ? [index] : []));
  return sinks.findLast(hasOutput) ?? sinks.at(-1) ?? -1;
}
