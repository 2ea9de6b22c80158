import { isJsonObject, own, type JsonValue } from '#core/shared/json.ts';
import type { ExecutionId } from '#core/shared/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { Retention } from '#ports/engine-api.ts';
import type { ExecutionRow, ExecutionStore } from '#ports/execution-store.ts';
import type { Settings } from '#ports/settings.ts';

const key = 'retention';
const dayMs = 24 * 60 * 60 * 1000;
/** Nothing is deleted by itself until a person says so. */
const keepAll: Retention = { runs: null, days: null };

interface Parts {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly executions: ExecutionStore;
}

/** How many ended runs are kept, and for how long. Versions stay: whoever names one finds it. */
export class RetentionKeeper {
  readonly #parts: Parts;
  /** As last read: every end of a run asks for it. Null when another tab may have set it since. */
  #known: Promise<Retention> | null = null;
  #isSweeping = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async get(): Promise<Retention> {
    return readRetention(await this.#parts.settings.get(key));
  }

  async set(retention: Retention): Promise<void> {
    await this.#parts.settings.set(key, { ...retention });
    this.#known = null;
  }

  /** Another tab may have set it. */
  lookAgain(): void {
    this.#known = null;
  }

  /** To be called by whoever drives. @returns how many runs went. */
  async sweep(): Promise<number> {
    if (this.#isSweeping) return 0;
    this.#isSweeping = true;
    try {
      this.#known ??= this.get();
      const retention = await this.#known;
      if (retention.runs === null && retention.days === null) return 0;
      const rows = await this.#parts.executions.list();
      const expired = expiredOf(rows, retention, this.#parts.clock.now());
      for (const id of expired) await this.#parts.executions.remove(id);
      return expired.length;
    } catch (error) {
      this.#known = null;
      throw error;
    } finally {
      this.#isSweeping = false;
    }
  }
}

/**
 * Ended runs that are too many of their workflow, or too old.
 * @param rows earliest first.
 */
export function expiredOf(
  rows: readonly ExecutionRow[],
  { runs, days }: Retention,
  now: number,
): ExecutionId[] {
  const kept = new Map<string, number>();
  const expired: ExecutionId[] = [];
  for (const { id, workflowId, endedAt } of rows.toReversed()) {
    if (endedAt === null) continue;
    const count = (kept.get(workflowId) ?? 0) + 1;
    kept.set(workflowId, count);
    const isTooMany = runs !== null && count > runs;
    const isTooOld = days !== null && now - endedAt > days * dayMs;
    if (isTooMany || isTooOld) expired.push(id);
  }
  return expired;
}

function readRetention(value: JsonValue | null): Retention {
  if (!isJsonObject(value)) return keepAll;
  const limit = (name: string) => {
    const stored = own(value, name);
    return typeof stored === 'number' && stored >= 1 ? stored : null;
  };
  return { runs: limit('runs'), days: limit('days') };
}
