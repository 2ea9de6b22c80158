import type { Execution } from '#core/execution/execution.ts';
import type { Plan } from '#core/execution/plan.ts';
import type { ExecutionId, VersionHash } from '#core/shared/ids.ts';
import type { ExecutionStore } from '#ports/execution-store.ts';
import { foldStored } from './stored.ts';

interface Parts {
  readonly executions: ExecutionStore;
  readonly loadPlan: (hash: VersionHash) => Promise<Plan | null>;
  readonly isHere: (id: ExecutionId) => boolean;
  readonly goOn: (execution: Execution) => void;
  readonly drop: (id: ExecutionId) => void;
  /** Rejects when another owns the store by now. */
  readonly confirm: () => Promise<void>;
  readonly barrier: () => Promise<void>;
  readonly setAside: (id: ExecutionId, reason: unknown) => void;
}

/**
 * Goes on with every execution that is live in the store and not here (durability.md, section 3).
 * One that cannot be taken up costs nothing but itself; that is said only once it is certain that
 * this is still the owner: whoever slept on the way has read what another writes, or deletes.
 */
export async function takeUpLive(parts: Parts): Promise<void> {
  const { executions, isHere, goOn, drop, confirm, barrier, setAside } = parts;
  const failed = new Map<ExecutionId, unknown>();
  for (const id of await executions.listLive()) {
    if (isHere(id)) continue;
    try {
      goOn(await foldStored(parts, id));
    } catch (reason) {
      drop(id);
      failed.set(id, reason);
    }
  }
  await (failed.size > 0 ? confirm() : barrier());
  for (const [id, reason] of failed) setAside(id, reason);
}
