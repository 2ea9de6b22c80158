import { evolve } from '#core/execution/evolve.ts';
import type { EventBody, ExecutionEvent } from '#core/execution/events.ts';
import type { Execution } from '#core/execution/execution.ts';
import { packExecution } from '#core/execution/pack.ts';
import { causeOf, causeTaskName, statusOf } from '#core/execution/status.ts';
import { toExecutionId, toVersionHash, toWorkflowId } from '#core/shared/ids.ts';
import type { ExecutionId, OrderId, WorkflowId } from '#core/shared/ids.ts';
import type { JsonObject } from '#core/shared/json.ts';
import { taskGraph } from '#core/workflow/graph.ts';
import type { Workflow } from '#core/workflow/model.ts';
import type {
  AnswerRequest,
  AnswerResult,
  DraftSaved,
  DraftView,
  ImportRequest,
  ImportResult,
  Notice,
  OwnerView,
  PickedFile,
  PickedSource,
  RestoreResult,
  ChosenAppearance,
  Retention,
  SaveDraft,
  StartRequest,
  StartResult,
  StopResult,
  StorageView,
  TypedChange,
  TypedText,
  VersionSaved,
  VersionSource,
  VersionView,
  WatchMessage,
  WatchSubject,
  WorkflowRow,
  WorkflowView,
} from '#ports/engine-api.ts';
import type { ExecutionRow } from '#ports/execution-store.ts';
import type { LogLine } from '#ports/task-host.ts';
import type { BackupFile, EngineClient } from '#ui/app/engine-client.ts';

interface Watcher {
  readonly subject: WatchSubject;
  readonly listener: (message: WatchMessage) => void;
}

/** An engine of data for tests of components: it answers at once and runs nothing. */
export class MemoryClient implements EngineClient {
  ownerView: OwnerView = { isOwner: true, reason: null, mayOrder: true };
  storageView: StorageView = {
    usedBytes: 1_940_000_000,
    quotaBytes: 12_000_000_000,
    isPersistent: true,
    safeCopy: { kind: 'ok', bytes: 61_200_000, copiedAt: null },
    lastBackupAt: null,
  };
  retention: Retention = { runs: null, days: null };
  appearance: ChosenAppearance = { theme: null, language: null };
  noticeList: readonly Notice[] = [];
  readonly workflows = new Map<WorkflowId, Workflow>();
  readonly executions = new Map<ExecutionId, Execution>();
  readonly logs = new Map<ExecutionId, readonly LogLine[]>();
  readonly imported: ImportRequest[] = [];
  readonly orders: StartRequest[] = [];
  readonly stopped: ExecutionId[] = [];
  readonly copied: PickedFile[] = [];
  readonly kept: PickedSource[] = [];
  handle: unknown = null;
  readyCount = 0;
  readonly answers: AnswerRequest[] = [];
  readonly restored: Blob[] = [];
  readonly updatedAt = new Map<WorkflowId, number>();
  onImport: (request: ImportRequest) => ImportResult = () => ({ kind: 'invalid', problems: [] });
  onStart: (request: StartRequest) => StartResult = () => ({
    kind: 'started',
    id: toExecutionId('new-run'),
  });
  onBackUp: () => Promise<BackupFile> = () =>
    Promise.resolve({ blob: new Blob(['everything']), fileName: 'everything.millrace' });
  onRestore: (file: Blob) => RestoreResult = () => ({
    kind: 'restored',
    workflows: 2,
    versions: 3,
    executions: 14,
    known: 1,
  });
  readonly drafts = new Map<WorkflowId, DraftView>();
  readonly typed = new Map<WorkflowId, readonly TypedText[]>();
  readonly cut: WorkflowId[] = [];
  versions: readonly VersionView[] = [];
  isDead = false;
  readonly #deleted = new Map<WorkflowId, Workflow>();
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

  /** Its tasks say something. */
  say(id: ExecutionId, lines: readonly LogLine[]): void {
    this.#tell({ kind: 'execution', id }, { kind: 'logs', lines, skipped: 0 });
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
      sourceLines: tasks.length + 4,
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
  keepSource(file: PickedSource, id: string | null): Promise<JsonObject> {
    this.kept.push(file);
    return this.#answer({ $source: id ?? 'source-1', name: file.name, bytes: file.bytes });
  }
  sourceHandle(): Promise<unknown> {
    return this.#answer(this.handle);
  }
  filesReady(): Promise<void> {
    this.readyCount += 1;
    return this.#answer(undefined);
  }
  startExecution(request: StartRequest): Promise<StartResult> {
    this.orders.push(request);
    return this.#answer(this.onStart(request));
  }
  stopExecution(...[, id]: [OrderId, ExecutionId]): Promise<StopResult> {
    this.stopped.push(id);
    return this.#answer({ kind: 'stopping' });
  }
  answerTask(request: AnswerRequest): Promise<AnswerResult> {
    this.answers.push(request);
    return this.#answer({ kind: 'taken' });
  }
  deleteWorkflow(id: WorkflowId): Promise<boolean> {
    const workflow = this.workflows.get(id);
    if (workflow !== undefined) this.#deleted.set(id, workflow);
    return this.#changed(this.workflows.delete(id));
  }
  undeleteWorkflow(id: WorkflowId): Promise<boolean> {
    const workflow = this.#deleted.get(id);
    if (workflow !== undefined) this.workflows.set(id, workflow);
    return this.#changed(this.#deleted.delete(id));
  }
  renameWorkflow(id: WorkflowId, name: string): Promise<ImportResult> {
    return this.#keep(id, id, name);
  }
  duplicateWorkflow(id: WorkflowId): Promise<ImportResult> {
    return this.#keep(id, toWorkflowId(`${id}-2`), `${this.workflows.get(id)?.name ?? ''} (copy)`);
  }
  deleteExecution(id: ExecutionId): Promise<'deleted' | 'unknown' | 'live'> {
    const execution = this.executions.get(id);
    if (execution === undefined) return this.#answer('unknown');
    if (execution.ended === null) return this.#answer('live');
    this.executions.delete(id);
    return this.#changed('deleted');
  }
  getRetention(): Promise<Retention> {
    return this.#answer(this.retention);
  }
  setRetention(retention: Retention): Promise<void> {
    this.retention = retention;
    return this.#changed(undefined);
  }
  getAppearance(): Promise<ChosenAppearance> {
    return this.#answer(this.appearance);
  }
  setAppearance(chosen: ChosenAppearance): Promise<void> {
    this.appearance = chosen;
    return this.#answer(undefined);
  }
  storage(): Promise<StorageView> {
    return this.#answer(this.storageView);
  }
  backUp(): Promise<BackupFile> {
    return this.onBackUp();
  }
  restoreBackup(file: Blob): Promise<RestoreResult> {
    this.restored.push(file);
    return this.#answer(this.onRestore(file));
  }
  notices(): Promise<readonly Notice[]> {
    return this.#answer(this.noticeList);
  }
  dismissNotice(id: string): Promise<void> {
    this.noticeList = this.noticeList.filter((notice) => notice.id !== id);
    return this.#changed(undefined);
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
  createWorkflow(name: string): Promise<ImportResult> {
    return this.#keep(
      [...this.workflows.keys()][0] ?? toWorkflowId('w'),
      toWorkflowId('new'),
      name,
    );
  }
  async getDraft(id: WorkflowId): Promise<DraftView | null> {
    const view = await this.getWorkflow(id);
    return view === null ? null : (this.drafts.get(id) ?? firstDraft(view));
  }
  saveDraft({ change, expected }: SaveDraft): Promise<DraftSaved> {
    const { draft, steps } = change;
    const known = this.drafts.get(draft.workflowId);
    if ((known?.revision ?? null) !== expected) return this.#answer({ kind: 'changed' });
    const kept =
      known?.steps.filter(({ n }) => n < change.stepsFrom && n >= change.forgetBelow) ?? [];
    const about = { versionHash: toVersionHash('sha256:v'), versionNumber: 1 };
    this.drafts.set(draft.workflowId, { ...about, ...draft, steps: [...kept, ...steps] });
    return this.#answer({ kind: 'saved' });
  }
  getTyped(id: WorkflowId): Promise<readonly TypedText[]> {
    return this.#answer(this.typed.get(id) ?? []);
  }
  keepTyped(id: WorkflowId, changes: readonly TypedChange[]): Promise<'kept' | 'diskFull'> {
    if (this.isDead) return this.#answer('kept');
    const names = new Set(changes.map(({ name }) => name));
    const others = (this.typed.get(id) ?? []).filter(({ name }) => !names.has(name));
    this.typed.set(id, [...others, ...changes.filter((change) => change.text !== null)]);
    return this.#answer('kept');
  }
  saveVersion(id: WorkflowId): Promise<VersionSaved> {
    this.cut.push(id);
    return this.#answer({
      kind: 'saved',
      hash: toVersionHash('sha256:2'),
      number: 2,
      isNew: true,
    });
  }
  listVersions(): Promise<readonly VersionView[]> {
    return this.#answer(this.versions);
  }
  getVersion(): Promise<VersionSource | null> {
    return this.#answer(null);
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

  #changed<T>(value: T): Promise<T> {
    this.changeLists();
    return this.#answer(value);
  }

  #keep(from: WorkflowId, id: WorkflowId, name: string): Promise<ImportResult> {
    const workflow = this.workflows.get(from);
    if (workflow !== undefined) this.workflows.set(id, { ...workflow, id, name });
    return this.#changed({ kind: 'saved', id, warnings: [] });
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
        ...nameOfCause(execution),
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
      updatedAt: this.updatedAt.get(workflow.id) ?? 0,
      lastExecution: this.#rows().find(({ workflowId }) => workflowId === workflow.id) ?? null,
      shape: taskGraph(workflow.tasks.values()).dependencies,
      profile: null,
      isEdited: false,
    };
  }
}

function nameOfCause(execution: Execution): { causeTaskName?: string } {
  const name = causeTaskName(execution);
  return name === undefined ? {} : { causeTaskName: name };
}

function firstDraft({ source, format, versionHash }: WorkflowView): DraftView {
  const about = { versionHash, versionNumber: 1 };
  return { ...about, text: source, format, revision: null, position: 0, steps: [] };
}
