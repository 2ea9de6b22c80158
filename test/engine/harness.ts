import type { Execution } from '#core/execution/execution.ts';
import { validateText } from '#core/dataflow/validate.ts';
import { statusOf } from '#core/execution/status.ts';
import { toExecutionId, toOrderId, toWorkflowId, type ExecutionId } from '#core/shared/ids.ts';
import type { JsonObject } from '#core/shared/json.ts';
import type { HandlerDescriptor } from '#core/workflow/descriptor.ts';
import { assemble, type Assembly } from '#engine/assemble.ts';
import type { Engine } from '#engine/engine.ts';
import { readExecution } from '#engine/stored.ts';
import { descriptors } from '#handlers/descriptors.ts';
import { createRuns } from '#handlers/runs.ts';
import type { Run } from '#ports/handler.ts';
import type { Journal } from '#ports/journal.ts';
import type { SafeCopy } from '#ports/safe-copy.ts';
import { nodeClock } from '#node/adapters/clock.ts';
import { MemoryDisk, openMemoryStore } from '../memory/memory-store.ts';

interface Extra {
  readonly descriptor: HandlerDescriptor;
  readonly run: Run;
}

/** The real engine on a store in memory, with handlers of its own beside the shipped ones. */
export class Bench {
  readonly disk: MemoryDisk;
  readonly parts: Assembly;
  readonly #types: ReadonlyMap<string, HandlerDescriptor>;
  #engine: Engine | null = null;
  #count = 0;
  #waits = 0;
  #waiting: PromiseWithResolvers<undefined> | null = null;
  #journal: Journal | null = null;
  readonly #ended = new Map<ExecutionId, PromiseWithResolvers<undefined>>();

  constructor(extras: readonly Extra[] = [], disk = new MemoryDisk()) {
    this.disk = disk;
    this.#types = new Map([
      ...descriptors,
      ...extras.map(({ descriptor }) => [descriptor.type, descriptor] as const),
    ]);
    const runs = new Map<string, Run>([
      ...createRuns(() => Promise.resolve(null)),
      ...extras.map(({ descriptor, run }) => [descriptor.type, run] as const),
    ]);
    this.parts = assemble(
      {
        store: this.#openStore(disk),
        clock: nodeClock,
        random: Math.random,
        decodeUtf8: (bytes) => Buffer.from(bytes).toString('utf8'),
        descriptors: this.#types,
        runs,
        isolates: null,
        concurrency: 8,
        version: 'test',
        askQuota: () => Promise.resolve({ usedBytes: null, quotaBytes: null, isPersistent: null }),
      },
      () => this.#engine,
    );
  }

  get api() {
    return this.parts.createApi(
      () => ({ isOwner: true, reason: null, mayOrder: true }),
      () => undefined,
    );
  }

  /** Its journal can be replaced until the engine is there. */
  #openStore(disk: MemoryDisk) {
    const store = openMemoryStore(disk);
    const current = () => this.#journal ?? store.journal;
    return {
      ...store,
      get journal() {
        return current();
      },
    };
  }

  get engine(): Engine {
    if (this.#engine === null) throw new Error('not open');
    return this.#engine;
  }

  async open(): Promise<this> {
    this.#engine = this.parts.createEngine({
      issued: (id, events, position) => {
        this.parts.watchers.issued(id, events, position);
        if (events.at(-1)?.type === 'executionEnded') this.#endOf(id).resolve(undefined);
        for (const { type } of events) if (type === 'taskWaiting') this.#waited();
      },
      logged: () => undefined,
      covered: (position) => {
        this.parts.watchers.covered(position);
      },
      paused: (isPaused) => {
        this.pauses.push(isPaused);
        this.#tellPaused();
      },
      ended: () => undefined,
      setAside: () => undefined,
    });
    await this.#engine.open();
    return this;
  }

  async save(tasks: JsonObject, more: JsonObject = {}): Promise<void> {
    const text = JSON.stringify({ millrace: 1, id: 'w', name: 'W', tasks, ...more });
    const { problems } = validateText(text, 'json', this.#types);
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
    await this.api.importWorkflow({ text, fileName: 'w.json', over: 'newVersion' });
  }

  async start(params: JsonObject = {}, workflowId = 'w') {
    this.#count += 1;
    const order = toOrderId(`run-${String(this.#count)}`);
    return this.api.startExecution({ order, workflowId: toWorkflowId(workflowId), params });
  }

  /** Runs to its end, and gives what is on the disk then. */
  async run(tasks: JsonObject, params: JsonObject = {}): Promise<Execution> {
    await this.save(tasks);
    const started = await this.start(params);
    if (started.kind !== 'started') throw new Error(JSON.stringify(started));
    return this.endOf(started.id);
  }

  async endOf(id: ExecutionId): Promise<Execution> {
    await this.#endOf(id).promise;
    await this.#engine?.barrier();
    return this.read(id);
  }

  /** Until tasks have begun to wait this often, of all executions. */
  async waits(times: number): Promise<void> {
    while (this.#waits < times) {
      this.#waiting = Promise.withResolvers();
      await this.#waiting.promise;
    }
    await this.#engine?.barrier();
  }

  #waited(): void {
    this.#waits += 1;
    this.#waiting?.resolve(undefined);
  }

  async read(id: ExecutionId): Promise<Execution> {
    const stored = await readExecution(this.parts, id);
    if (stored === null) throw new Error(`no execution ${id}`);
    return stored.execution;
  }

  /** Before `open`: what the engine calls instead of its journal's own. */
  replaceCommit(commit: Journal['commit']): void {
    const { store } = this.parts;
    this.#journal = { ...store.journal, commit };
  }

  /** Before `open`: what the engine is told of the safe copy. */
  replaceSafeCopy(safeCopy: Partial<SafeCopy>): void {
    Object.assign(this.parts.store.safeCopy, safeCopy);
  }

  readonly pauses: boolean[] = [];
  #tellPaused: () => void = () => undefined;
  /** Resolves when it has paused or gone on. */
  readonly paused = new Promise<void>((resolve) => {
    this.#tellPaused = resolve;
  });
  statusOf = statusOf;

  close(): void {
    this.#engine?.close();
  }

  #endOf(id: ExecutionId): PromiseWithResolvers<undefined> {
    const known = this.#ended.get(id) ?? Promise.withResolvers<undefined>();
    this.#ended.set(id, known);
    return known;
  }
}

export function taskOf(execution: Execution, id: string) {
  const record = execution.tasks[execution.plan.indexById.get(id as never) ?? -1];
  if (record === undefined) throw new Error(`no task ${id}`);
  return record;
}

export const runId = (number: number) => toExecutionId(`run-${String(number)}`);
