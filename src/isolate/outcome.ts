import type { JsonValue } from '#core/shared/json.ts';
import type { AttemptOutcome } from '#ports/task-host.ts';
import { ourFailure, readyTaskOf, type Job } from './job.ts';
import type { WireResult } from './messages.ts';

/** What the end of a call in an isolate means to the engine. */
export function toOutcome(job: Job, end: WireResult['end']): AttemptOutcome {
  if (job.isStopping) return { kind: 'stopped' };
  if (end.kind === 'output') return parseOutput(end.json) ?? lostOutcome(job);
  const task = readyTaskOf(job);
  return { kind: 'failed', failure: 'kind' in task ? task.toFailure(end.failure) : task };
}

export function lostOutcome({ call, isStopping }: Job): AttemptOutcome {
  if (isStopping) return { kind: 'stopped' };
  const message =
    'The isolate died while the task ran; it may have used more memory than there is.';
  const about = { isRetryable: call.effect !== 'once', details: null };
  return { kind: 'failed', failure: ourFailure('isolateLost', message, about) };
}

function parseOutput(json: string): AttemptOutcome | null {
  try {
    return { kind: 'succeeded', output: JSON.parse(json) as JsonValue };
  } catch {
    return null; // No isolate of ours writes that: it is not one of ours any more.
  }
}
