import type { ExecutionEvent } from '#core/execution/events.ts';
import type { PackedExecution } from '#core/execution/pack.ts';
import type {
  ContentHash,
  ExecutionId,
  OrderId,
  VersionHash,
  WorkflowId,
} from '#core/shared/ids.ts';
import type { ExecutionRow } from '#ports/execution-store.ts';
import type { Order } from '#ports/inbox.ts';
import { FencedError, type Commit } from '#ports/journal.ts';
import type { Store } from '#ports/store.ts';
import type { Version, WorkflowHead } from '#ports/workflow-store.ts';
import type { SimProcess, World } from './world.ts';

/** One connection: a dead process writes nothing more, a former owner is refused. */
export interface Writer {
  readonly process: SimProcess;
  epoch: number;
}

type SimStore = Store & { readonly inbox: { readonly forget: (id: OrderId) => void } };

/**
 * The disk of the model: transactions are atomic and ordered; a default one survives the death of
 * the process but may be lost, with all after it, when the power fails before the next strict one.
 */
export class SimDisk {
  readonly #world: World;
  epoch = 0;
  /** Landed transactions in order; those from `flushed` on may still be lost. */
  #commits: Commit[] = [];
  #flushed = 0;
  events = new Map<ExecutionId, ExecutionEvent[]>();
  rows = new Map<ExecutionId, ExecutionRow>();
  states = new Map<ExecutionId, PackedExecution>();
  readonly orders = new Map<OrderId, Order>();
  readonly #answered = new Set<OrderId>();
  readonly heads = new Map<WorkflowId, WorkflowHead>();
  readonly versions = new Map<VersionHash, Version>();
  readonly artifacts = new Map<ContentHash, Uint8Array>();

  constructor(world: World) {
    this.#world = world;
  }

  land(commit: Commit): void {
    this.#commits.push(commit);
    this.#apply(commit);
    if (commit.strict) this.#flushed = this.#commits.length;
  }

  /** @returns how many transactions were lost. */
  cutPower(): number {
    const kept = this.#world.pick(this.#flushed, this.#commits.length);
    const lost = this.#commits.splice(kept);
    if (lost.length === 0) return 0;
    this.events = new Map();
    this.rows = new Map();
    this.states = new Map();
    for (const commit of this.#commits) this.#apply(commit);
    for (const commit of lost) {
      for (const id of commit.doneOrders) this.#answered.delete(id);
    }
    this.#flushed = this.#commits.length;
    return lost.length;
  }

  openFor(writer: Writer, onTransaction: (when: 'before' | 'after') => void): SimStore {
    const { process } = writer;
    const read = <Value>(value: () => Value): Promise<Value> =>
      new Promise((resolve) => {
        this.#world.atIn(process, 0.05, () => {
          resolve(value());
        });
      });
    return {
      ownership: {
        take: () =>
          read(() => {
            this.epoch += 1;
            writer.epoch = this.epoch;
            return { epoch: this.epoch, goodbye: false, healed: null };
          }),
      },
      journal: {
        commit: (commit) => this.#commit(writer, commit, onTransaction),
        barrier: () => Promise.resolve(),
      },
      executions: {
        get: (id) => read(() => this.rows.get(id) ?? null),
        findByKey: () => read(() => null),
        list: () => read(() => [...this.rows.values()]),
        listLive: () => read(() => this.live()),
        readState: (id) => read(() => this.states.get(id) ?? null),
        remove: () => read(() => false),
        readEvents: (id, afterSeq) =>
          read(() => (this.events.get(id) ?? []).filter((event) => event.seq > afterSeq)),
        readLogs: () => read(() => []),
      },
      inbox: {
        /** Only an ablation calls it. */
        forget: (id: OrderId) => {
          this.#answered.add(id);
        },
        put: (order) => {
          this.putOrder(order);
          return Promise.resolve();
        },
        list: () =>
          read(() => [...this.orders.values()].filter((one) => !this.#answered.has(one.id))),
      },
      workflows: {
        list: () => read(() => [...this.heads.values()]),
        get: (id) => read(() => this.heads.get(id) ?? null),
        getVersion: (hash) => read(() => this.versions.get(hash) ?? null),
        save: () => read(() => true),
        remove: () => read(() => undefined),
      },
      artifacts: {
        put: (hash, bytes) =>
          new Promise((resolve) => {
            this.#world.atIn(process, this.#world.random() * 3, () => {
              this.artifacts.set(hash, bytes);
              resolve();
            });
          }),
        get: (hash) => read(() => this.artifacts.get(hash) ?? null),
      },
      safeCopy: { view: () => ({ kind: 'none' }), drain: () => Promise.resolve() },
      settings: { get: () => Promise.resolve(null), set: () => Promise.resolve() },
      backup: {
        write: () => none(),
        restore: () => Promise.resolve({ kind: 'notABackup', reason: 'model' }),
      },
      close: () => undefined,
    };
  }

  putOrder(order: Order): void {
    if (!this.orders.has(order.id)) this.orders.set(order.id, order);
  }

  save(head: WorkflowHead, version: Version): void {
    this.heads.set(head.id, head);
    this.versions.set(version.hash, version);
  }

  live(): ExecutionId[] {
    return [...this.events.keys()].filter(
      (id) => this.events.get(id)?.at(-1)?.type !== 'executionEnded',
    );
  }

  /** What was sent lands, also while its sender is frozen; its answer waits for the thaw. */
  #commit(
    writer: Writer,
    commit: Commit,
    onTransaction: (when: 'before' | 'after') => void,
  ): Promise<void> {
    const { process } = writer;
    return new Promise((resolve, reject) => {
      this.#world.at(0.1 + this.#world.random() * (commit.strict ? 2 : 0.5), () => {
        if (process.isAlive) onTransaction('before');
        if (isDead(process)) return;
        if (writer.epoch !== this.epoch) {
          this.#world.atIn(process, 0, () => {
            reject(new FencedError('A newer owner is there'));
          });
          return;
        }
        this.land(commit);
        onTransaction('after');
        this.#world.atIn(process, 0, resolve);
      });
    });
  }

  #apply(commit: Commit): void {
    for (const { executionId, events } of commit.rows) {
      const known = this.events.get(executionId);
      if (known === undefined) this.events.set(executionId, [...events]);
      else known.push(...events);
    }
    for (const row of commit.executions) this.rows.set(row.id, row);
    for (const state of commit.states) this.states.set(state.id, state);
    for (const id of commit.doneOrders) this.#answered.add(id);
  }
}

/** Asked anew after each chance to die. */
function isDead(process: SimProcess): boolean {
  return !process.isAlive;
}

/** The model keeps no backups. */
async function* none(): AsyncGenerator<Uint8Array> {
  // Nothing to give.
}
