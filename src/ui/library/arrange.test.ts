import { describe, expect, test } from 'vitest';
import { toExecutionId, toTaskId, toVersionHash, toWorkflowId } from '#core/shared/ids.ts';
import type { WorkflowRow } from '#ports/engine-api.ts';
import type { ExecutionRow } from '#ports/execution-store.ts';
import { arrange, isIn, matches, needsYou } from './arrange.ts';

function aRun(part: Partial<ExecutionRow>): ExecutionRow {
  return {
    id: toExecutionId('r'),
    workflowId: toWorkflowId('w'),
    workflowName: 'W',
    versionHash: toVersionHash('sha256:w'),
    key: null,
    status: 'completed',
    cause: null,
    createdAt: 0,
    startedAt: 0,
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
    ...part,
  };
}
function aRow(name: string, part: Partial<WorkflowRow> = {}): WorkflowRow {
  const id = toWorkflowId(name.toLowerCase());
  return {
    id,
    name,
    description: '',
    taskCount: 1,
    updatedAt: 0,
    lastExecution: null,
    shape: null,
    profile: null,
    isEdited: false,
    ...part,
  };
}
const namesOf = (rows: readonly WorkflowRow[]) => rows.map(({ name }) => name);

describe('the workflows of the library', () => {
  const failed = aRun({ status: 'failed', startedAt: 10 });
  const rows = [
    aRow('Beta', { updatedAt: 3, lastExecution: aRun({ startedAt: 500 }) }),
    aRow('Alpha 10', { updatedAt: 1 }),
    aRow('Alpha 9', { updatedAt: 2, lastExecution: aRun({ startedAt: 900 }) }),
    aRow('Zeta', { updatedAt: 0, lastExecution: failed }),
    aRow('Gamma'),
  ];

  test.each([
    ['name', ['Zeta', 'Alpha 9', 'Alpha 10', 'Beta', 'Gamma']],
    ['lastRun', ['Zeta', 'Alpha 9', 'Beta', 'Alpha 10', 'Gamma']],
    ['changed', ['Zeta', 'Beta', 'Alpha 9', 'Alpha 10', 'Gamma']],
  ] as const)('by %s begin with what needs the person', (sorting, names) => {
    expect(namesOf(arrange(rows, sorting, 'en'))).toEqual(names);
  });

  test('need the person when the last run failed or waits for one', () => {
    const taskId = toTaskId('a');
    const waiting = (code: 'outcomeUnknown' | 'quarantined' | 'needsFile' | 'backoff') =>
      needsYou(aRun({ status: 'waiting', cause: { code, taskId } }));

    expect(needsYou(failed)).toBe(true);
    expect(waiting('outcomeUnknown')).toBe(true);
    expect(waiting('quarantined')).toBe(true);
    expect(waiting('needsFile')).toBe(true);
    expect(waiting('backoff')).toBe(false);
    expect(needsYou(aRun({}))).toBe(false);
    expect(needsYou(null)).toBe(false);
  });

  test('are found by every word of name, description or id', () => {
    const row = aRow('Lab results', { description: 'To the Registry' });

    expect(matches(row, 'registry LAB')).toBe(true);
    expect(matches(row, 'lab letters')).toBe(false);
    expect(matches(row, '  ')).toBe(true);
  });

  test('are filtered by their last run', () => {
    const running = aRow('Run', { lastExecution: aRun({ status: 'running' }) });

    expect(isIn('running', running)).toBe(true);
    expect(isIn('needsYou', running)).toBe(false);
    expect(isIn('all', running)).toBe(true);
  });
});
