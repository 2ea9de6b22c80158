import type { ExecutionEvent } from '#core/execution/events.ts';
import type { PackedExecution } from '#core/execution/pack.ts';
import { toExecutionId, toOrderId, type ExecutionId } from '#core/shared/ids.ts';
import type { Workflow } from '#core/workflow/model.ts';
import { SimDisk } from './disk.ts';
import { fnv, type EffectEntry } from './host.ts';
import { SimLocks } from './lock.ts';
import { checkHistory, type Violation } from './oracles.ts';
import { SimTab } from './tab.ts';
import { drawWorkflow, editWorkflow, type SimVersion } from './workflows.ts';
import { World } from './world.ts';

export interface SeedReport {
  readonly seed: number;
  readonly events: number;
  readonly executions: number;
  readonly crashes: number;
  readonly takeovers: number;
  readonly digest: number;
  readonly violations: readonly Violation[];
}

const stepsMax = 200_000;
const hourMs = 3_600_000;

/** One seed is one world: workflows, orders, edits, crashes, power cuts and clock jumps are drawn. */
export async function runSeed(seed: number): Promise<SeedReport> {
  const universe = new Universe(seed);
  universe.prepare();
  await universe.run();
  return universe.report();
}

/** What one seed left on the disk, with the version that each execution ran. */
export async function readHistories(
  seed: number,
): Promise<readonly { readonly workflow: Workflow; readonly events: readonly ExecutionEvent[] }[]> {
  const universe = new Universe(seed);
  universe.prepare();
  await universe.run();
  return universe.histories();
}

class Universe {
  readonly #seed: number;
  readonly #world: World;
  readonly #disk: SimDisk;
  readonly #workflowByHash = new Map<string, Workflow>();
  readonly #ordered = new Map<ExecutionId, Workflow>();
  readonly #effects: EffectEntry[] = [];
  readonly #shown = new Map<ExecutionId, Map<number, string>>();
  readonly #problems: Violation[] = [];
  readonly #concurrency: number;
  readonly #locks: SimLocks;
  readonly #tabs = new Set<SimTab>();
  #crashesLeft: number;
  #crashes = 0;
  #takeovers = 0;

  constructor(seed: number) {
    this.#seed = seed;
    this.#world = new World(seed);
    this.#disk = new SimDisk(this.#world);
    this.#locks = new SimLocks(this.#world);
    this.#concurrency = this.#world.pick(1, 8);
    this.#crashesLeft = this.#world.pick(0, 7);
  }

  prepare(): void {
    const count = this.#world.pick(1, 5);
    for (let number = 1; number <= count; number += 1) this.#drawStory(number);
    const tabs = this.#world.pick(1, 3);
    for (let tab = 0; tab < tabs; tab += 1) this.#openTab();
  }

  async run(): Promise<void> {
    for (let steps = 0; this.#world.step(); steps += 1) {
      await settle();
      if (steps > stepsMax) {
        this.#problems.push({ guarantee: 'I2', message: 'the world does not come to rest' });
        return;
      }
    }
  }

  histories() {
    return [...this.#ordered].map(([id, workflow]) => ({
      workflow,
      events: this.#disk.events.get(id) ?? [],
    }));
  }

  report(): SeedReport {
    const violations = [...this.#problems];
    let digest = 0x811c9dc5;
    let events = 0;
    for (const [id, workflow] of this.#ordered) {
      const history = this.#disk.events.get(id) ?? [];
      events += history.length;
      digest = fnv(JSON.stringify(history), digest);
      if (history.length === 0) {
        violations.push({ guarantee: 'SCH-09', message: `${id} was ordered and never began` });
        continue;
      }
      violations.push(
        ...checkHistory({
          id,
          workflow,
          events: history,
          packed: this.#disk.states.get(id),
          effects: this.#effects.filter((effect) => effect.executionId === id),
          shown: this.#shown.get(id) ?? new Map<number, string>(),
          concurrency: this.#concurrency,
          hasBytes: (hash) => this.#disk.artifacts.has(hash),
        }),
      );
    }
    return {
      seed: this.#seed,
      events,
      executions: this.#ordered.size,
      crashes: this.#crashes,
      takeovers: this.#takeovers,
      digest,
      violations,
    };
  }

  /** A workflow, some runs of it, perhaps a stop, edits while they run. */
  #drawStory(number: number): void {
    const world = this.#world;
    const name = `w${String(number)}`;
    let current = drawWorkflow(world, name, 1);
    this.#save(current, 1);
    const runs = world.pick(1, 3);
    for (let run = 1; run <= runs; run += 1) {
      const id = toExecutionId(`${name}-${String(run)}`);
      world.at(world.random() * 3_000, () => {
        this.#order(id, current);
      });
    }
    for (let version = 2; version <= world.pick(1, 3); version += 1) {
      world.at(world.random() * 4_000, () => {
        current = editWorkflow(world, current, version);
        this.#save(current, version);
      });
    }
    if (world.chance(0.1)) {
      world.at(world.random() * hourMs, () => {
        world.jumpWallClock((world.random() - 0.5) * 16 * hourMs);
      });
    }
  }

  #save(version: SimVersion, revision: number): void {
    const { id, name } = version.workflow;
    this.#workflowByHash.set(version.hash, version.workflow);
    const head = {
      id,
      name,
      description: '',
      taskCount: version.workflow.tasks.size,
      versionHash: version.hash,
      createdAt: 0,
      updatedAt: 0,
      revision,
    };
    const { hash } = version;
    this.#disk.save(head, { hash, workflowId: id, source: hash, format: 'json', createdAt: 0 });
  }

  #order(executionId: ExecutionId, version: SimVersion): void {
    const world = this.#world;
    this.#ordered.set(executionId, version.workflow);
    const order = {
      kind: 'start',
      id: toOrderId(`start-${executionId}`),
      at: 0,
      executionId,
      workflowId: version.workflow.id,
      versionHash: version.hash,
      key: null,
      params: {},
    } as const;
    this.#disk.putOrder(order);
    this.#pokeOwner();
    if (world.chance(0.15)) {
      world.at(world.random() * 10_000, () => {
        const id = toOrderId(`stop-${executionId}`);
        this.#disk.putOrder({ kind: 'stop', id, at: 0, executionId });
        this.#pokeOwner();
      });
    }
  }

  /** From the tab that gave the order; the owner may be another, or nobody for a while. */
  #pokeOwner(): void {
    for (const tab of this.#tabs) this.#tell(tab, 'poke');
  }

  #tell(tab: SimTab, message: 'ping' | 'pong' | 'poke'): void {
    const hear = () => {
      tab.hear(message);
    };
    this.#world.atIn(tab.process, this.#world.random(), hear, message !== 'poke');
  }

  #openTab(): void {
    const world = this.#world;
    const tab = new SimTab({
      world,
      disk: this.#disk,
      locks: this.#locks,
      concurrency: this.#concurrency,
      effects: this.#effects,
      workflowOf: (source) => this.#workflowByHash.get(source) ?? null,
      onShown: (id, event) => {
        const shown = this.#shown.get(id) ?? new Map<number, string>();
        shown.set(event.seq, JSON.stringify(event));
        this.#shown.set(id, shown);
      },
      onTaken: () => {
        this.#takeovers += 1;
      },
      onTransaction: (which) => {
        if (this.#crashesLeft > 0 && world.chance(0.01)) this.#crash(which);
      },
      onProblem: (guarantee, reason) => {
        this.#problem(guarantee, reason);
      },
      broadcast: (from, message) => {
        for (const other of this.#tabs) if (other !== from) this.#tell(other, message);
      },
    });
    this.#tabs.add(tab);
    this.#drawFate(tab);
  }

  #drawFate(tab: SimTab): void {
    const world = this.#world;
    if (world.chance(0.7)) {
      world.at(world.random() * 4_000, () => {
        if (tab.process.isAlive && this.#crashesLeft > 0) this.#crash(tab);
      });
    }
    if (world.chance(0.3)) {
      world.at(world.random() * 4_000, () => {
        this.#freeze(tab);
      });
    }
  }

  /** Asleep for a moment or for long: others may steal, and it wakes with all it had in hand. */
  #freeze({ process }: SimTab): void {
    const world = this.#world;
    if (!process.isAlive || process.isFrozen) return;
    process.isFrozen = true;
    world.at(world.chance(0.5) ? world.pick(1, 3_000) : world.pick(10_000, 40_000), () => {
      if (process.isAlive) world.thaw(process);
    });
  }

  /** One tab dies, or all of them do with the machine. */
  #crash(tab: SimTab): void {
    const world = this.#world;
    const isPowerCut = world.chance(0.4);
    this.#crashes += 1;
    this.#crashesLeft -= 1;
    const victims = isPowerCut ? [...this.#tabs] : [tab];
    for (const victim of victims) {
      victim.process.isAlive = false;
      this.#tabs.delete(victim);
    }
    if (isPowerCut) this.#disk.cutPower();
    for (const { process } of victims) this.#locks.died(process);
    this.#checkPackedStates();
    if (world.chance(0.2)) world.jumpWallClock((world.random() - 0.3) * 8 * hourMs);
    for (const victim of victims) {
      const isOpenedAgain = victim === tab || world.chance(0.5);
      if (isOpenedAgain) {
        world.at(world.pick(1, 200), () => {
          this.#openTab();
        });
      }
    }
  }

  #checkPackedStates(): void {
    for (const [id, state] of this.#disk.states) {
      const reached = this.#disk.events.get(id)?.length ?? 0;
      if (reached < state.seq) this.#reportUnreached(id, state);
    }
  }

  #reportUnreached(id: ExecutionId, state: PackedExecution): void {
    this.#problems.push({
      guarantee: 'I10',
      message: `${id}: a packed state at ${String(state.seq)} lies beyond its journal`,
    });
  }

  #problem(guarantee: string, reason: unknown): void {
    this.#problems.push({
      guarantee,
      message: reason instanceof Error ? (reason.stack ?? reason.message) : String(reason),
    });
  }
}

/** Lets everything that hangs on settled promises run before the next event of the world. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
