import type { LiveExecution } from '#core/execution/decide.ts';
import type { ExecutionId } from '#core/shared/ids.ts';

interface Parts {
  readonly live: ReadonlyMap<ExecutionId, LiveExecution>;
  readonly barrier: () => Promise<void>;
}

/**
 * What an engine does before another takes its place: it begins no attempt, and those of `once` tasks
 * come to their end, since nobody could tell afterwards what they did. Others are simply run again.
 */
export class Rest {
  readonly #parts: Parts;
  #isOn = false;
  #tell: (() => void) | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /** @param onRest called once, when all such ends are behind a barrier, unless it goes on before. */
  begin(onRest: () => void): void {
    this.#isOn = true;
    this.#tell = onRest;
    this.look();
  }

  end(): void {
    this.#isOn = false;
    this.#tell = null;
  }

  /** To be called behind each turn. */
  look(): void {
    const tell = this.#tell;
    if (tell === null) return;
    for (const live of this.#parts.live.values()) if (runsOnce(live)) return;
    this.#tell = null;
    this.#parts.barrier().then(
      () => {
        if (this.#isOn) tell();
      },
      () => undefined, // The engine has ended, and its seat tells.
    );
  }
}

function runsOnce({ execution }: LiveExecution): boolean {
  if (execution.counts.running === 0) return false;
  return execution.tasks.some(
    ({ state }, index) => state === 'running' && execution.plan.tasks[index]?.effect === 'once',
  );
}
