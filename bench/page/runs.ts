import type { ExecutionEvent } from '#core/execution/events.ts';
import {
  toContentHash,
  toExecutionId,
  toTaskId,
  toVersionHash,
  toWorkflowId,
} from '#core/shared/ids.ts';
import type { ExecutionRow } from '#ports/execution-store.ts';
import type { Commit } from '#ports/journal.ts';

export const nothing: Commit = {
  rows: [],
  executions: [],
  states: [],
  logs: [],
  doneOrders: [],
  strict: false,
};
const workflowId = toWorkflowId('bench');
const versionHash = toVersionHash(`sha256:${'ab'.repeat(32)}`);
const outputHash = toContentHash(`sha256:${'cd'.repeat(32)}`);
const logs = { lines: 0, dropped: 0 };
const at = 1_700_000_000_000;

/** Tasks start and succeed in turn, as in a chain; from event `seq` on. */
export function taskEvents(seq: number, count: number): ExecutionEvent[] {
  return Array.from({ length: count }, (_value, index): ExecutionEvent => {
    const number = seq + index;
    const taskId = toTaskId(`task-${String(number >> 1)}`);
    const fact = { seq: number, at: at + number, taskId, attempt: 1 };
    if (number % 2 === 0) return { type: 'taskStarted', ...fact, recovered: false };
    const output = { hash: outputHash, value: number };
    return { type: 'taskSucceeded', ...fact, output, recordedLogs: logs };
  });
}

/** The journal of a run of one task, from its order to its end: four events. */
export function smallRun(index: number): readonly ExecutionEvent[] {
  const created: ExecutionEvent = {
    type: 'executionCreated',
    seq: 1,
    at: at + index,
    workflowId,
    workflowName: 'Bench',
    versionHash,
    key: null,
    params: {},
    builtWith: { millrace: '0.1.0', handlers: { js: 1 } },
    order: null,
  };
  const ended: ExecutionEvent = {
    type: 'executionEnded',
    seq: 4,
    at: at + index,
    status: 'completed',
  };
  return [created, ...taskEvents(2, 2), ended];
}

export function smallRunId(index: number) {
  return toExecutionId(`run-${String(index)}`);
}

/** As the list shows it when it has ended. */
export function smallRow(index: number): ExecutionRow {
  return {
    id: smallRunId(index),
    workflowId,
    workflowName: 'Bench',
    versionHash,
    key: null,
    status: 'completed',
    cause: null,
    createdAt: at + index,
    startedAt: at + index,
    endedAt: at + index,
    counts: {
      pending: 0,
      running: 0,
      waiting: 0,
      succeeded: 1,
      reused: 0,
      failed: 0,
      skipped: 0,
      cancelled: 0,
    },
  };
}
