import { emptyExecution, evolve } from '#core/execution/evolve.ts';
import type { EventBody } from '#core/execution/events.ts';
import type { Execution } from '#core/execution/execution.ts';
import type { Failure } from '#core/execution/failure.ts';
import { toPlan } from '#core/execution/plan.ts';
import {
  toContentHash,
  toExecutionId,
  toTaskId,
  toVersionHash,
  toWorkflowId,
} from '#core/shared/ids.ts';
import type { Instant } from '#core/shared/ids.ts';
import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import { noRetry } from '#core/workflow/model.ts';
import type { Param, Task, Workflow } from '#core/workflow/model.ts';

/** What a sample task needs to say; the rest is default. */
export interface TaskSample extends Partial<Omit<Task, 'id' | 'dependencies'>> {
  readonly needs?: readonly string[];
}
interface WorkflowSample {
  readonly id: string;
  readonly name?: string;
  readonly description?: string;
  readonly params?: Readonly<Record<string, Partial<Param>>>;
  readonly tasks: Readonly<Record<string, TaskSample>>;
}

export function aWorkflow(sample: WorkflowSample): Workflow {
  return {
    id: toWorkflowId(sample.id),
    name: sample.name ?? sample.id,
    description: sample.description ?? '',
    params: new Map(
      Object.entries(sample.params ?? {}).map(([name, part]) => [name, aParam(part)]),
    ),
    tasks: new Map(
      Object.entries(sample.tasks).map(([id, part]) => [toTaskId(id), aTask(id, part)]),
    ),
    metadata: new Map(),
    createdAt: undefined,
    updatedAt: undefined,
    extra: new Map(),
  };
}

export function aParam(part: Partial<Param>): Param {
  return {
    type: 'string',
    default: undefined,
    required: false,
    enum: undefined,
    minimum: undefined,
    maximum: undefined,
    description: '',
    extra: new Map(),
    ...part,
  };
}

function aTask(id: string, { needs = [], ...part }: TaskSample): Task {
  return {
    id: toTaskId(id),
    name: id,
    type: 'js',
    with: {},
    dependencies: needs.map(toTaskId),
    triggerRule: 'all_success',
    retryPolicy: noRetry,
    timeoutSeconds: undefined,
    totalTimeoutSeconds: undefined,
    effect: 'pure',
    metadata: new Map(),
    extra: new Map(),
    ...part,
  };
}

export function aFailure(part: Partial<Failure> = {}): Failure {
  return { code: 'taskError', message: 'It broke.', retryable: false, details: null, ...part };
}

/** A run told as its events, a step of time between them. */
export class Story {
  readonly execution: Execution;
  at: Instant;

  constructor(id: string, workflow: Workflow, at: Instant, params: JsonObject = {}) {
    this.at = at;
    this.execution = emptyExecution(toExecutionId(id), toPlan(workflow));
    this.tell({
      type: 'executionCreated',
      workflowId: workflow.id,
      workflowName: workflow.name,
      versionHash: toVersionHash(`sha256:${workflow.id}`),
      key: null,
      params,
      builtWith: { millrace: '0.1.0', handlers: { js: 1 } },
      order: null,
    });
  }

  after(ms: number): this {
    this.at += ms;
    return this;
  }

  tell(body: EventBody): this {
    evolve(this.execution, { ...body, seq: this.execution.seq + 1, at: this.at });
    return this;
  }

  started(id: string, attempt = 1, recovered = false): this {
    return this.tell({ type: 'taskStarted', taskId: toTaskId(id), attempt, recovered });
  }

  succeeded(id: string, value: JsonValue = null, attempt = 1): this {
    const output = { hash: toContentHash(`sha256:${id}`), value };
    const recordedLogs = { lines: 0, dropped: 0 };
    const taskId = toTaskId(id);
    return this.tell({ type: 'taskSucceeded', taskId, attempt, output, recordedLogs });
  }

  failed(id: string, failure: Failure, attempt = 1): this {
    const recordedLogs = { lines: 0, dropped: 0 };
    return this.tell({ type: 'taskFailed', taskId: toTaskId(id), attempt, failure, recordedLogs });
  }

  skipped(id: string, because: string): this {
    const cause = { code: 'upstreamFailed', taskId: toTaskId(because) } as const;
    return this.tell({ type: 'taskSkipped', taskId: toTaskId(id), attempt: 0, cause });
  }

  ended(status: 'completed' | 'failed' | 'cancelled'): this {
    return this.tell({ type: 'executionEnded', status });
  }
}

export const flights = aWorkflow({
  id: 'delayed-flights',
  name: 'Delayed flights by airport',
  description: 'Counts the flights that left late, airport by airport, over 20,000 real flights.',
  params: {
    minimumDelay: {
      type: 'integer',
      default: 15,
      minimum: 0,
      maximum: 600,
      description: 'Minutes from which a flight counts as late.',
    },
  },
  tasks: {
    flights: { type: 'files', with: { example: 'flights.csv', format: 'csv' } },
    airports: { type: 'files', with: { example: 'airports.csv', format: 'csv' } },
    late: { needs: ['flights'] },
    byAirport: { needs: ['late'] },
    byHour: { needs: ['late'] },
    named: { needs: ['byAirport', 'airports'] },
    worst: { needs: ['named'] },
    report: { needs: ['worst', 'byHour'] },
  },
});
