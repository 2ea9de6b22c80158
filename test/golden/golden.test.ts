import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { validateText } from '#core/dataflow/validate.ts';
import type { ExecutionEvent } from '#core/execution/events.ts';
import { emptyExecution, evolve } from '#core/execution/evolve.ts';
import { packExecution } from '#core/execution/pack.ts';
import { toPlan } from '#core/execution/plan.ts';
import { descriptors } from '#handlers/descriptors.ts';

interface Recording {
  readonly workflow: string;
  readonly events: readonly ExecutionEvent[];
  readonly state: unknown;
}

const folder = new URL('./journal-1/', import.meta.url);
const sim = {
  type: 'sim',
  version: 1,
  schema: { properties: {}, required: [], open: true },
  literal: [],
  effect: 'pure',
  place: 'engine',
} as const;

describe('a journal of the first format', () => {
  const files = readdirSync(folder).toSorted();

  test('is recorded', () => {
    expect(files.length).toBeGreaterThan(10);
  });

  test.each(files)('folds to the state it had when it was recorded: %s', (file) => {
    const recording = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Recording;
    const types = new Map([...descriptors, [sim.type, sim]]);
    const { workflow } = validateText(recording.workflow, 'json', types);
    if (workflow === null) throw new Error(`${file} holds no valid workflow`);

    const execution = emptyExecution('golden' as never, toPlan(workflow));
    for (const event of recording.events) evolve(execution, event);

    expect(JSON.parse(JSON.stringify(packExecution(execution)))).toEqual(recording.state);
  });
});
