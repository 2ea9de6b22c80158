import type { ExecutionEvent } from '#core/execution/events.ts';
import { toExecutionId, toTaskId, toVersionHash, toWorkflowId } from '#core/shared/ids.ts';
import type { Version, WorkflowHead } from '#ports/workflow-store.ts';
import { comparePositions, type Position } from '#storage/copy/frames.ts';
import { takeOver, type Taken } from '#storage/copy/take-over.ts';
import type { StoredJournalRow } from '#storage/copy/tables.ts';
import { enqueue } from '../memory/copy-database.ts';
import { CopyDisk, KilledError } from '../memory/copy-disk.ts';

const limits = { slotBytes: 4_000, ballastBytes: 1_000 };

/** A tab that owns the store: what the engine does with it, in a few words. */
export class Owner {
  readonly taken: Taken;
  readonly #disk: CopyDisk;
  #commit = 0;

  static async take(
    disk: CopyDisk,
    tab = 'tab',
    slotBytes = limits.slotBytes,
    goodbye: number | null = null,
  ): Promise<Owner> {
    let count = 0;
    const taken = await takeOver({
      tables: disk.database.tablesFor(tab, () => {
        disk.step();
      }),
      folder: disk.folder(),
      aside: disk.asideFor(),
      expects: 'nothing',
      limits: { ...limits, slotBytes },
      newStoreId: () => `store-${String((count += 1))}`,
      now: () => 1,
      goodbye,
    });
    return new Owner(disk, taken);
  }

  private constructor(disk: CopyDisk, taken: Taken) {
    this.#disk = disk;
    this.taken = taken;
  }

  commit(id: string, events: readonly ExecutionEvent[], strict: boolean, orders: string[] = []) {
    this.#disk.step();
    const { copy, epoch } = this.taken;
    this.#commit += 1;
    const rows: StoredJournalRow[] = [
      {
        executionId: id,
        seq: events[0]?.seq ?? 0,
        epoch,
        commit: this.#commit,
        body: JSON.stringify(events),
      },
    ];
    const settled = copy?.settled() ?? null;
    const queue = this.#disk.database.commit(this.taken, { rows, orders, settled, strict });
    this.#disk.step();
    if (settled !== null) copy?.confirm(settled);
    if (strict) copy?.offer(queue);
    copy?.remember(this.#commit, rows, orders);
  }

  async barrier(): Promise<void> {
    await this.taken.copy?.barrier();
  }

  async show(id: string, events: readonly ExecutionEvent[], orders: string[] = []) {
    this.commit(id, events, true, orders);
    await this.barrier();
  }

  close(): void {
    this.taken.copy?.close();
  }
}

/** A disk with a store, and the tab that has just created it. */
export async function aStore(slotBytes?: number) {
  const disk = new CopyDisk();
  return { disk, owner: await Owner.take(disk, 'tab', slotBytes) };
}

export function createdEvent(seq = 1, at = 1): ExecutionEvent {
  return {
    type: 'executionCreated',
    seq,
    at,
    workflowId: toWorkflowId('w'),
    workflowName: 'W',
    versionHash: toVersionHash('sha256:aa'),
    key: null,
    params: {},
    builtWith: { millrace: '0', handlers: {} },
    order: null,
  };
}

export function startedEvent(seq: number, at = 1): ExecutionEvent {
  const taskId = toTaskId('a');
  return { type: 'taskStarted', seq, at, taskId, attempt: seq, recovered: false };
}

export function endedEvent(seq: number, at = 1): ExecutionEvent {
  return { type: 'executionEnded', seq, at, status: 'completed' };
}

/** All of an execution. */
export const run = [createdEvent(), startedEvent(2), endedEvent(3)];

/** What dies while it reads the copy reports that it could not be read. */
export function isDeath(error: unknown): boolean {
  return error instanceof KilledError || (error instanceof Error && isDeath(error.cause));
}

export function headOf(id: string, revision: number): WorkflowHead {
  return {
    id: toWorkflowId(id),
    name: `${id} ${String(revision)}`,
    description: '',
    taskCount: 0,
    versionHash: toVersionHash(`sha256:${id}${String(revision)}`),
    createdAt: 1,
    updatedAt: 1,
    revision,
  };
}

/** What a tab does to save: one strict transaction with its rows in the queue. */
export function save(disk: CopyDisk, head: WorkflowHead, source = 'millrace: 1\n'): void {
  const hash = head.versionHash;
  const version: Version = { hash, workflowId: head.id, source, format: 'yaml', createdAt: 1 };
  disk.step();
  disk.database.write((state) => {
    state.heads.set(head.id, head);
    state.versions.set(hash, version);
    enqueue(state, { kind: 'version', hash });
    enqueue(state, { kind: 'head', head });
  });
}

export function removeWorkflow(disk: CopyDisk, id: string): void {
  disk.step();
  disk.database.write((state) => {
    state.heads.delete(id);
    enqueue(state, { kind: 'removedWorkflow', id });
  });
}

export function removeExecution(disk: CopyDisk, id: string): void {
  disk.step();
  disk.database.write((state) => {
    let through: Position = { epoch: 0, commit: 0 };
    let bytes = 0;
    for (const [key, row] of state.damaged) {
      if (row.executionId !== id) continue;
      if (comparePositions(row, through) > 0) through = { epoch: row.epoch, commit: row.commit };
      state.damaged.delete(key);
    }
    for (const [key, row] of state.journal) {
      if (row.executionId !== id) continue;
      if (comparePositions(row, through) > 0) through = { epoch: row.epoch, commit: row.commit };
      bytes += row.body.length;
      state.journal.delete(key);
    }
    state.executions.delete(toExecutionId(id));
    state.live.delete(id);
    enqueue(state, { kind: 'removedExecution', id, through, bytes });
  });
}

export function eventsOf(disk: CopyDisk, id: string): ExecutionEvent[] {
  return disk.database
    .rowsOf(id)
    .flatMap((row) => JSON.parse(row.body) as readonly ExecutionEvent[]);
}
