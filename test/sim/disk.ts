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
import { fileNameOf, type Spoiled } from './spoiled.ts';
import { Transactions } from './transactions.ts';
import type { SimProcess, World } from './world.ts';

interface DiskOptions {
  readonly limits: CopyLimits;
  readonly inlineUnitsMax: number;
  readonly spoiled: Spoiled;
}

const spoiledBytesMax = 64;

/**
 * The disk of the model: a database whose transactions are atomic and ordered, and whose default
 * ones may be lost with the power; the folder of the safe copy; the bytes of large outputs.
 */
export class SimDisk {
  readonly #world: World;
  readonly database = new MemoryDatabase();
  readonly transactions: Transactions;
  readonly folder: SimFolder;
  readonly limits: CopyLimits;
  /** Bytes of large outputs, by their hash. */
  readonly files: SimFolder;
  /** Bytes of long texts, by their hash. */
  readonly texts: SimFolder;
  /** In characters: a text that is longer lies beside the frames of the copy. */
  readonly inlineUnitsMax: number;
  readonly spoiled: Spoiled;
  /** What orders say; which of them wait is in the database. */
  readonly #orders = new Map<string, Order>();
  #parsed = new Map<string, readonly ExecutionEvent[]>();

  constructor(world: World, { limits, inlineUnitsMax, spoiled }: DiskOptions) {
    this.#world = world;
    this.limits = limits;
    this.inlineUnitsMax = inlineUnitsMax;
    this.spoiled = spoiled;
    this.transactions = new Transactions(world);
    this.folder = new SimFolder(world);
    this.files = new SimFolder(world);
    this.texts = new SimFolder(world);
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
    const newest = this.#slots().slice(0, 2);
    const chosen = newest[this.#world.pick(0, 1)] ?? newest[0];
    if (chosen === undefined || this.database.state.storeId === null) return;
    this.isFlipped = true;
    this.folder.files.flip(chosen.name, this.#world.random);
  }

  /** Bytes of what was flushed long ago, where nobody who could write them anew looks in time. */
  spoilOld(): void {
    const isWiped = this.database.state.storeId === null;
    const old = this.#slots().slice(isWiped ? 0 : 2);
    const chosen = old[this.#rarePick(old.length)];
    if (chosen === undefined) return;
    const { data } = chosen;
    const at = this.#rarePick(data.length);
    const count = this.#world.rare() < 0.6 ? 1 : 1 + this.#rarePick(spoiledBytesMax);
    const end = Math.min(data.length, at + count);
    this.spoiled.hitSlot(data, { at, end });
    this.folder.files.spoil(chosen.name, { at, end }, this.#world.rare);
    this.spoiled.hitNames(this.folder.files.read(chosen.name), { at, end });
    // Where nothing at all can be read every tab stops and says so: there is nothing more to see.
    const isReadable = this.#slots().length > 0;
    if (!isReadable) this.folder.files.restore(chosen.name, data);
  }

  /** One that a frame names is torn, or has a bit flipped, or is not there any more. */
  spoilText(): void {
    const slots = this.#slots().map(({ data }) => data);
    const beside = new Set(slots.flatMap((data) => besideIn(data)).map(fileNameOf));
    const { all } = this.texts.files;
    const names = [...all.keys()].filter((name) => beside.has(name));
    const name = names[this.#rarePick(names.length)];
    const file = name === undefined ? undefined : all.get(name);
    if (name === undefined || file === undefined) return;
    this.spoiled.hitText(slots, name);
    if (this.#world.rare() < 0.3) all.delete(name);
    else {
      const at = this.#rarePick(file.data.length);
      this.texts.files.spoil(name, { at, end: at + 1 }, this.#world.rare);
    }
  }

  /** Newest first, as a take-over ranks them. */
  #slots() {
    const slots = [...this.folder.files.all].flatMap(([name, { data }]) => {
      const { headers } = scan(data);
      const rank = headers.length === 0 ? [] : headers.slice(0, 1);
      return rank.map(({ epoch, ordinal }) => ({ name, data, epoch, ordinal }));
    });
    return slots.toSorted((a, b) => b.epoch - a.epoch || b.ordinal - a.ordinal);
  }

  #rarePick(count: number): number {
    return Math.floor(this.#world.rare() * count);
  }

  cutPower(): void {
    this.database.cutPower(this.#world.random);
    this.folder.files.cutPower(this.#world.random);
    this.files.files.cutPower(this.#world.random);
    this.texts.files.cutPower(this.#world.random);
  }

  /** All of them go with their process, and what it held open is free. */
  died(process: SimProcess): void {
    this.folder.files.died(process);
    this.files.files.died(process);
    this.texts.files.died(process);
  }

  /** Null when they are not there, or not what their name says. */
  bytesOf(hash: ContentHash): Uint8Array | null {
    return bytesIn(this.files, hash);
  }

  /** Of a long text; null as well. */
  textOf(hash: ContentHash): Uint8Array | null {
    return bytesIn(this.texts, hash);
  }

  eventsOf(id: ExecutionId): ExecutionEvent[] {
    return this.database.rowsOf(id).flatMap(({ body }) => this.#parse(body));
  }

  stateOf(id: ExecutionId): PackedExecution | undefined {
    // Only commits of the engine put states there, and theirs are whole.
    return this.database.state.states.get(id) as PackedExecution | undefined;
  }

  isDamaged(id: ExecutionId): boolean {
    return [...this.database.state.damaged.values()].some((row) => row.executionId === id);
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
      if (!state.forgottenOrders.has(order.id)) state.orders.add(order.id);
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
    const setAside = [...this.database.state.damaged].filter(([, row]) => row.executionId === id);
    const through = [...rows, ...setAside.map(([, row]) => row)].reduce<Position>(
      (last, row) => (comparePositions(row, last) > 0 ? row : last),
      { epoch: 0, commit: 0 },
    );
    const { epoch, commit } = through;
    const bytes = rows.reduce((sum, row) => sum + row.body.length, 0);
    return this.#write((state) => {
      for (const [key, row] of state.journal) {
        if (row.executionId === id) state.journal.delete(key);
      }
      for (const [key] of setAside) state.damaged.delete(key);
      state.states.delete(id);
      state.executions.delete(id);
      for (const order of state.orders) {
        if (this.#orders.get(order)?.executionId === id) state.orders.delete(order);
      }
      const [begin] = rows.slice(0, 1).flatMap(({ body }) => this.#parse(body));
      if (begin?.type === 'executionCreated' && begin.order !== null)
        state.forgottenOrders.add(begin.order);
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

function bytesIn({ files }: SimFolder, hash: ContentHash): Uint8Array | null {
  for (const [name, { data }] of files.all) {
    if (name.startsWith(fileNameOf(hash)) && sha256(data) === hash) return data;
  }
  return null;
}

function besideIn(slot: Uint8Array): string[] {
  return scan(slot).frames.flatMap(({ body }) =>
    [...new TextDecoder().decode(body).matchAll(/\{"beside":"([^"]+)"/g)].map(
      ([, hash = '']) => hash,
    ),
  );
}
