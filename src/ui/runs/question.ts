import type { Execution } from '#core/execution/execution.ts';
import type { Instant, TaskId } from '#core/shared/ids.ts';

/** What a task asks a person, and cannot know by itself. */
export type Question =
  | {
      readonly kind: 'outcomeUnknown';
      readonly key: string;
      readonly taskId: TaskId;
      readonly name: string;
      readonly startedAt: Instant;
    }
  | {
      readonly kind: 'quarantined';
      readonly key: string;
      readonly taskId: TaskId;
      readonly name: string;
      readonly ends: number;
    };

/** @returns null for a task that asks nothing. */
export function questionOf(execution: Execution, index: number): Question | null {
  const task = execution.plan.tasks[index];
  const record = execution.tasks[index];
  if (task === undefined || record?.state !== 'waiting' || record.cause === null) return null;
  const { cause } = record;
  if ('of' in cause) return null;
  const { id: taskId, name } = task;
  // The same task may ask again after another crash: then it is another question.
  const key = `${taskId} ${String(record.attempts.length)}`;
  if (cause.code === 'outcomeUnknown') {
    return { kind: cause.code, key, taskId, name, startedAt: cause.startedAt };
  }
  return cause.code === 'quarantined'
    ? { kind: cause.code, key, taskId, name, ends: cause.ends }
    : null;
}

/** All that are open, in definition order. */
export function questionsOf(execution: Execution): Question[] {
  if (execution.ended !== null || execution.counts.waiting === 0) return [];
  return execution.tasks.flatMap((_, index) => questionOf(execution, index) ?? []);
}
