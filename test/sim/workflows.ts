import {
  toTaskId,
  toVersionHash,
  toWorkflowId,
  type TaskId,
  type VersionHash,
} from '#core/shared/ids.ts';
import { noRetry, type Effect, type Task, type Workflow } from '#core/workflow/model.ts';
import type { World } from './world.ts';

export interface SimVersion {
  readonly hash: VersionHash;
  readonly workflow: Workflow;
}

/**
 * A drawn DAG. Each task's `with` says how it behaves: `failAttempts` of its first attempts fail,
 * `waits` seconds of a durable wait, `salt` goes into its output, `large` makes that output big.
 */
export function drawWorkflow(world: World, name: string, largeOutput: number): SimVersion {
  const count = world.chance(0.1) ? world.pick(0, 3) : world.pick(4, 36);
  const density = world.random() * 0.5;
  const tasks = new Map<TaskId, Task>();
  const ids: TaskId[] = [];
  for (let index = 0; index < count; index += 1) {
    const id = toTaskId(index === 3 ? '__proto__' : `t${String(index)}`);
    const dependencies = drawDependencies(world, ids, density);
    tasks.set(id, drawTask(world, { id, dependencies, largeOutput }));
    ids.push(id);
  }
  const workflow: Workflow = {
    id: toWorkflowId(name),
    name,
    description: '',
    params: new Map(),
    tasks,
    metadata: new Map(),
    createdAt: undefined,
    updatedAt: undefined,
    extra: new Map(),
  };
  return { hash: toVersionHash(`sha256:${name}-1`), workflow };
}

/** The same graph, but every task computes something else and some edges are gone. */
export function editWorkflow(world: World, base: SimVersion, version: number): SimVersion {
  const tasks = new Map<TaskId, Task>();
  for (const [id, task] of base.workflow.tasks) {
    tasks.set(id, {
      ...task,
      with: { ...task.with, salt: version },
      dependencies: task.dependencies.filter(() => !world.chance(0.1)),
    });
  }
  return {
    hash: toVersionHash(`sha256:${base.workflow.id}-${String(version)}`),
    workflow: { ...base.workflow, tasks },
  };
}

function drawDependencies(world: World, ids: readonly TaskId[], density: number): TaskId[] {
  const chosen: TaskId[] = [];
  const from = Math.max(0, ids.length - 8);
  for (const id of ids.slice(from)) if (world.chance(density)) chosen.push(id);
  return chosen;
}

function drawEffect(world: World): Effect {
  const draw = world.random();
  if (draw < 0.5) return 'pure';
  return draw < 0.85 ? 'repeatable' : 'once';
}

interface Place {
  readonly id: TaskId;
  readonly dependencies: readonly TaskId[];
  readonly largeOutput: number;
}

function drawTask(world: World, { id, dependencies, largeOutput }: Place): Task {
  const failAttempts = world.chance(0.2) ? world.pick(1, 4) : 0;
  const waits = world.chance(0.06) ? world.pick(1, 20_000) / 10 : 0;
  return {
    id,
    name: id,
    type: world.chance(0.01) ? 'command' : 'sim',
    with: { failAttempts, waits, salt: 0, large: world.chance(largeOutput) },
    dependencies,
    triggerRule: 'all_success',
    retryPolicy: {
      ...noRetry,
      maxRetries: world.chance(0.5) ? world.pick(0, 4) : 0,
      backoffSeconds: world.chance(0.5) ? world.pick(0, 30) : 0,
      jitter: world.random(),
      nonRetryable: world.chance(0.05) ? ['taskError'] : [],
    },
    timeoutSeconds: undefined,
    totalTimeoutSeconds: world.chance(0.05) ? world.pick(1, 60) : undefined,
    effect: drawEffect(world),
    metadata: new Map(),
    extra: new Map(),
  };
}
