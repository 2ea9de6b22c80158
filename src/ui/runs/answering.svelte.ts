import { toOrderId } from '#core/shared/ids.ts';
import type { ExecutionId, OrderId, TaskId } from '#core/shared/ids.ts';
import type { TaskAnswer } from '#ports/engine-api.ts';
import type { Session } from '#ui/app/session.svelte.ts';

/** A person's answer to one question: given once, and kept until the engine has taken it. */
export class Answering {
  given = $state.raw<TaskAnswer | null>(null);
  refusal = $state.raw<string | null>(null);
  readonly #session: Session;
  /** One per answer, so that pressing again after a lost reply answers once. */
  readonly #orders: Partial<Record<TaskAnswer, OrderId>> = {};

  constructor(session: Session) {
    this.#session = session;
  }

  async give(executionId: ExecutionId, taskId: TaskId, answer: TaskAnswer): Promise<void> {
    if (this.given !== null) return;
    const { client, text } = this.#session;
    const order = (this.#orders[answer] ??= toOrderId(crypto.randomUUID()));
    this.given = answer;
    this.refusal = null;
    try {
      const result = await client.answerTask({ order, executionId, taskId, answer });
      if (result.kind === 'notAsked') this.refusal = text.run.question.notAsked;
    } catch {
      // The engine is dead; the same order is sent again when the person presses again.
      this.given = null;
      this.refusal = text.run.question.engine;
    }
  }
}
