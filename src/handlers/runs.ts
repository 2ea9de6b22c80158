import { createFilesRun, type ReadExample } from '#handlers/files/run.ts';
import { runNoop } from '#handlers/noop/run.ts';
import { runWait } from '#handlers/wait/run.ts';
import type { Run } from '#ports/handler.ts';

/** Every handler that is our own code and runs beside the engine, by type. */
export function createRuns(readExample: ReadExample): ReadonlyMap<string, Run> {
  return new Map<string, Run>([
    ['noop', runNoop],
    ['wait', runWait],
    ['files', createFilesRun(readExample)],
  ]);
}
