import type { ExecutionEvent } from '#core/execution/events.ts';
import type { PackedExecution } from '#core/execution/pack.ts';
import type { ContentHash, ExecutionId, OrderId } from '#core/shared/ids.ts';
import { toExecutionId } from '#core/shared/ids.ts';
import type { Order } from '#ports/inbox.ts';
import { StoreGoneError } from '#ports/journal.ts';
import type { Version, WorkflowHead } from '#ports/workflow-store.ts';
import { comparePositions, scan, type Position } from '#storage/copy/frames.ts';
import type { CopyLimits } from '#storage/copy/folder.ts';
import { enqueue, MemoryDatabase, type DatabaseState } from '../memory/copy-database.ts';
import { SimFolder } from './folder.ts';
import { sha256 } from '#core/shared/sha256.ts';
import type { SimProcess, World } from './world.ts';

/**
 * The disk of the model: a database whose transactions are atomic and ordered, and whose default
 * ones may be lost with the power; the folder of the safe copy; the bytes of large outputs.
 */
export class SimDisk {
  readonly #world: World;
  readonly database = new MemoryDatabase();
  readonly folder: SimFolder;
  readonly limits: CopyLimits;
  /** Bytes of large outputs, by their hash. */
  readonly files: SimFolder;
  /** What orders say; which of them wait is in the database. */
  readonly #orders = new Map<string, Order>();
  #parsed = new Map<string, readonly ExecutionEvent[]>();

  constructor(world: World, limits: CopyLimits) {
    this.#world = world;
    this.limits = limits;
    this.folder = new SimFolder(world);
    this.files = new SimFolder(world);
  }

  /** Until a take-over has read it, no wipe comes on top. */
  isFlipped = false;

  fill(): void {
    // Of the database; a few bytes more go into the copy.
    this.database.isFull = this.#world.chance(0.5);
    this.folder.files.quotaBytes = this.folder.files.usedBytes + this.#world.pick(0, 400);
  }

  makeRoom(): void {
    this.database.isFull = false;
    this.folder.files.quotaBytes = Infinity;
  }

  /** A bit of what was flushed long ago, in one of the slots that the next owner reads. */
  flip(): void {
    const slots = [...this.folder.files.all].flatMap(([name, { data }]) => {
      const { headers } = scan(data);
      const rank = headers.length === 0 ? [] : headers.slice(0, 1);
      return rank.map(({ epoch, ordinal }) => ({ name, epoch, ordinal }));
    });
    const newest = slots.toSorted((a, b) => b.epoch - a.epoch || b.ordinal - a.ordinal).slice(0, 2);
    const chosen = newest[this.#world.pick(0, 1)] ?? newest[0];
    if (chosen === undefined || this.database.state.storeId === null) return;
    this.isFlipped = true;
    this.folder.files.flip(chosen.name, this.#world.random);
  }

  cutPower(): void {
    this.database.cutPower(this.#world.random);
    this.folder.files.cutPower(this.#world.random);
    this.files.files.cutPower(this.#world.random);
  }

  /** All of them go with their process, and what it held open is free. */
  died(process: SimProcess): void {
    this.folder.files.died(process);
    this.files.files.died(process);
  }

  /** Null when they are not there, or not what their name says. */
  bytesOf(hash: ContentHash): Uint8Array | null {
    const bytes = this.files.files.all.get(fileNameOf(hash))?.data ?? null;
    return bytes !== null && sha256(bytes) === hash ? bytes : null;
  }

  eventsOf(id: ExecutionId): ExecutionEvent[] {
    return this.database.rowsOf(id).flatMap(({ body }) => this.#parse(body));
  }

  stateOf(id: ExecutionId): PackedExecution | undefined {
    // Only commits of the engine put states there, and theirs are whole.
    return this.database.state.states.get(id) as PackedExecution | undefined;
  }

  liveIds(): ExecutionId[] {
    return [...this.database.state.live].map(toExecutionId);
  }

  orders(): Order[] {
    return [...this.database.state.orders].flatMap((id) => this.#orders.get(id) ?? []);
  }

  /** @returns false when there is no store to write to. */
  putOrder(order: Order): boolean {
    return this.#write((state) => {
      // Also a repeat: whoever takes it knows what was answered, and an order may have gone with the database.
      state.orders.add(order.id);
      this.#orders.set(order.id, order);
    });
  }

  /** Only an ablation calls it. */
  forgetOrder(id: OrderId): void {
    this.database.write((state) => void state.orders.delete(id));
  }

  save(head: WorkflowHead, version: Version): boolean {
    return this.#write((state) => {
      const isNew = !state.versions.has(version.hash);
      state.heads.set(head.id, head);
      state.versions.set(version.hash, version);
      if (isNew) enqueue(state, { kind: 'version', hash: version.hash });
      enqueue(state, { kind: 'head', head });
    });
  }

  removeWorkflow(id: WorkflowHead['id']): boolean {
    return this.#write((state) => {
      if (!state.heads.delete(id)) return;
      enqueue(state, { kind: 'removedWorkflow', id });
    });
  }

  /** As `executions.remove`: one that has ended, with the row that takes it out of the copy. */
  removeExecution(id: ExecutionId): boolean {
    const rows = this.database.rowsOf(id);
    if (rows.length === 0 || this.database.state.live.has(id)) return false;
    const through = rows.reduce<Position>(
      (last, row) => (comparePositions(row, last) > 0 ? row : last),
      { epoch: 0, commit: 0 },
    );
    const { epoch, commit } = through;
    const bytes = rows.reduce((sum, row) => sum + row.body.length, 0);
    return this.#write((state) => {
      for (const [key, row] of state.journal) {
        if (row.executionId === id) state.journal.delete(key);
      }
      state.states.delete(id);
      state.executions.delete(id);
      enqueue(state, { kind: 'removedExecution', id, through: { epoch, commit }, bytes });
    });
  }

  #write(work: (state: DatabaseState) => void): boolean {
    if (this.database.isFull) return false;
    try {
      this.database.write(work);
      return true;
    } catch (error) {
      if (error instanceof StoreGoneError) return false;
      throw error;
    }
  }

  /** Bodies never change, and histories are read many times. */
  #parse(body: string): readonly ExecutionEvent[] {
    const known = this.#parsed.get(body);
    if (known !== undefined) return known;
    const events = JSON.parse(body) as readonly ExecutionEvent[];
    this.#parsed.set(body, events);
    return events;
  }
}

function fileNameOf(hash: ContentHash): string {
  return hash.replace(/[^0-9a-z]/g, '-');
}
