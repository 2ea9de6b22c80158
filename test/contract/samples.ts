import type { ExecutionEvent } from '#core/execution/events.ts';
import {
  toExecutionId,
  toOrderId,
  toTaskId,
  toVersionHash,
  toWorkflowId,
} from '#core/shared/ids.ts';
import type { ExecutionRow } from '#ports/execution-store.ts';
import type { Order, StartOrder } from '#ports/inbox.ts';
import type { Commit } from '#ports/journal.ts';
import type { Store } from '#ports/store.ts';
import type { Version, WorkflowHead } from '#ports/workflow-store.ts';

/** A disk that several connections can be opened on, one after the other or together. */
export interface Disk {
  open(): Promise<Store>;
  /** Closes what is open and removes the disk. */
  dispose(): Promise<void>;
}

export const executionId = toExecutionId('run-1');
export const nothing: Commit = {
  rows: [],
  executions: [],
  states: [],
  logs: [],
  doneOrders: [],
  strict: false,
};

export function created(seq = 1): ExecutionEvent {
  return {
    type: 'executionCreated',
    seq,
    at: 1_000,
    workflowId: toWorkflowId('w'),
    workflowName: 'W',
    versionHash: toVersionHash('sha256:aa'),
    key: null,
    params: {},
    builtWith: { millrace: '0', handlers: {} },
    order: null,
  };
}
export function started(seq: number): ExecutionEvent {
  return {
    type: 'taskStarted',
    seq,
    at: 1_000,
    taskId: toTaskId('a'),
    attempt: 1,
    recovered: false,
  };
}
export function ended(seq: number): ExecutionEvent {
  return { type: 'executionEnded', seq, at: 1_000, status: 'completed' };
}
export function rowOf(id: string, change: Partial<ExecutionRow> = {}): ExecutionRow {
  return {
    id: toExecutionId(id),
    workflowId: toWorkflowId('w'),
    workflowName: 'W',
    versionHash: toVersionHash('sha256:aa'),
    key: null,
    status: 'running',
    cause: null,
    createdAt: 1,
    startedAt: null,
    endedAt: null,
    counts: {
      pending: 0,
      running: 0,
      waiting: 0,
      succeeded: 0,
      reused: 0,
      failed: 0,
      skipped: 0,
      cancelled: 0,
    },
    ...change,
  };
}
export function headOf(id: string, change: Partial<WorkflowHead> = {}): WorkflowHead {
  return {
    id: toWorkflowId(id),
    name: id,
    description: '',
    taskCount: 0,
    versionHash: toVersionHash('sha256:aa'),
    createdAt: 1,
    updatedAt: 1,
    revision: 1,
    ...change,
  };
}
export const version: Version = {
  hash: toVersionHash('sha256:aa'),
  workflowId: toWorkflowId('w'),
  source: 'millrace: 1\n',
  format: 'yaml',
  createdAt: 1,
};
export const startOrder: StartOrder = {
  kind: 'start',
  id: toOrderId('o-1'),
  at: 1,
  executionId,
  workflowId: toWorkflowId('w'),
  versionHash: toVersionHash('sha256:aa'),
  key: null,
  params: {},
};
export const order: Order = { kind: 'stop', id: toOrderId('o-1'), at: 1, executionId };
