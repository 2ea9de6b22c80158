import type { BuiltWith, ExecutionEvent, WaitingCause } from '#core/execution/events.ts';
import type { Plan } from '#core/execution/plan.ts';
import type { ExecutionId, VersionHash } from '#core/shared/ids.ts';
import type { Random } from '#core/shared/random.ts';
import type { Task } from '#core/workflow/model.ts';
import type { Clock } from '#ports/clock.ts';
import type { ExecutionStore } from '#ports/execution-store.ts';
import type { Inbox } from '#ports/inbox.ts';
import type { Journal } from '#ports/journal.ts';
import type { Ownership } from '#ports/ownership.ts';
import type { SafeCopy } from '#ports/safe-copy.ts';
import type { HostEvents, LogLine, TaskHost } from '#ports/task-host.ts';
import type { References } from './dispatch.ts';
import type { Values } from './values.ts';

/** What an engine is put together from. */
export interface EngineParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly ownership: Ownership;
  readonly journal: Journal;
  readonly executions: ExecutionStore;
  readonly inbox: Inbox;
  readonly safeCopy: SafeCopy;
  readonly values: Values;
  readonly references: References;
  readonly builtWith: BuiltWith;
  /** Immutable versions, ready to run; null when unknown. */
  readonly loadPlan: (hash: VersionHash) => Promise<Plan | null>;
  /** By task type. */
  readonly hosts: (events: HostEvents) => ReadonlyMap<string, TaskHost>;
  /** Why no host can run a task here; null when one can. */
  readonly missing: (task: Task) => WaitingCause | null;
  /** Attempts that may be live at once, over all executions. */
  readonly concurrency: () => number;
  readonly observer: EngineObserver;
}

export interface EngineObserver {
  /** Decided but not yet behind a barrier: to be shown once `covered` has passed `position`. */
  issued(executionId: ExecutionId, events: readonly ExecutionEvent[], position: number): void;
  logged(executionId: ExecutionId, lines: readonly LogLine[], position: number): void;
  covered(position: number): void;
  /** There is no room to write: nothing new starts until a write succeeds again. */
  paused(isPaused: boolean): void;
  /** The engine has ended by itself; nothing it had not shown will come back but from the journal. */
  ended(reason: unknown): void;
  /** This execution cannot be taken up; it is left as it is. */
  setAside(executionId: ExecutionId, reason: unknown): void;
}
