import type { Execution } from '#core/execution/execution.ts';

/** Params of type file that tasks wait for, each once, in definition order of the tasks. */
export function neededFiles({ ended, counts, tasks }: Execution): readonly string[] {
  if (ended !== null || counts.waiting === 0) return [];
  const names = tasks.flatMap(({ state, cause }) =>
    state === 'waiting' && cause?.code === 'needsFile' && 'name' in cause ? [cause.name] : [],
  );
  return [...new Set(names)];
}
