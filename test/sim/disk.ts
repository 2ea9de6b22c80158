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
import type { World } from './world.ts';

/** The state of one process, as the disk sees it: dead ones write nothing more. */
export interface SimProcess {
  isAlive: boolean;
  epoch: number;
}

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

  openFor(process: SimProcess, onTransaction: (when: 'before' | 'after') => void): Store {
    const read = <Value>(value: () => Value): Promise<Value> =>
      new Promise((resolve) => {
        this.#world.at(0.05, () => {
          if (process.isAlive) resolve(value());
        });
      });
    return {
      ownership: {
        take: () =>
          read(() => {
            this.epoch += 1;
            process.epoch = this.epoch;
            return { epoch: this.epoch, goodbye: false };
          }),
      },
      journal: {
        commit: (commit) => this.#commit(process, commit, onTransaction),
        barrier: () => Promise.resolve(),
      },
      executions: {
        get: (id) => read(() => this.rows.get(id) ?? null),
        findByKey: () => read(() => null),
        list: () => read(() => [...this.rows.values()]),
        listLive: () => read(() => this.live()),
        readState: (id) => read(() => this.states.get(id) ?? null),
        readEvents: (id, afterSeq) =>
          read(() => (this.events.get(id) ?? []).filter((event) => event.seq > afterSeq)),
        readLogs: () => read(() => []),
      },
      inbox: {
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
            this.#world.at(this.#world.random() * 3, () => {
              if (!process.isAlive) return;
              this.artifacts.set(hash, bytes);
              resolve();
            });
          }),
        get: (hash) => read(() => this.artifacts.get(hash) ?? null),
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

  #commit(
    process: SimProcess,
    commit: Commit,
    onTransaction: (when: 'before' | 'after') => void,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#world.at(0.1 + this.#world.random() * (commit.strict ? 2 : 0.5), () => {
        if (process.isAlive) onTransaction('before');
        if (isDead(process)) return;
        if (process.epoch !== this.epoch) {
          reject(new FencedError('A newer owner is there'));
          return;
        }
        this.land(commit);
        onTransaction('after');
        if (!isDead(process)) resolve();
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
