import { toExecutionId, toOrderId, type ExecutionId } from '#core/shared/ids.ts';
import type { Workflow } from '#core/workflow/model.ts';
import type { Order, StartOrder } from '#ports/inbox.ts';
import type { SimDisk } from './disk.ts';
import type { Mix } from './mix.ts';
import type { Words } from './words.ts';
import { drawWorkflow, editWorkflow, type SimVersion } from './workflows.ts';
import type { World } from './world.ts';

interface Around {
  readonly world: World;
  readonly disk: SimDisk;
  readonly words: Words;
  readonly mix: Mix;
  /** Gives the order in the tab that drives, if there is one and a person looks at it. */
  readonly startHere: (order: StartOrder, given: () => void) => void;
  /** From the tab that wrote something; the owner may be another, or nobody for a while. */
  readonly poke: () => void;
}

const hourMs = 3_600_000;
const longUnits = 3_000;
/** Between two tries of somebody who was told that the store is not there. */
const patienceMs = 300;
const triesMax = 400;

/** Who writes, orders, edits, stops and deletes, in whatever tab is open. */
export class People {
  readonly #around: Around;
  readonly #workflowByHash = new Map<string, Workflow>();
  readonly #ordered = new Map<ExecutionId, Workflow>();

  constructor(around: Around) {
    this.#around = around;
  }

  get ordered(): ReadonlyMap<ExecutionId, Workflow> {
    return this.#ordered;
  }

  workflowOf(source: string): Workflow | null {
    return this.#workflowByHash.get(source.split('\n', 1)[0] ?? '') ?? null;
  }

  /** Some are so long that they lie beside, where that is possible at all. */
  #textOf(hash: string): string {
    const { world, disk } = this.#around;
    const isLong = disk.inlineUnitsMax < longUnits && world.rare() < 0.5;
    return isLong ? `${hash}\n${'x'.repeat(longUnits)}` : hash;
  }

  /** A workflow, some runs of it, perhaps a stop, edits while they run, deletions. */
  drawStory(number: number): void {
    const { world, mix } = this.#around;
    const name = `w${String(number)}`;
    let current = drawWorkflow(world, name, mix.largeOutput);
    let revision = 0;
    const save = () => {
      const version = current;
      revision += 1;
      const own = revision;
      // Whoever has a newer text by then does not save this one any more.
      this.#untilDone(() => own < revision || this.#save(version, own));
    };
    save();
    const runs = world.pick(1, 4);
    for (let run = 1; run <= runs; run += 1) {
      const id = toExecutionId(`${name}-${String(run)}`);
      world.at(world.random() * 3_000, () => {
        this.#order(id, current);
      });
      if (world.chance(mix.deletion)) this.#deleteAfter(id, world.random() * 20_000);
    }
    for (let version = 2; version <= world.pick(1, 3); version += 1) {
      world.at(world.random() * 4_000, () => {
        current = editWorkflow(world, current, version);
        save();
      });
    }
    if (world.chance(0.1)) {
      world.at(world.random() * hourMs, () => {
        world.jumpWallClock((world.random() - 0.5) * 16 * hourMs);
      });
    }
    if (world.chance(mix.removal)) {
      world.at(5_000 + world.random() * 10_000, () => {
        this.#untilDone(() => this.#remove(current));
      });
    }
  }

  /** They are told when the store is not there, and try again. */
  #untilDone(work: () => boolean, triesLeft = triesMax): void {
    if (work() || triesLeft === 0) return;
    this.#around.world.at(patienceMs, () => {
      this.#untilDone(work, triesLeft - 1);
    });
  }

  #save(version: SimVersion, revision: number): boolean {
    const { disk, words, poke } = this.#around;
    const { hash, workflow } = version;
    const { id, name, tasks } = workflow;
    this.#workflowByHash.set(hash, workflow);
    const times = { createdAt: 0, updatedAt: 0 };
    const taskCount = tasks.size;
    const head = { id, name, description: '', taskCount, versionHash: hash, ...times, revision };
    const text = this.#textOf(hash);
    const source = { hash, workflowId: id, source: text, format: 'json', createdAt: 0 } as const;
    if (!disk.save(head, source)) return false;
    words.changed(id, revision);
    poke();
    return true;
  }

  #remove({ workflow: { id } }: SimVersion): boolean {
    const { disk, words, poke } = this.#around;
    // One that went with the database before it was copied is in no list to delete it from.
    const isThere = disk.database.state.heads.has(id);
    if (!isThere && disk.database.state.storeId !== null) return true;
    if (!disk.removeWorkflow(id)) return false;
    words.changed(id, null);
    poke();
    return true;
  }

  #order(executionId: ExecutionId, version: SimVersion): void {
    const { world } = this.#around;
    const order: StartOrder = {
      kind: 'start',
      id: toOrderId(`start-${executionId}`),
      at: 0,
      executionId,
      workflowId: version.workflow.id,
      versionHash: version.hash,
      key: null,
      params: {},
    };
    let isGiven = false;
    if (this.#isThere(version) && world.chance(0.5)) {
      this.#around.startHere(order, () => {
        isGiven = true;
        this.#ordered.set(executionId, version.workflow);
      });
    }
    const giveByInbox = () => {
      // Who has seen it, and deleted it, does not ask for it again.
      if (isGiven || this.#around.words.isDeleted(executionId)) return true;
      // A version that went with the database before it was copied is in no list to choose from.
      if (!this.#isThere(version)) return false;
      if (!this.#put(order)) return false;
      this.#ordered.set(executionId, version.workflow);
      return true;
    };
    // What was not answered is asked again, as by a page whose engine was begun anew.
    world.at(patienceMs, () => {
      this.#untilDone(giveByInbox);
    });
    if (!world.chance(0.15)) return;
    world.at(world.random() * 10_000, () => {
      const id = toOrderId(`stop-${executionId}`);
      this.#untilDone(() => this.#put({ kind: 'stop', id, at: 0, executionId }));
    });
  }

  #isThere({ hash }: SimVersion): boolean {
    return this.#around.disk.database.state.versions.has(hash);
  }

  #put(order: Order): boolean {
    if (!this.#around.disk.putOrder(order)) return false;
    this.#around.poke();
    return true;
  }

  #deleteAfter(id: ExecutionId, delayMs: number, triesLeft = 5): void {
    const { world, disk, words, poke } = this.#around;
    world.at(delayMs, () => {
      if (disk.removeExecution(id)) {
        words.deleted(id);
        poke();
      } else if (triesLeft > 0) {
        this.#deleteAfter(id, delayMs + 1_000, triesLeft - 1);
      }
    });
  }
}
