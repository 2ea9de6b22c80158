import type { Execution } from '#core/execution/execution.ts';
import type { Plan } from '#core/execution/plan.ts';
import { toTaskId, type ExecutionId, type VersionHash } from '#core/shared/ids.ts';
import type { JsonValue } from '#core/shared/json.ts';
import type { Store } from '#ports/store.ts';
import type { Engine } from './engine.ts';
import { readExecution } from './stored.ts';
import type { Values } from './values.ts';

interface Parts {
  readonly store: Pick<Store, 'executions'>;
  readonly values: Values;
  readonly loadPlan: (hash: VersionHash) => Promise<Plan | null>;
  readonly engine: () => Engine | null;
}

/**
 * What tasks gave, for a page that asks for one after another. A live run is in memory already; of
 * those that have ended the last one that was asked about is kept folded, as nothing follows in it.
 */
export class Outputs {
  readonly #parts: Parts;
  #ended: Execution | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @returns null when the task has none or the execution is unknown. */
  async read(id: ExecutionId, taskId: string): Promise<{ readonly value: JsonValue } | null> {
    const engine = this.#parts.engine();
    const live = engine?.get(id);
    // Looked at before the barrier: what is answered is behind it.
    const now = live === undefined ? null : outputOf(live.execution, taskId);
    await engine?.barrier();
    const output = now ?? outputOf(await this.#stored(id), taskId);
    return output === null ? null : { value: await this.#parts.values.load(output) };
  }

  async #stored(id: ExecutionId): Promise<Execution | null> {
    const { executions } = this.#parts.store;
    const kept = this.#ended;
    if (kept?.id === id && (await executions.get(id))?.endedAt === kept.endedAt) return kept;
    this.#ended = null;
    const execution = (await readExecution(this.#parts, id))?.execution ?? null;
    if (execution !== null && execution.ended !== null) this.#ended = execution;
    return execution;
  }
}

function outputOf(execution: Execution | null, taskId: string) {
  const index = execution?.plan.indexById.get(toTaskId(taskId)) ?? -1;
  return execution?.tasks[index]?.output ?? null;
}
