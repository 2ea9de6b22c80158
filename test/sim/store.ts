import type { OrderId } from '#core/shared/ids.ts';
import { FencedError, StorageError, StoreGoneError, type Commit } from '#ports/journal.ts';
import { noSourceFiles } from '#ports/source-files.ts';
import type { Store } from '#ports/store.ts';
import { createFileArtifacts, createTextFiles } from '#storage/artifact-files.ts';
import { takeOver } from '#storage/copy/take-over.ts';
import type { CopyWriter } from '#storage/copy/writer.ts';
import type { CopyAside } from '#storage/copy/folder.ts';
import { toContentHash } from '#core/shared/ids.ts';
import type { SimDisk } from './disk.ts';
import type { SimProcess, World } from './world.ts';

export type SimStore = Store & {
  /** Only an ablation calls it. */
  readonly inbox: { readonly forget: (id: OrderId) => void };
};

interface Tenure {
  readonly epoch: number;
  readonly tab: string;
  commit: number;
  readonly copy: CopyWriter | null;
}

interface Around {
  readonly world: World;
  readonly disk: SimDisk;
  readonly process: SimProcess;
  readonly tab: string;
  /** What the build of this tab writes as. */
  readonly code: number;
  /** Between any two steps: the process may die there. */
  readonly step: () => void;
}

/**
 * The store of one tab, as the browser wires it (src/storage/ownership.ts and journal.ts): the real
 * take-over and the real writer of the copy, over a model of database and files in virtual time.
 */
export class SimSeat {
  readonly #around: Around;
  #tenure: Tenure | null = null;
  #hadStore: boolean;

  constructor(around: Around) {
    this.#around = around;
    this.#hadStore = around.disk.database.state.storeId !== null;
  }

  async take(): Promise<Awaited<ReturnType<Store['ownership']['take']>>> {
    const { disk, process, tab, code, step, world } = this.#around;
    this.leave();
    const taken = await takeOver({
      tables: disk.database.tablesIn(tab, (work) => this.#transact(0.05, work), code),
      folder: disk.folder.folderFor(process, step),
      aside: asideOf(this.#around),
      expects: this.#hadStore ? 'store' : 'nothing',
      limits: disk.limits,
      newStoreId: () => `store-${String(world.pick(0, 1e9))}`,
      now: () => world.now,
      goodbye: null,
    });
    this.#hadStore = true;
    const { epoch, copy, healed } = taken;
    if (healed !== null) disk.spoiled.told(healed);
    this.#tenure = { epoch, tab, copy, commit: 0 };
    return { epoch, goodbye: false, healed };
  }

  async commit(commit: Commit): Promise<void> {
    const own = this.#tenure;
    if (own === null) throw new FencedError('This page does not own the journal');
    own.commit += 1;
    await this.#write(commit, { ...own });
  }

  async barrier(): Promise<void> {
    await this.#tenure?.copy?.barrier();
  }

  async drain(): Promise<void> {
    if (this.#tenure === null) throw new FencedError('This page does not own the safe copy');
    await this.#tenure.copy?.drain();
  }

  get isFull(): boolean {
    return this.#tenure?.copy?.isFull === true;
  }

  leave(): void {
    this.#tenure?.copy?.close();
    this.#tenure = null;
  }

  /** As in journal.ts: what the copy settled goes along, and what was written is remembered. */
  async #write(commit: Commit, own: Tenure): Promise<void> {
    const { world, disk, code } = this.#around;
    const { epoch, copy } = own;
    const rows = commit.rows.map(({ executionId, seq, events }) => ({
      executionId,
      seq,
      epoch,
      commit: own.commit,
      body: JSON.stringify(events),
    }));
    const settled = copy?.settled() ?? null;
    const orders = commit.doneOrders;
    const { executions, states, strict } = commit;
    const delay = 0.1 + world.random() * (strict ? 2 : 0.5);
    const queue = await this.#transact(delay, () => {
      // Not every write on a full disk fails with a word about it.
      if (disk.database.isFull && world.chance(0.5))
        throw new StorageError('write', 'the journal', new Error('Backend aborted error'));
      const all = { rows, orders, settled, strict, executions, states };
      return disk.database.commit(own, all, code);
    });
    if (copy === null || settled === null) return;
    copy.confirm(settled);
    if (strict) copy.offer(queue);
    copy.remember(own.commit, rows, orders);
  }

  #transact<Value>(delay: number, work: () => Value): Promise<Value> {
    return transact(this.#around, { delay, step: this.#around.step, work });
  }
}

/** What was sent lands, also while its sender is frozen; its answer waits for the thaw. */
function transact<Value>(
  { world, disk, process }: Pick<Around, 'world' | 'disk' | 'process'>,
  sent: { readonly delay: number; readonly step: () => void; readonly work: () => Value },
): Promise<Value> {
  const { delay, step, work } = sent;
  return new Promise((resolve, reject) => {
    disk.transactions.make(delay, () => {
      if (process.isAlive) step();
      if (!process.isAlive) return;
      const answer = attempt(work, resolve, reject);
      step();
      world.atIn(process, 0, answer);
    });
  });
}

/** As store.ts has them. A text is checked against its name there and here. */
function asideOf({ world, disk, process, step }: Around): CopyAside {
  return {
    ...createTextFiles(disk.texts.directoryFor(process, step)),
    inlineUnitsMax: disk.inlineUnitsMax,
    get: (hash) => readIn(world, process, () => disk.textOf(toContentHash(hash))),
  };
}

function readIn<Value>(world: World, process: SimProcess, value: () => Value): Promise<Value> {
  return new Promise((resolve) => {
    world.atIn(process, 0.05, () => {
      resolve(value());
    });
  });
}

export function openStore(around: Around): SimStore {
  const { world, disk, process } = around;
  const seat = new SimSeat(around);
  /** A process dies at what it writes; what it reads has nothing to lose by that. */
  const read = <Value>(work: () => Value): Promise<Value> =>
    transact(around, { delay: 0.05, step: () => undefined, work });
  const { database } = disk;
  const files = createFileArtifacts(disk.files.directoryFor(process, around.step));
  return {
    ownership: { take: () => seat.take() },
    journal: { commit: (commit) => seat.commit(commit), barrier: () => seat.barrier() },
    executions: {
      get: (id) => read(() => database.state.executions.get(id) ?? null),
      findByKey: () => read(() => null),
      list: () => read(() => [...database.state.executions.values()]),
      listLive: () => read(() => disk.liveIds()),
      readState: (id) => read(() => disk.stateOf(id) ?? null),
      remove: () => read(() => false),
      readEvents: (id, afterSeq) =>
        read(() => disk.eventsOf(id).filter((event) => event.seq > afterSeq)),
      readLogs: () => read(() => []),
    },
    inbox: {
      forget: (id) => {
        disk.forgetOrder(id);
      },
      put: (order) =>
        disk.putOrder(order)
          ? Promise.resolve()
          : Promise.reject(new StoreGoneError('The store is gone')),
      list: () => read(() => disk.orders()),
    },
    workflows: {
      list: () => read(() => [...database.state.heads.values()]),
      get: (id) => read(() => database.state.heads.get(id) ?? null),
      getVersion: (hash) => read(() => database.state.versions.get(hash) ?? null),
      listVersions: () => read(() => []),
      saveHead: () => read(() => true),
      save: () => read(() => true),
      remove: () => read(() => undefined),
    },
    sources: noSourceFiles,
    drafts: {
      get: () => Promise.resolve(null),
      steps: () => Promise.resolve([]),
      save: () => Promise.resolve(true),
      remove: () => Promise.resolve(),
    },
    artifacts: {
      put: (hash, bytes) => files.put(hash, bytes),
      get: (hash) => readIn(world, process, () => disk.bytesOf(hash)),
    },
    safeCopy: {
      view: () => (seat.isFull ? { kind: 'full' } : { kind: 'none' }),
      drain: () => seat.drain(),
    },
    settings: { get: () => Promise.resolve(null), set: () => Promise.resolve() },
    backup: {
      write: () => none(),
      restore: () => Promise.resolve({ kind: 'notABackup', reason: 'otherKind' }),
    },
    close: () => {
      seat.leave();
    },
  };
}

/** Runs it now; what came of it is told later. */
function attempt<Value>(
  work: () => Value,
  resolve: (value: Value) => void,
  reject: (reason: unknown) => void,
): () => void {
  try {
    const value = work();
    return () => {
      resolve(value);
    };
  } catch (error) {
    return () => {
      reject(error);
    };
  }
}

/** The model keeps no backups. */
async function* none(): AsyncGenerator<Uint8Array> {
  // Nothing to give.
}
