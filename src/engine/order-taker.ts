import type { Input } from '#core/execution/decide.ts';
import type { Plan } from '#core/execution/plan.ts';
import type { ExecutionId, OrderId } from '#core/shared/ids.ts';
import type { Order, StartOrder } from '#ports/inbox.ts';
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

  /** @param orders what is in the inbox for certain; else all of it is read. */
  takeAll(orders?: readonly Order[]): Promise<void> {
    return this.#inTurn(async (done) => {
      for (const order of orders ?? (await this.#parts.inbox.list())) {
        if (this.#parts.isClosed()) return;
        await this.#takeStored(order);
        done.push(order.id);
      }
    });
  }

  /** @param order that is in no inbox, for an execution that the store does not know. */
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
        await this.#begin(one.order);
        begun.push(one);
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
        this.#parts.turn(done);
      });
    this.#last = taken.catch(() => undefined);
    // The next reader need not wait for this one's barrier: many orders share one.
    return taken.then(() => this.#parts.covered());
  }

  async #takeStored(order: Order): Promise<void> {
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
      if (isNew) await this.#begin(order);
    }
  }

  async #begin(order: StartOrder): Promise<void> {
    const { loadPlan, isLive, isClosed, create } = this.#parts;
    const { executionId, versionHash } = order;
    if (this.#begun.has(executionId) || isLive(executionId)) return;
    const plan = await loadPlan(versionHash);
    if (plan === null || isClosed()) return;
    this.#begun.add(executionId);
    create(order, plan);
  }
}
