import type { LiveExecution } from '#core/execution/decide.ts';

/** Something is ready or doomed: a turn has to look at it. */
export function hasWork({ agenda }: LiveExecution): boolean {
  return (
    agenda.ready.head < agenda.ready.entries.length ||
    agenda.doomed.head < agenda.doomed.entries.length
  );
}

/** What a person asked to run with nothing beside it is running. */
export function runsAlone({ execution, agenda }: LiveExecution): boolean {
  for (const index of agenda.alone) if (execution.tasks[index]?.state === 'running') return true;
  return false;
}
