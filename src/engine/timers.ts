import type { TimerKind } from '#core/execution/decide.ts';
import type { Command } from '#core/execution/react.ts';
import type { ExecutionId, TaskId } from '#core/shared/ids.ts';
import type { Clock } from '#ports/clock.ts';

/** A clock that jumps, or a machine that slept, is noticed within this. */
const lookAgainMs = 30_000;

export interface DueTimer {
  readonly executionId: ExecutionId;
  readonly taskId: TaskId;
  readonly timer: TimerKind;
}

type SetTimer = Extract<Command, { readonly kind: 'setTimer' }>;

/**
 * Durable waits: due by wall time, but never longer than their whole length of awake time, so that
 * a wall clock set back cannot hold a task. What is due twice is harmless: `decide` looks.
 */
export class Timers {
  readonly #clock: Clock;
  readonly #onDue: (due: DueTimer) => void;
  readonly #cancels = new Map<ExecutionId, Map<string, () => void>>();

  constructor(clock: Clock, onDue: (due: DueTimer) => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  set(executionId: ExecutionId, { taskId, timer, wakeAt, lengthMs }: SetTimer): void {
    const limit = this.#clock.monotonic() + lengthMs;
    const name = `${timer} ${taskId}`;
    const ofExecution = this.#cancels.get(executionId) ?? new Map<string, () => void>();
    this.#cancels.set(executionId, ofExecution);
    ofExecution.get(name)?.();
    const look = () => {
      const left = Math.min(wakeAt - this.#clock.now(), limit - this.#clock.monotonic());
      if (left <= 0) {
        ofExecution.delete(name);
        this.#onDue({ executionId, taskId, timer });
      } else {
        ofExecution.set(name, this.#clock.after(Math.min(left, lookAgainMs), look));
      }
    };
    ofExecution.set(
      name,
      this.#clock.after(
        Math.max(0, Math.min(wakeAt - this.#clock.now(), lengthMs, lookAgainMs)),
        look,
      ),
    );
  }

  has(executionId: ExecutionId): boolean {
    return (this.#cancels.get(executionId)?.size ?? 0) > 0;
  }

  clear(executionId: ExecutionId): void {
    for (const cancel of this.#cancels.get(executionId)?.values() ?? []) cancel();
    this.#cancels.delete(executionId);
  }

  close(): void {
    for (const executionId of [...this.#cancels.keys()]) this.clear(executionId);
  }
}
