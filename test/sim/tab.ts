import { Engine } from '#engine/engine.ts';
import { giveOrder } from '#engine/give-order.ts';
import { createPlanLoader } from '#engine/plans.ts';
import { Seat } from '#engine/seat.ts';
import { Values } from '#engine/values.ts';
import type { ExecutionEvent } from '#core/execution/events.ts';
import type { ExecutionId } from '#core/shared/ids.ts';
import { ok } from '#core/shared/result.ts';
import type { Workflow } from '#core/workflow/model.ts';
import type { StartOrder } from '#ports/inbox.ts';
import { FencedError, StorageFullError, StoreGoneError } from '#ports/journal.ts';
import type { SimDisk } from './disk.ts';
import { handOverMs } from './handed.ts';
import { SimHost, type EffectEntry } from './host.ts';
import type { SimLocks } from './lock.ts';
import { openStore, type SimStore } from './store.ts';
import { newProcess, type SimProcess, type World } from './world.ts';

/** Longer than a hand-over takes, or its lapse, also of a tab that falls asleep in it. */
const restsMsMax = 60_000;

/** As the channel between tabs carries it, with what the sender's build writes as. */
export type Said = 'ping' | 'pong' | 'poke' | 'owner' | 'ready';

export interface TabSurroundings {
  readonly name: string;
  readonly code: number;
  /** Of a build that was made before there were wishes. */
  readonly isDeaf: boolean;
  readonly world: World;
  readonly disk: SimDisk;
  readonly locks: SimLocks;
  readonly concurrency: number;
  readonly effects: EffectEntry[];
  readonly workflowOf: (source: string) => Workflow | null;
  readonly onShown: (id: ExecutionId, event: ExecutionEvent) => void;
  readonly onTaken: () => void;
  /** The database vanished under it, or a newer build drives, and it has stopped. */
  readonly onGone: (tab: SimTab) => void;
  /** To a newer build, and within the time for it. */
  readonly onHandedOver: () => void;
  /** Between any two steps of its store: it may die there. */
  readonly onStep: (tab: SimTab) => void;
  /** Asked before the safe copy takes what waits; the answer is called when it has. */
  readonly onDraining: () => () => void;
  readonly onProblem: (guarantee: string, reason: unknown) => void;
  /** An execution that this engine cannot drive. */
  readonly onSetAside: (id: ExecutionId, reason: unknown) => void;
  /** To every other tab, later. */
  readonly broadcast: (from: SimTab, message: Said) => void;
}

/** One tab: a seat, and an engine while it drives; the real ones, on a model of everything else. */
export class SimTab {
  readonly process: SimProcess = newProcess();
  readonly #around: TabSurroundings;
  readonly #store: SimStore;
  readonly #seat: Seat;
  /** When somebody first wished it to hand over, since it drives. */
  #wishedAt: number | null = null;
  /** For its page, in time, and it has not begun anew since. */
  hasRested = false;

  constructor(around: TabSurroundings) {
    this.#around = around;
    const { world, disk, locks, name, code } = around;
    this.#store = openStore({
      world,
      disk,
      process: this.process,
      tab: name,
      code,
      step: () => {
        around.onStep(this);
      },
    });
    this.#seat = new Seat({
      clock: world.clockFor(this.process, true),
      lock: locks.lockFor(this.process),
      code,
      createEngine: () => this.#createEngine(),
      onTaken: () => {
        this.#beginAnew();
        if (this.process.isAlive) around.onTaken();
        // What came between reading the inbox and now.
        this.#lookAround();
        return Promise.resolve();
      },
      onChange: ({ isOwner }) => {
        if (isOwner) around.broadcast(this, 'owner');
        // It has stopped and says so: a person reloads the page.
        const { reason } = this.#seat.view;
        if (reason === 'newerBuild') this.#checkHandedOver();
        if (reason === 'storeGone' || reason === 'newerBuild') around.onGone(this);
      },
      onFull: () => undefined,
      onGone: () => undefined,
      ping: () => {
        around.broadcast(this, 'ping');
      },
      ask: () => {
        around.broadcast(this, 'ready');
      },
      report: (what, reason) => {
        // That is said to the person, who reloads.
        const isGone = reason instanceof StoreGoneError;
        if (this.process.isAlive && !isGone) around.onProblem(what, reason);
      },
    });
    // It reports what it cannot do.
    void this.#seat.open();
  }

  get isTakingOver(): boolean {
    return this.process.isAlive && this.#seat.isHolding && this.#seat.engine === null;
  }

  /** It may be resting, which is over soon. */
  get isAskedToGo(): boolean {
    const { world } = this.#around;
    const isAsked = this.#wishedAt !== null && world.now - this.#wishedAt < restsMsMax;
    return this.process.isAlive && isAsked;
  }

  get code(): number {
    return this.#around.code;
  }

  hear(message: Said, code: number): void {
    if (message === 'pong' || message === 'owner') this.#seat.heardOwner(code);
    if (message === 'ping') this.#heardPing(code);
    if (message === 'ready') this.#seat.heardReady();
    if (this.#seat.engine === null) return;
    if (message === 'poke') this.#lookAround();
  }

  /** As far as it knows; a person can use it now. */
  get isDriving(): boolean {
    return this.process.isAlive && !this.process.isFrozen && this.#seat.engine !== null;
  }

  /** As a page does whose person presses Run; `given` is the word that it cannot be lost any more. */
  start(order: StartOrder, given: () => void): void {
    const engine = () => this.#seat.engine;
    const poke = () => {
      this.#around.broadcast(this, 'poke');
    };
    giveOrder({ inbox: this.#store.inbox, engine, poke }, order, true).then(
      () => {
        if (this.process.isAlive) given();
      },
      // They hear that there is no store, or nothing at all.
      () => undefined,
    );
  }

  /** As a page whose person presses Update; it is called when the page may go. */
  update(mayGo: () => void): void {
    this.#wishedAt ??= this.#around.world.now;
    void this.#seat.comeToRest().then(() => {
      if (!this.process.isAlive) return;
      this.hasRested = this.#isInTime();
      mayGo();
    });
  }

  #beginAnew(): void {
    this.#wishedAt = null;
    this.hasRested = false;
  }

  #heardPing(code: number): void {
    if (this.#seat.isHolding) this.#around.broadcast(this, 'pong');
    if (this.#around.isDeaf) return;
    if (code > this.code && this.#seat.engine !== null) this.#wishedAt ??= this.#around.world.now;
    this.#seat.heardWaiter(code);
  }

  /** Nobody has robbed it: the store still knows it as the owner. */
  #checkHandedOver(): void {
    const { disk, name, onHandedOver } = this.#around;
    const isWilling = disk.database.state.owner?.tab === name;
    if (this.process.isAlive && isWilling && this.#isInTime()) onHandedOver();
  }

  #isInTime(): boolean {
    return this.#wishedAt !== null && this.#around.world.now - this.#wishedAt < handOverMs;
  }

  /** Orders, then what waits for the copy; what an end cuts off is taken by the next owner. */
  #lookAround(): void {
    const look = async () => {
      await this.#seat.engine?.takeOrders();
      if (this.#seat.engine === null) return;
      const answer = this.#around.onDraining();
      await this.#store.safeCopy.drain();
      if (this.process.isAlive) answer();
    };
    look().catch((reason: unknown) => {
      // As the realm does: one that has nothing to write learns only here that another took over.
      if (!this.process.isAlive) return;
      if (reason instanceof FencedError) this.#seat.ended(reason);
      if (reason instanceof StorageFullError) this.#seat.engine?.pauseUntilThereIsRoom();
    });
  }

  #createEngine(): Engine {
    const { world, concurrency, effects, workflowOf } = this.#around;
    const store = this.#store;
    return new Engine({
      ...store,
      clock: world.clockFor(this.process),
      random: world.random,
      values: new Values(store.artifacts, (bytes) => Buffer.from(bytes).toString()),
      references: { named: () => [], resolve: (task) => ok(task.with) },
      builtWith: { millrace: 'sim', handlers: {} },
      loadPlan: createPlanLoader(store.workflows, ({ source }) => workflowOf(source)),
      hosts: (events) => new Map([['sim', new SimHost(world, this.process, events, effects)]]),
      missing: (task) =>
        task.type === 'command' ? { code: 'agent', type: 'command', what: 'agent' } : null,
      concurrency: () => concurrency,
      observer: {
        ...this.#observe(),
        logged: () => undefined,
        paused: () => undefined,
        ended: (reason) => {
          // What its store cut off is no hand-over.
          this.#beginAnew();
          if (this.process.isAlive) this.#seat.ended(reason);
        },
        setAside: (id, reason) => {
          if (this.process.isAlive) this.#around.onSetAside(id, reason);
        },
      },
    });
  }

  /** Shown is what is covered, and only by a tab that lives and is not frozen. */
  #observe() {
    const pending: { id: ExecutionId; event: ExecutionEvent; position: number }[] = [];
    return {
      issued: (id: ExecutionId, events: readonly ExecutionEvent[], position: number) => {
        for (const event of events) pending.push({ id, event, position });
      },
      covered: (position: number) => {
        if (!this.process.isAlive) return;
        const open = pending.findIndex((one) => one.position > position);
        for (const { id, event } of pending.splice(0, open < 0 ? pending.length : open)) {
          this.#around.onShown(id, event);
        }
      },
    };
  }
}
