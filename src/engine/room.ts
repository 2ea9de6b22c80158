import type { LiveExecution } from '#core/execution/decide.ts';

/** Something is ready or doomed: a turn has to look at it. */
export function hasWork({ agenda }: LiveExecution): boolean {
  return (
    agenda.ready.head < agenda.ready.entries.length ||
    agenda.doomed.head < agenda.doomed.entries.length
  );
}

/** Slots left over all executions; none while something runs that must run alone. */
export function roomBeside(
  all: Iterable<LiveExecution>,
  concurrency: number,
): { readonly free: number; readonly isIdle: boolean } {
  let running = 0;
  for (const live of all) {
    running += live.execution.counts.running;
    if (runsAlone(live)) return noRoom;
  }
  return { free: Math.max(0, concurrency - running), isIdle: running === 0 };
}

export const noRoom = { free: 0, isIdle: false } as const;

/** Whether another than this one has an attempt under way. */
export function runsBeside(all: Iterable<LiveExecution>, but: LiveExecution): boolean {
  for (const live of all) if (live !== but && live.execution.counts.running > 0) return true;
  return false;
}

/** What a person asked to run with nothing beside it is running. */
function runsAlone({ execution, agenda }: LiveExecution): boolean {
  for (const index of agenda.alone) if (execution.tasks[index]?.state === 'running') return true;
  return false;
}
