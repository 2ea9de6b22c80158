import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workload } from './workloads.ts';

/** What anybody would write first: run a task, append its result to a file, fsync, go on. */
export function runPlainLoop({ steps }: Workload): number {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-plain-'));
  const file = openSync(join(folder, 'results'), 'a');
  const startedAt = performance.now();
  let value = 0;
  for (const [index, step] of steps.entries()) {
    value = step(value);
    writeSync(file, `${JSON.stringify({ index, value })}\n`);
    fsyncSync(file);
  }
  const ms = performance.now() - startedAt;
  closeSync(file);
  rmSync(folder, { recursive: true });
  return ms;
}
