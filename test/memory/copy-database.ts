import type { ExecutionRow } from '#ports/execution-store.ts';
import { StorageFullError } from '#ports/journal.ts';
import type { Version, WorkflowHead } from '#ports/workflow-store.ts';
import { comparePositions } from '#storage/copy/frames.ts';
import type { QueuedRecord } from '#storage/copy/records.ts';
import {
  withoutQueued,
  type Change,
  type Claim,
  type CopyTables,
  type DamagedRow,
  type Fence,
  type QueueRow,
  type StoredJournalRow,
} from '#storage/copy/tables.ts';
import type { Settled } from '#storage/copy/writer.ts';
import { refuseClaim, refuseOwner, refuseStore, writerVersion } from '#storage/fence.ts';

/** What the copy must know of a packed state. */
export interface StoredState {
  readonly seq: number;
}

type OwnerRow = Pick<Claim, 'epoch' | 'tab' | 'copied' | 'slotEnd' | 'found'> & {
  readonly code: number;
};

/** A value: a transaction makes another one, and what it holds is never changed in place. */
export interface DatabaseState {
  storeId: string | null;
  owner: OwnerRow | null;
  nextQueue: number;
  journal: Map<string, StoredJournalRow>;
  damaged: Map<string, DamagedRow>;
  live: Set<string>;
  executions: Map<string, ExecutionRow>;
  states: Map<string, StoredState>;
  orders: Set<string>;
  /** Of executions that were removed: known, and waiting no more. */
  forgottenOrders: Set<string>;
  heads: Map<string, WorkflowHead>;
  versions: Map<string, Version>;
  settings: Map<string, unknown>;
  queue: Map<number, QueueRow>;
}

type Work = (state: DatabaseState) => void;

/** Transactions that are atomic and ordered; default ones since the last strict one may be lost. */
export class MemoryDatabase {
  state: DatabaseState = emptyState();
  /** Whatever is written is refused, and nothing of it kept. */
  isFull = false;
  #durable: DatabaseState = emptyState();
  #unsynced: Work[] = [];

  /** @throws what `work` throws, with nothing changed. */
  transact(strict: boolean, work: Work): void {
    if (this.isFull) throw new StorageFullError('The disk is full');
    const next = copyOf(this.state);
    work(next);
    this.state = next;
    if (strict) {
      this.#durable = next;
      this.#unsynced = [];
    } else {
      this.#unsynced.push(work);
    }
  }

  cutPower(random: () => number): void {
    const kept = this.#unsynced.slice(0, Math.floor(random() * (this.#unsynced.length + 1)));
    if (random() < 0.3) kept.splice(Math.floor(random() * kept.length), 1);
    this.state = copyOf(this.#durable);
    for (const work of kept) work(this.state);
    this.#durable = this.state;
    this.#unsynced = [];
  }

  wipe(): void {
    this.state = emptyState();
    this.#durable = emptyState();
    this.#unsynced = [];
  }

  /** A transaction of any tab, strict. */
  write(work: Work): void {
    this.transact(true, (state) => {
      check(refuseStore(metaOf(state), true));
      work(state);
    });
  }

  rowsOf(executionId: string): StoredJournalRow[] {
    return [...this.state.journal.values()]
      .filter((row) => row.executionId === executionId)
      .toSorted((a, b) => a.seq - b.seq);
  }

  /** An owner's transaction, as `journal.ts` makes it. @returns the queue as it saw it. */
  commit(
    fence: Fence,
    commit: {
      readonly rows: readonly StoredJournalRow[];
      readonly orders: readonly string[];
      readonly settled: Settled | null;
      readonly strict: boolean;
      readonly executions?: readonly ExecutionRow[];
      readonly states?: readonly (StoredState & { readonly id: string })[];
    },
    code?: number,
  ): readonly QueueRow[] {
    this.transact(commit.strict, (state) => {
      checkFence(state, fence, code);
      check(refuseStore(metaOf(state), true, code));
      for (const row of commit.rows) {
        const key = keyOf(row);
        if (state.journal.has(key)) throw new Error(`${key} is taken`);
        state.journal.set(key, row);
        const isEnd = row.body.includes('"executionEnded"');
        if (row.seq === 1) state.live.add(row.executionId);
        if (isEnd) state.live.delete(row.executionId);
      }
      for (const row of commit.executions ?? []) state.executions.set(row.id, row);
      for (const one of commit.states ?? []) state.states.set(one.id, one);
      for (const id of commit.orders) state.orders.delete(id);
      for (const n of commit.settled?.doneQueue ?? []) state.queue.delete(n);
      if (commit.settled !== null && state.owner !== null) {
        const { copied, slotEnd } = commit.settled;
        state.owner = { ...state.owner, copied, slotEnd: slotEnd ?? state.owner.slotEnd };
      }
    });
    return [...this.state.queue.values()];
  }

  tablesFor(tab: string, step: () => void): CopyTables {
    return this.tablesIn(tab, async (work) => {
      await Promise.resolve();
      step();
      const value = work();
      // Dead before the answer came; what only reads has nothing to lose by that.
      step();
      return value;
    });
  }

  /**
   * @param run when each transaction happens, and whether its answer still arrives.
   * @param code what the tab's build writes as.
   */
  tablesIn(
    tab: string,
    run: <Value>(work: () => Value) => Promise<Value>,
    code?: number,
  ): CopyTables {
    const later = <Value>(read: (state: DatabaseState) => Value): Promise<Value> =>
      run(() => read(this.state));
    const inList = (ids: readonly string[]) => {
      const wanted = new Set(ids);
      return (row: StoredJournalRow) => wanted.has(row.executionId);
    };
    const rowsOf = (ids: readonly string[], { journal }: DatabaseState) =>
      [...journal.values()]
        .filter(inList(ids))
        .toSorted((a, b) => compareText(a.executionId, b.executionId) || a.seq - b.seq);
    return {
      claim: (above) => run(() => this.#claim(tab, above, code)),
      apply: (fence, change) =>
        run(() => {
          this.transact(change.isStep !== true, (state) => {
            checkFence(state, fence, code);
            const isPlain = change.unlessQueued !== true;
            const allowed = isPlain ? change : withoutQueued(change, [...state.queue.values()]);
            applyChange(state, allowed, fence?.epoch ?? 0);
          });
        }),
      readQueue: (fence) =>
        later((state) => {
          checkFence(state, fence, code);
          return [...state.queue.values()];
        }),
      rowsBeyond: (position, limit) =>
        later((state) => {
          const rows = [...state.journal.values()]
            .filter((row) => comparePositions(row, position) > 0)
            .toSorted((a, b) => comparePositions(a, b) || compareText(keyOf(a), keyOf(b)));
          const last = rows[limit - 1];
          return last === undefined
            ? rows
            : rows.filter((row, index) => index < limit || comparePositions(row, last) === 0);
        }),
      keysOf: (ids) =>
        later((state) => rowsOf(ids, state).map((row) => [row.executionId, row.seq] as const)),
      rowsOf: (ids) => later((state) => rowsOf(ids, state)),
      damaged: () => later((state) => [...state.damaged.values()]),
      liveIds: () => later((state) => [...state.live]),
      stateSeqs: (ids) =>
        later(({ states }) => new Map(ids.map((id) => [id, states.get(id)?.seq ?? 0]))),
      orderIds: () => later((state) => [...state.orders]),
      heads: () => later((state) => [...state.heads.values()]),
      versionHashes: () => later((state) => [...state.versions.keys()]),
      version: (hash) => later((state) => state.versions.get(hash) ?? null),
      settings: () => later((state) => [...state.settings].map(([key, value]) => ({ key, value }))),
    };
  }

  #claim(tab: string, above: number, code: number = writerVersion): Claim {
    const before = this.state.owner?.epoch ?? null;
    const copied = this.state.owner?.copied ?? { epoch: 0, commit: 0 };
    const slotEnd = this.state.owner?.slotEnd ?? null;
    const found = this.state.owner?.found ?? null;
    const epoch = Math.max(before ?? 0, above) + 1;
    this.transact(true, (state) => {
      check(refuseClaim(metaOf(state), state.owner ?? undefined, code));
      state.owner = { epoch, tab, code, copied, slotEnd, found };
    });
    return { epoch, tab, storeId: this.state.storeId, copied, slotEnd, before, found };
  }
}

function copyOf(state: DatabaseState): DatabaseState {
  const { journal, damaged, live, executions, states, heads, versions, settings, queue } = state;
  const { orders, forgottenOrders } = state;
  return {
    ...state,
    journal: new Map(journal),
    damaged: new Map(damaged),
    live: new Set(live),
    executions: new Map(executions),
    states: new Map(states),
    orders: new Set(orders),
    forgottenOrders: new Set(forgottenOrders),
    heads: new Map(heads),
    versions: new Map(versions),
    settings: new Map(settings),
    queue: new Map(queue),
  };
}

export function enqueue(
  state: DatabaseState,
  record: QueuedRecord,
  epoch = state.owner?.epoch ?? 0,
): void {
  const n = state.nextQueue;
  state.nextQueue += 1;
  state.queue.set(n, { n, epoch, record });
}

function emptyState(): DatabaseState {
  return {
    storeId: null,
    owner: null,
    nextQueue: 1,
    journal: new Map(),
    damaged: new Map(),
    live: new Set(),
    executions: new Map(),
    states: new Map(),
    orders: new Set(),
    forgottenOrders: new Set(),
    heads: new Map(),
    versions: new Map(),
    settings: new Map(),
    queue: new Map(),
  };
}

function keyOf({ executionId, seq }: { readonly executionId: string; readonly seq: number }) {
  return `${executionId}#${String(seq).padStart(9, '0')}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function checkFence({ owner }: DatabaseState, fence: Fence | null, code?: number): void {
  check(refuseOwner(owner ?? undefined, fence, code));
}

/** Null when no store was created here. */
function metaOf({ storeId }: DatabaseState): { readonly minWriter: number } | undefined {
  return storeId === null ? undefined : { minWriter: writerVersion };
}

function check(refusal: Error | null): void {
  if (refusal !== null) throw refusal;
}

function applyChange(state: DatabaseState, change: Change, epoch: number): void {
  if (change.clear === true) {
    Object.assign(state, { ...emptyState(), owner: state.owner, nextQueue: state.nextQueue });
  }
  for (const row of change.damaged ?? []) {
    state.damaged.set(`${keyOf(row)}@${String(row.epoch)}`, row);
    state.journal.delete(keyOf(row));
  }
  for (const [executionId, seq] of change.dropRows ?? []) {
    state.journal.delete(keyOf({ executionId, seq }));
  }
  for (const row of change.rows ?? []) state.journal.set(keyOf(row), row);
  for (const id of change.live ?? []) state.live.add(id);
  for (const id of change.notLive ?? []) state.live.delete(id);
  for (const row of change.executions ?? []) state.executions.set(row.id, row);
  for (const id of change.dropExecutions ?? []) state.executions.delete(id);
  for (const id of change.dropExecutions ?? []) state.states.delete(id);
  for (const id of change.dropStates ?? []) state.states.delete(id);
  for (const id of change.dropOrders ?? []) state.orders.delete(id);
  for (const head of change.heads ?? []) state.heads.set(head.id, head);
  for (const version of change.versions ?? []) state.versions.set(version.hash, version);
  for (const { key, value } of change.settings ?? []) state.settings.set(key, value);
  for (const n of change.doneQueue ?? []) state.queue.delete(n);
  if (change.queueDefinitions === true) queueDefinitions(state, epoch);
  for (const record of change.queueRemovals ?? []) enqueue(state, record, epoch);
  if (change.storeId !== undefined) state.storeId = change.storeId;
  if (state.owner !== null) {
    const { copied = state.owner.copied, found = state.owner.found, slotEnd } = change;
    state.owner = { ...state.owner, copied, found, slotEnd: slotEnd ?? state.owner.slotEnd };
  }
}

function queueDefinitions(state: DatabaseState, epoch: number): void {
  const add = (record: QueuedRecord) => {
    enqueue(state, record, epoch);
  };
  for (const hash of state.versions.keys()) add({ kind: 'version', hash });
  for (const head of state.heads.values()) add({ kind: 'head', head });
  for (const [key, value] of state.settings) add({ kind: 'setting', key, value });
}
