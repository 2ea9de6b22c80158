import { statusOf } from '#core/execution/status.ts';
import type { ExecutionStatus } from '#core/execution/events.ts';
import { toOrderId, type ExecutionId, type VersionHash } from '#core/shared/ids.ts';
import type { Plan } from '#core/execution/plan.ts';
import { exportText, readExecution } from '#engine/stored.ts';
import type { Engine } from '#engine/engine.ts';
import type { EngineObserver } from '#engine/parts.ts';
import type { Values } from '#engine/values.ts';
import type { Store } from '#ports/store.ts';

/** An engine for one execution at a time, and the end of it. */
export interface Host {
  /** Resolves when it has ended, or when nothing goes on by itself any more. */
  runUntilStill(id: ExecutionId): Promise<void>;
  stop(id: ExecutionId): Promise<void>;
  report(id: ExecutionId): Promise<Report>;
  close(): void;
}

export interface Report {
  readonly text: string;
  readonly status: ExecutionStatus;
  readonly summary: string;
}

interface Parts {
  readonly store: Store;
  readonly values: Values;
  readonly loadPlan: (hash: VersionHash) => Promise<Plan | null>;
  readonly createEngine: (observer: EngineObserver) => Engine;
}

export function openHost({ store, values, loadPlan, createEngine }: Parts): Host {
  const end = Promise.withResolvers<undefined>();
  let look: () => void = () => undefined;
  const engine = createEngine({
    issued: () => undefined,
    logged: () => undefined,
    paused: () => undefined,
    covered: () => {
      // Ended executions are let go right after this, so the look comes a moment later.
      queueMicrotask(() => {
        look();
      });
    },
    ended: (reason) => {
      end.reject(reason instanceof Error ? reason : new Error(String(reason)));
    },
    setAside: (_id, reason) => {
      end.reject(reason instanceof Error ? reason : new Error(String(reason)));
    },
  });
  return {
    runUntilStill: async (id) => {
      await Promise.race([engine.open(), end.promise]);
      look = () => {
        if (!engine.isBusy(id)) end.resolve(undefined);
      };
      look();
      await end.promise;
    },
    stop: async (id) => {
      await store.inbox.put({
        kind: 'stop',
        id: toOrderId(`stop-${id}`),
        at: Date.now(),
        executionId: id,
      });
      await engine.takeOrders();
    },
    report: async (id) => {
      const stored = await readExecution({ store, loadPlan }, id);
      if (stored === null) throw new Error(`Execution ${id} left no journal`);
      const status = statusOf(stored.execution);
      const text = await exportText({ store, values }, stored);
      return { text, status, summary: summarise(status, stored.execution.counts) };
    },
    close: () => {
      engine.close();
    },
  };
}

function summarise(status: ExecutionStatus, counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${String(count)} ${state}`);
  return `${status}: ${parts.join(', ') || 'no tasks'}`;
}
