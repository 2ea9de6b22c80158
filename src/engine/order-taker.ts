import type { Input } from '#core/execution/decide.ts';
import type { Plan } from '#core/execution/plan.ts';
import type { ExecutionId, OrderId } from '#core/shared/ids.ts';
import type { Order, StartOrder } from '#ports/inbox.ts';
import { EngineEndedError } from './commit-queue.ts';
import type { EngineParts } from './parts.ts';

interface Parts extends Pick<EngineParts, 'executions' | 'inbox' | 'loadPlan'> {
  readonly isClosed: () => boolean;
  readonly isLive: (id: ExecutionId) => boolean;
  /** For the next turn. */
  readonly take: (id: ExecutionId, input: Input) => void;
  /** In the next turn. */
  readonly create: (order: StartOrder, plan: Plan) => void;
  /** @param done rows of the inbox that go in one transaction with what they have led to. */
  readonly turn: (done: readonly OrderId[]) => void;
  /** Resolves when all that was decided so far is behind a barrier. */
  readonly covered: () => Promise<void>;
}

interface Arrived {
  readonly order: StartOrder;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** The version that an order names is not in this store, or not to be read: nothing can run. */
export class UnknownVersionError extends Error {
  override readonly name = 'UnknownVersionError';
}

/** Acts on orders, each once, in the order in which they come. */
export class OrderTaker {
  readonly #parts: Parts;
  /** Begun by this engine; what began before it is in the store. */
  readonly #begun = new Set<ExecutionId>();
  #last: Promise<void> = Promise.resolve();
  /** Starts that wait for their turn. */
  readonly #arrived: Arrived[] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * @param orders what is in the inbox for certain; else all of it is read.
   * @throws UnknownVersionError when one of these orders starts nothing, after the others are taken.
   */
  async takeAll(orders?: readonly Order[]): Promise<void> {
    const refused: UnknownVersionError[] = [];
    await this.#inTurn(async (done) => {
      for (const order of orders ?? (await this.#parts.inbox.list())) {
        if (this.#parts.isClosed()) return;
        const refusal = await this.#takeStored(order);
        if (refusal !== null) refused.push(refusal);
        done.push(order.id);
      }
    });
    const [refusal] = refused;
    // Of what was only read there whoever gave it is elsewhere, and waits for no answer.
    if (refusal !== undefined && orders !== undefined) throw refusal;
  }

  /**
   * @param order that is in no inbox, for an execution that the store does not know.
   * @throws UnknownVersionError, EngineEndedError when nothing of it is written.
   */
  start(order: StartOrder): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#arrived.push({ order, resolve, reject });
      // What arrives before its turn comes begins with it, and shares its messages and its barrier.
      if (this.#arrived.length === 1) void this.#startArrived(); // Tells each of them, so never rejects.
    });
  }

  async #startArrived(): Promise<void> {
    let begun: readonly Arrived[] = [];
    try {
      await this.#inTurn(async () => {
        begun = await this.#beginEach(this.#arrived.splice(0));
      });
      for (const { resolve } of begun) resolve();
    } catch (reason) {
      for (const { reject } of begun) reject(reason);
    }
  }

  /** @returns those that could be begun; the others are told why. */
  async #beginEach(arrived: readonly Arrived[]): Promise<readonly Arrived[]> {
    const begun: Arrived[] = [];
    for (const one of arrived) {
      try {
        const refusal = await this.#begin(one.order);
        if (refusal === null) begun.push(one);
        else one.reject(refusal);
      } catch (reason) {
        one.reject(reason);
      }
    }
    return begun;
  }

  /** One reader at a time: two would both find a new order, and begin its execution twice. */
  #inTurn(take: (done: OrderId[]) => Promise<void>): Promise<void> {
    const done: OrderId[] = [];
    const taken = this.#last
      .then(() => take(done))
      .then(() => {
        // A turn that does nothing leaves nothing to be covered: that would look like an answer.
        if (this.#parts.isClosed()) throw new EngineEndedError('The engine has ended');
        this.#parts.turn(done);
      });
    this.#last = taken.catch(() => undefined);
    // The next reader need not wait for this one's barrier: many orders share one.
    return taken.then(() => this.#parts.covered());
  }

  async #takeStored(order: Order): Promise<UnknownVersionError | null> {
    const { executions, take } = this.#parts;
    const { executionId, id } = order;
    if (order.kind === 'stop') {
      take(executionId, { kind: 'cancel', order: id });
    } else if (order.kind === 'answer') {
      const { taskId, answer } = order;
      take(executionId, { kind: 'answer', taskId, answer, order: id });
    } else {
      const isHere = this.#begun.has(executionId) || this.#parts.isLive(executionId);
      const isNew = !isHere && (await executions.get(executionId)) === null;
      if (isNew) return this.#begin(order);
    }
    return null;
  }

  /** @returns why it cannot; null when it has begun, now or before. */
  async #begin(order: StartOrder): Promise<UnknownVersionError | null> {
    const { loadPlan, isLive, isClosed, create } = this.#parts;
    const { executionId, versionHash } = order;
    if (this.#begun.has(executionId) || isLive(executionId)) return null;
    const plan = await loadPlan(versionHash);
    if (plan === null) return new UnknownVersionError(`${executionId} has no version to run`);
    // Whoever waits for it hears that the engine has ended.
    if (isClosed()) return null;
    this.#begun.add(executionId);
    create(order, plan);
    return null;
  }
}
