import {
  applyEvent,
  decide,
  liveExecution,
  openExecution,
  type Input,
  type LiveExecution,
} from '#core/execution/decide.ts';
import { returnMissing } from '#core/execution/agenda.ts';
import type { Execution } from '#core/execution/execution.ts';
import type { Plan } from '#core/execution/plan.ts';
import { pendingTimers, react, type Command } from '#core/execution/react.ts';
import { append } from '#core/shared/append.ts';
import type { ExecutionId, TaskId } from '#core/shared/ids.ts';
import type { Task } from '#core/workflow/model.ts';
import type { Order, StartOrder } from '#ports/inbox.ts';
import type { Owner } from '#ports/ownership.ts';
import type { LogLine } from '#ports/task-host.ts';
import { Attempts } from './attempts.ts';
import { CommitQueue } from './commit-queue.ts';
import type { EngineParts } from './parts.ts';
import { takeUpLive } from './recovery.ts';
import { OrderTaker } from './order-taker.ts';
import { Rest } from './rest.ts';
import { hasWork, noRoom, roomBeside, runsBeside } from './room.ts';
import { RowWriter } from './row-writer.ts';
import { Timers } from './timers.ts';

/** `endedAt` is the position of its end in the commit queue, 0 before. */
type Live = LiveExecution & { endedAt: number };
interface TurnInput {
  readonly executionId: ExecutionId;
  readonly input: Input;
}

/**
 * The driver: turns, commits, dispatch (durability.md, section 2). Invariants:
 * 1. It alone holds its live executions, and only `applyEvent` changes them.
 * 2. A handler gets its input only after `taskStarted` was issued, and behind a barrier when the
 *    task's effect is not pure.
 * 3. When the journal refuses a transaction, nothing decided since is acted on: the engine ends.
 */
export class Engine {
  readonly #parts: EngineParts;
  readonly #live = new Map<ExecutionId, Live>();
  readonly #commits: CommitQueue;
  readonly #rows: RowWriter;
  readonly #timers: Timers;
  readonly #attempts: Attempts;
  readonly #orders: OrderTaker;
  readonly #rest: Rest;
  #inputs: TurnInput[] = [];
  /** Executions that the next turn begins. */
  #begun: { readonly order: StartOrder; readonly plan: Plan }[] = [];
  #isTurnDue = false;
  /** The disk is full: live attempts finish, nothing new starts. */
  #isPaused = false;
  #isClosed = false;
  /** Executions with something ready or doomed; the others cost a turn nothing. */
  readonly #stirring = new Set<Live>();

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#rows = new RowWriter(parts.clock, () => {
      this.#commits.flushRows();
    });
    this.#timers = new Timers(parts.clock, ({ executionId, taskId, timer }) => {
      this.#take(executionId, { kind: 'timerDue', taskId, timer });
    });
    this.#commits = new CommitQueue({
      clock: parts.clock,
      journal: parts.journal,
      rows: () => this.#rows.take(),
      isShort: () => parts.safeCopy.view().kind === 'full',
      onCovered: (position) => {
        parts.observer.covered(position);
        this.#releaseEnded(position);
      },
      onPaused: (isPaused) => {
        this.#isPaused = isPaused;
        parts.observer.paused(isPaused);
        this.#poke();
      },
      onBroken: (reason) => {
        this.close();
        parts.observer.ended(reason);
      },
    });
    this.#attempts = new Attempts({
      ...parts,
      barrier: () => this.#commits.barrier(),
      executionOf: (id) => this.#live.get(id)?.execution,
      take: (executionId, input) => {
        this.#take(executionId, input);
      },
      log: (executionId, lines) => {
        this.#onLog(executionId, lines);
      },
      slotsChanged: () => {
        this.#poke();
      },
      broken: (reason) => {
        this.#break(reason);
      },
    });
    this.#orders = new OrderTaker({
      ...parts,
      isClosed: () => this.#isClosed,
      isLive: (id) => this.#live.has(id),
      take: (executionId, input) => {
        this.#inputs.push({ executionId, input });
      },
      create: (order, plan) => {
        this.#begun.push({ order, plan });
      },
      turn: (done) => {
        this.#turn(() => {
          for (const id of done) this.#commits.addDoneOrder(id);
          this.#commits.wantBarrier();
        });
      },
      covered: () => this.#commits.coverSoon(),
    });
    this.#rest = new Rest({ live: this.#live, barrier: () => this.#commits.barrier() });
  }

  /** Takes ownership, folds what is live and goes on with it. */
  async open(): Promise<Owner> {
    const owner = await this.#parts.ownership.take();
    await this.#takeUp(owner.goodbye);
    await this.takeOrders();
    return owner;
  }

  /** Goes on with what is live in the store and not here: after a restore there may be such. */
  takeUp(): Promise<void> {
    return this.#takeUp(true);
  }

  /** What a task waits for may be there by now, as a file that a person gave the word for. */
  lookAgain(): void {
    const { missing } = this.#parts;
    for (const live of this.#live.values()) {
      const isBack = (task: Task) => missing(task) === null;
      if (returnMissing(live.execution, live.agenda, isBack)) this.#stir(live);
    }
    this.#poke();
  }

  #takeUp(goodbye: boolean): Promise<void> {
    const { executions, loadPlan, observer } = this.#parts;
    return takeUpLive({
      executions,
      loadPlan,
      isHere: (id) => this.#live.has(id),
      goOn: (execution) => {
        this.#resume(execution, goodbye);
      },
      drop: (id) => this.#live.delete(id),
      confirm: () => this.#commits.confirm(),
      barrier: () => this.#commits.barrier(),
      setAside: (id, reason) => {
        observer.setAside(id, reason);
      },
    });
  }

  /**
   * Acts on these orders, or on all that are in the inbox; resolves when the answers are behind a
   * barrier.
   */
  takeOrders(orders?: readonly Order[]): Promise<void> {
    return this.#orders.takeAll(orders);
  }

  /**
   * Begins an execution that the store does not know, by an order that is written nowhere: its first
   * event is the record of it. Resolves when that is behind a barrier.
   */
  start(order: StartOrder): Promise<void> {
    return this.#orders.start(order);
  }

  requestBarrier(): void {
    this.#commits.requestBarrier();
  }

  barrier(): Promise<void> {
    return this.#commits.barrier();
  }

  /** As `barrier`, and lets others into the same transaction for some milliseconds. */
  coverSoon(): Promise<void> {
    return this.#commits.coverSoon();
  }

  /** Somebody found the disk full: the next barrier finds it too, pauses, and ends the pause. */
  pauseUntilThereIsRoom(): void {
    // Whatever else breaks it is told by the queue.
    this.#commits.confirm().catch(() => undefined);
  }

  /**
   * Begins no attempt until `goOn`; orders are taken as ever.
   * @param onRest called when no attempt of a `once` task is under way, and all ends are written.
   */
  comeToRest(onRest: () => void): void {
    this.#rest.begin(onRest);
  }

  goOn(): void {
    this.#rest.end();
    this.#poke();
  }

  /** The live state, to be read at once and not kept; undefined when it is not live. */
  get(id: ExecutionId): LiveExecution | undefined {
    return this.#live.get(id);
  }

  /** There is no room to write with. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Whether any execution is live here. */
  get isLive(): boolean {
    return this.#live.size > 0;
  }

  /** Whether something will go on by itself: runs, is ready, or has a timer. */
  isBusy(id: ExecutionId): boolean {
    const live = this.#live.get(id);
    if (live === undefined) return false;
    const { counts, cancelRequested } = live.execution;
    return counts.running > 0 || cancelRequested || hasWork(live) || this.#timers.has(id);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#commits.close();
    this.#timers.close();
    this.#attempts.close();
    this.#live.clear();
    this.#inputs = [];
  }

  #resume(execution: Execution, goodbye: boolean): void {
    if (execution.ended !== null) {
      this.#rows.changed(execution);
      return;
    }
    const live = this.#adopt(liveExecution(execution, this.#parts.missing));
    // Also when nothing is decided: a restored row knows only what events tell.
    this.#rows.changed(execution);
    const decided = this.#apply(live, { kind: 'ownerTaken', goodbye });
    this.#perform(live, [...(decided ?? []), ...pendingTimers(execution)]);
    this.#poke();
  }

  #adopt(opened: LiveExecution): Live {
    const live: Live = { ...opened, endedAt: 0 };
    this.#live.set(opened.execution.id, live);
    this.#stir(live);
    return live;
  }

  #create(order: StartOrder, plan: Plan): void {
    const { versionHash, key, params } = order;
    const live = this.#adopt(openExecution(order.executionId, plan));
    const { builtWith } = this.#parts;
    const input: Input = { kind: 'create', versionHash, key, params, builtWith, order: order.id };
    // The turn that starts its tasks is the one that takes the orders: they share a transaction.
    this.#perform(live, this.#apply(live, input));
  }

  #take(executionId: ExecutionId, input: Input): void {
    if (this.#isClosed) return;
    this.#inputs.push({ executionId, input });
    this.#poke();
  }

  #onLog(executionId: ExecutionId, lines: readonly LogLine[]): void {
    if (!this.#live.has(executionId) || this.#isClosed) return;
    const position = this.#commits.addLogs(executionId, lines);
    this.#parts.observer.logged(executionId, lines, position);
    this.#commits.flush();
  }

  #poke(): void {
    if (this.#isTurnDue || this.#isClosed) return;
    this.#isTurnDue = true;
    queueMicrotask(() => {
      this.#turn();
    });
  }

  #turn(
    finish: () => void = () => {
      this.#commits.flush();
    },
  ): void {
    this.#isTurnDue = false;
    if (this.#isClosed) return;
    const inputs = this.#inputs;
    this.#inputs = [];
    const commands = new Map<Live, Command[]>();
    for (const { order, plan } of this.#begun.splice(0)) this.#create(order, plan);
    for (const { executionId, input } of inputs) {
      const live = this.#live.get(executionId);
      if (live !== undefined) collect(commands, live, this.#apply(live, input));
    }
    this.#advance(commands);
    for (const [live, list] of commands) this.#perform(live, list);
    finish();
    this.#rest.look();
  }

  #advance(commands: Map<Live, Command[]>): void {
    for (const live of this.#stirring) {
      for (;;) {
        const decided = this.#apply(live, { kind: 'advance', ...this.#room() });
        if (decided === null) break;
        collect(commands, live, decided);
      }
      if (!hasWork(live)) this.#stirring.delete(live);
    }
  }

  #room() {
    if (this.#isPaused || this.#rest.isOn) return noRoom;
    return roomBeside(this.#live.values(), this.#parts.concurrency());
  }

  /** Decides, folds, and hands the events to the journal. @returns null when nothing followed. */
  #apply(live: Live, input: Input): Command[] | null {
    const { clock, random, missing } = this.#parts;
    const events = decide(live, input, { now: clock.now(), random, missing });
    if (events.length === 0) return null;
    const { execution } = live;
    const commands: Command[] = [];
    for (const event of events) {
      applyEvent(live, event);
      append(commands, react(execution, event));
    }
    const position = this.#commits.add(execution.id, events);
    if (execution.ended !== null) live.endedAt = position;
    this.#rows.changed(execution);
    this.#stir(live);
    this.#parts.observer.issued(execution.id, events, position);
    return commands;
  }

  #stir(live: Live): void {
    this.#stirring.add(live);
  }

  #perform(live: Live, commands: readonly Command[] | null): void {
    const { execution } = live;
    const runs: { readonly taskId: TaskId; readonly attempt: number }[] = [];
    for (const command of commands ?? []) {
      if (command.kind === 'runTask') runs.push(command);
      else if (command.kind === 'setTimer') this.#timers.set(execution.id, command);
      else if (command.kind === 'release') this.#release(live);
      else this.#attempts.stop(execution, command);
    }
    if (runs.length > 0) this.#attempts.run(execution, runs);
  }

  /** While others run, the ends of several share a barrier. */
  #release(live: Live): void {
    if (runsBeside(this.#live.values(), live)) this.#commits.wantBarrier();
    else this.#commits.requestBarrier();
  }

  #releaseEnded(position: number): void {
    for (const [id, live] of this.#live) {
      if (live.endedAt === 0 || live.endedAt > position) continue;
      this.#timers.clear(id);
      this.#stirring.delete(live);
      this.#live.delete(id);
    }
  }

  #break(reason: unknown): void {
    if (this.#isClosed) return;
    this.close();
    this.#parts.observer.ended(reason);
  }
}

function collect(commands: Map<Live, Command[]>, live: Live, decided: Command[] | null): void {
  if (decided === null) return;
  const list = commands.get(live);
  if (list === undefined) commands.set(live, decided);
  else append(list, decided);
}
