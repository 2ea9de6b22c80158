import { evolve } from '#core/execution/evolve.ts';
import type { EventBody, ExecutionEvent } from '#core/execution/events.ts';
import type { Execution } from '#core/execution/execution.ts';
import { packExecution } from '#core/execution/pack.ts';
import { causeOf, statusOf } from '#core/execution/status.ts';
import { toExecutionId, toVersionHash } from '#core/shared/ids.ts';
import type { ExecutionId, OrderId, WorkflowId } from '#core/shared/ids.ts';
import type { JsonObject } from '#core/shared/json.ts';
import type { Workflow } from '#core/workflow/model.ts';
import type {
  ImportRequest,
  ImportResult,
  OwnerView,
  PickedFile,
  StartRequest,
  StartResult,
  StopResult,
  WatchMessage,
  WatchSubject,
  WorkflowRow,
  WorkflowView,
} from '#ports/engine-api.ts';
import type { ExecutionRow } from '#ports/execution-store.ts';
import type { LogLine } from '#ports/task-host.ts';
import type { EngineClient } from '#ui/app/engine-client.ts';

interface Watcher {
  readonly subject: WatchSubject;
  readonly listener: (message: WatchMessage) => void;
}

/** An engine of data for tests of components: it answers at once and runs nothing. */
export class MemoryClient implements EngineClient {
  ownerView: OwnerView = { isOwner: true, reason: null };
  readonly workflows = new Map<WorkflowId, Workflow>();
  readonly executions = new Map<ExecutionId, Execution>();
  readonly logs = new Map<ExecutionId, readonly LogLine[]>();
  readonly imported: ImportRequest[] = [];
  readonly orders: StartRequest[] = [];
  readonly stopped: ExecutionId[] = [];
  readonly copied: PickedFile[] = [];
  onImport: (request: ImportRequest) => ImportResult = () => ({ kind: 'invalid', problems: [] });
  onStart: (request: StartRequest) => StartResult = () => ({
    kind: 'started',
    id: toExecutionId('new-run'),
  });
  isDead = false;
  readonly #watchers = new Set<Watcher>();

  add(workflow: Workflow): this {
    this.workflows.set(workflow.id, workflow);
    return this;
  }

  addRun(execution: Execution, logs: readonly LogLine[] = []): this {
    this.executions.set(execution.id, execution);
    this.logs.set(execution.id, logs);
    return this;
  }

  /** Something happens in a run that is being looked at. */
  happen(id: ExecutionId, bodies: readonly EventBody[]): void {
    const execution = this.executions.get(id);
    if (execution === undefined) return;
    const events = bodies.map((body): ExecutionEvent => {
      const event = { ...body, seq: execution.seq + 1, at: execution.at + 10 };
      evolve(execution, event);
      return event;
    });
    this.#tell({ kind: 'execution', id }, { kind: 'events', events });
    this.changeLists();
  }

  changeLists(): void {
    this.#tell({ kind: 'lists' }, { kind: 'listsChanged' });
  }

  owner(): Promise<OwnerView> {
    return this.#answer(this.ownerView);
  }
  listWorkflows(): Promise<readonly WorkflowRow[]> {
    return this.#answer([...this.workflows.values()].map((workflow) => this.#toRow(workflow)));
  }
  getWorkflow(id: WorkflowId): Promise<WorkflowView | null> {
    const workflow = this.workflows.get(id);
    if (workflow === undefined) return this.#answer(null);
    const tasks = [...workflow.tasks.values()].map(
      (task) => `  ${task.id}: { type: ${task.type} }`,
    );
    return this.#answer({
      ...this.#toRow(workflow),
      versionHash: toVersionHash(`sha256:${id}`),
      workflow,
      source: `millrace: 1\nid: ${id}\nname: ${workflow.name}\ntasks:\n${tasks.join('\n')}\n`,
      format: 'yaml',
    });
  }
  importWorkflow(request: ImportRequest): Promise<ImportResult> {
    this.imported.push(request);
    return this.#answer(this.onImport(request));
  }
  putFile(file: PickedFile): Promise<JsonObject> {
    this.copied.push(file);
    return this.#answer({ $artifact: 'sha256:file', name: file.name });
  }
  startExecution(request: StartRequest): Promise<StartResult> {
    this.orders.push(request);
    return this.#answer(this.onStart(request));
  }
  stopExecution(...[, id]: [OrderId, ExecutionId]): Promise<StopResult> {
    this.stopped.push(id);
    return this.#answer({ kind: 'stopping' });
  }
  listExecutions(): Promise<readonly ExecutionRow[]> {
    return this.#answer(this.#rows());
  }
  getOutput(): Promise<null> {
    return this.#answer(null);
  }
  exportExecution(id: ExecutionId): Promise<string | null> {
    return this.#answer(this.executions.has(id) ? '{"millraceExecution":1}' : null);
  }
  exportWorkflow(): Promise<{ readonly text: string; readonly format: 'yaml' }> {
    return this.#answer({ text: 'millrace: 1\n', format: 'yaml' });
  }

  watch(subject: WatchSubject, listener: (message: WatchMessage) => void): () => void {
    const watcher = { subject, listener };
    this.#watchers.add(watcher);
    if (subject.kind === 'execution') listener(this.#firstMessage(subject.id));
    return () => {
      this.#watchers.delete(watcher);
    };
  }
  whenLost(): () => void {
    return () => {
      // It is never lost by itself.
    };
  }

  #answer<T>(value: T): Promise<T> {
    return this.isDead ? Promise.reject(new Error('The engine has died.')) : Promise.resolve(value);
  }

  #firstMessage(id: ExecutionId): WatchMessage {
    const execution = this.executions.get(id);
    if (execution === undefined) return { kind: 'unknownExecution' };
    return {
      kind: 'snapshot',
      workflow: execution.plan.workflow,
      execution: packExecution(execution),
      logs: this.logs.get(id) ?? [],
    };
  }

  #tell(subject: WatchSubject, message: WatchMessage): void {
    for (const watcher of this.#watchers) {
      const isIt =
        watcher.subject.kind === 'lists'
          ? subject.kind === 'lists'
          : subject.kind === 'execution' && watcher.subject.id === subject.id;
      if (isIt) watcher.listener(message);
    }
  }

  #rows(): ExecutionRow[] {
    return [...this.executions.values()]
      .map((execution) => ({
        id: execution.id,
        workflowId: execution.workflowId,
        workflowName: execution.workflowName,
        versionHash: execution.versionHash,
        key: execution.key,
        status: statusOf(execution),
        cause: causeOf(execution),
        createdAt: execution.createdAt,
        startedAt: execution.startedAt,
        endedAt: execution.endedAt,
        counts: { ...execution.counts },
      }))
      .toSorted((a, b) => b.createdAt - a.createdAt);
  }

  #toRow(workflow: Workflow): WorkflowRow {
    return {
      id: workflow.id,
      name: workflow.name,
      description: workflow.description,
      taskCount: workflow.tasks.size,
      updatedAt: 0,
      lastExecution: this.#rows().find(({ workflowId }) => workflowId === workflow.id) ?? null,
    };
  }
}
