import type { ExecutionEvent } from '#core/execution/events.ts';
import type { PackedExecution } from '#core/execution/pack.ts';
import { toExecutionId, toOrderId, type ExecutionId } from '#core/shared/ids.ts';
import { ok } from '#core/shared/result.ts';
import type { Workflow } from '#core/workflow/model.ts';
import { Engine } from '#engine/engine.ts';
import { createPlanLoader } from '#engine/plans.ts';
import { Values } from '#engine/values.ts';
import { SimDisk, type SimProcess } from './disk.ts';
import { fnv, SimHost, type EffectEntry } from './host.ts';
import { checkHistory, type Violation } from './oracles.ts';
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
  #process: SimProcess = { isAlive: false, epoch: 0 };
  #engine: Engine | null = null;
  #crashesLeft: number;
  #crashes = 0;
  #takeovers = 0;

  constructor(seed: number) {
    this.#seed = seed;
    this.#world = new World(seed);
    this.#disk = new SimDisk(this.#world);
    this.#concurrency = this.#world.pick(1, 8);
    this.#crashesLeft = this.#world.pick(0, 7);
  }

  prepare(): void {
    const count = this.#world.pick(1, 5);
    for (let number = 1; number <= count; number += 1) this.#drawStory(number);
    this.#boot();
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

  #pokeOwner(): void {
    // A death ends it half-way; then the next owner reads the inbox itself.
    void this.#engine?.takeOrders();
  }

  #boot(): void {
    const process: SimProcess = { isAlive: true, epoch: 0 };
    this.#process = process;
    const engine = this.#createEngine(process);
    this.#engine = null;
    void engine.open().then(() => {
      if (!process.isAlive) return;
      this.#engine = engine;
      this.#takeovers += 1;
      // Orders that came between reading the inbox and now.
      void engine.takeOrders();
    });
    if (this.#crashesLeft > 0 && this.#world.chance(0.7)) {
      this.#world.at(this.#world.random() * 4_000, () => {
        if (process.isAlive && this.#crashesLeft > 0) this.#crash();
      });
    }
  }

  #createEngine(process: SimProcess): Engine {
    const world = this.#world;
    const store = this.#disk.openFor(process, () => {
      if (this.#crashesLeft > 0 && world.chance(0.01)) this.#crash();
    });
    const pending: { id: ExecutionId; event: ExecutionEvent; position: number }[] = [];
    return new Engine({
      ...store,
      clock: world.clockFor(process),
      random: world.random,
      values: new Values(store.artifacts, (bytes) => Buffer.from(bytes).toString()),
      references: { named: () => [], resolve: (task) => ok(task.with) },
      builtWith: { millrace: 'sim', handlers: {} },
      loadPlan: createPlanLoader(
        store.workflows,
        ({ source }) => this.#workflowByHash.get(source) ?? null,
      ),
      hosts: (events) => {
        const host = new SimHost(world, process, events, this.#effects);
        return new Map([['sim', host]]);
      },
      missing: (task) =>
        task.type === 'command' ? { code: 'agent', type: 'command', what: 'agent' } : null,
      concurrency: () => this.#concurrency,
      observer: {
        issued: (id, events, position) => {
          for (const event of events) pending.push({ id, event, position });
        },
        logged: () => undefined,
        paused: () => undefined,
        covered: (position) => {
          if (!process.isAlive) return;
          const open = pending.findIndex((one) => one.position > position);
          for (const { id, event } of pending.splice(0, open < 0 ? pending.length : open)) {
            const shown = this.#shown.get(id) ?? new Map<number, string>();
            shown.set(event.seq, JSON.stringify(event));
            this.#shown.set(id, shown);
          }
        },
        ended: (reason) => {
          if (process.isAlive) this.#problem('engine', reason);
        },
        setAside: (id, reason) => {
          this.#problem(`set aside ${id}`, reason);
        },
      },
    });
  }

  #crash(): void {
    const world = this.#world;
    this.#process.isAlive = false;
    this.#engine = null;
    this.#crashes += 1;
    this.#crashesLeft -= 1;
    if (world.chance(0.5)) this.#disk.cutPower();
    this.#checkPackedStates();
    if (world.chance(0.2)) world.jumpWallClock((world.random() - 0.3) * 8 * hourMs);
    world.at(world.pick(1, 200), () => {
      this.#boot();
    });
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
