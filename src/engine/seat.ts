import { unreachable } from '#core/shared/assert.ts';
import type { Clock } from '#ports/clock.ts';
import type { OwnerView } from '#ports/engine-api.ts';
import { FencedError, NewerBuildError, StorageError } from '#ports/journal.ts';
import type { HeldLock, OwnerLock } from '#ports/owner-lock.ts';
import type { Healed } from '#ports/ownership.ts';
import { EngineEndedError } from './commit-queue.ts';
import type { Engine } from './engine.ts';

const pingMs = 2_000;
/** So many pings unanswered, while this tab was awake, and the owner is taken for dead. */
const silentPingsMax = 5;

interface Parts {
  readonly clock: Clock;
  /** Null where the browser has none, and nobody may drive. */
  readonly lock: OwnerLock | null;
  readonly createEngine: () => Engine;
  /** After each take-over, before anything is shown. */
  readonly onTaken: (healed: Healed | null) => Promise<void>;
  readonly onChange: (change: { readonly isOwner: boolean; readonly epoch: number | null }) => void;
  readonly ping: () => void;
  /** What cannot go on; told to whoever develops, never to a person's eyes alone. */
  readonly report: (what: string, reason: unknown) => void;
}

type Seated =
  | { readonly kind: 'waiter' }
  | {
      readonly kind: 'owner';
      readonly engine: Engine;
      readonly epoch: number;
      readonly held: HeldLock;
    }
  | { readonly kind: 'viewer'; readonly reason: NonNullable<OwnerView['reason']> };

/**
 * Whether this realm drives executions (durability.md, section 3).
 * 1. It drives only while it holds the lock and its epoch is the newest.
 * 2. A waiter tells death from sleep: only pings unanswered while it was awake itself count.
 * 3. Who lost the lock or the fence ends its engine, keeps nothing it had not shown, and waits.
 */
export class Seat {
  readonly #parts: Parts;
  #seated: Seated = { kind: 'waiter' };
  #silentPings = 0;
  #stopWaiting: AbortController | null = null;
  #cancelPing: (() => void) | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get engine(): Engine | null {
    return this.#seated.kind === 'owner' ? this.#seated.engine : null;
  }

  get epoch(): number | null {
    return this.#seated.kind === 'owner' ? this.#seated.epoch : null;
  }

  get view(): OwnerView {
    switch (this.#seated.kind) {
      case 'owner':
        return { isOwner: true, reason: null, mayOrder: true };
      case 'waiter':
        return { isOwner: false, reason: 'otherTab', mayOrder: true };
      case 'viewer':
        return { isOwner: false, reason: this.#seated.reason, mayOrder: false };
      default:
        return unreachable(this.#seated);
    }
  }

  /** Resolves when it is known whether this realm drives; a waiter goes on waiting behind it. */
  async open(): Promise<void> {
    const { lock } = this.#parts;
    if (lock === null) {
      this.#seated = { kind: 'viewer', reason: 'noLocks' };
      return;
    }
    const held = await lock.tryTake();
    if (held === null) this.#wait(lock);
    else await this.#take(held);
  }

  /** The owner lives. */
  heardOwner(): void {
    this.#silentPings = 0;
  }

  /** The engine can go on no more; what it decided since its last barrier was shown to nobody. */
  ended(reason: unknown): void {
    if (this.#seated.kind !== 'owner') return;
    if (reason instanceof FencedError) {
      this.#leave(this.#seated.held);
      return;
    }
    this.#parts.report('The engine has ended', reason);
    this.#become({ kind: 'viewer', reason: 'storeGone' });
  }

  #wait(lock: OwnerLock): void {
    this.#become({ kind: 'waiter' });
    this.#silentPings = 0;
    const waiting = new AbortController();
    this.#stopWaiting = waiting;
    lock.wait(waiting.signal).then(
      (held) => {
        this.#granted(held);
      },
      (reason: unknown) => {
        if (!waiting.signal.aborted) this.#parts.report('Waiting for the lock failed', reason);
      },
    );
    this.#pingLater(lock, waiting.signal);
  }

  #pingLater(lock: OwnerLock, signal: AbortSignal): void {
    const { clock, ping } = this.#parts;
    const due = clock.monotonic() + pingMs;
    this.#cancelPing = clock.after(pingMs, () => {
      if (signal.aborted) return;
      // A timer that comes this late means that this tab slept, and cannot judge the other.
      const isLate = clock.monotonic() - due > pingMs;
      this.#silentPings = isLate ? 0 : this.#silentPings + 1;
      if (this.#silentPings > silentPingsMax) {
        this.#steal(lock);
        return;
      }
      ping();
      this.#pingLater(lock, signal);
    });
  }

  #steal(lock: OwnerLock): void {
    this.#endWaiting();
    lock.steal().then(
      (held) => {
        this.#granted(held);
      },
      (reason: unknown) => {
        this.#parts.report('The lock could not be taken over', reason);
      },
    );
  }

  #endWaiting(): void {
    this.#stopWaiting?.abort();
    this.#stopWaiting = null;
    this.#cancelPing?.();
    this.#cancelPing = null;
  }

  #granted(held: HeldLock | null): void {
    // It catches and reports what it awaits.
    if (held !== null) void this.#take(held);
  }

  async #take(held: HeldLock): Promise<void> {
    const { createEngine, onTaken, report } = this.#parts;
    this.#endWaiting();
    let isLost = false;
    // Never rejects.
    void held.lost.then(() => {
      isLost = true;
      if (this.#seated.kind === 'owner') this.#leave(held);
    });
    const engine = createEngine();
    try {
      const { epoch, healed } = await engine.open();
      if (hasBeen(isLost)) {
        engine.close();
        this.#leave(held);
        return;
      }
      this.#seated = { kind: 'owner', engine, epoch, held };
      await onTaken(healed);
      this.#parts.onChange({ isOwner: true, epoch });
    } catch (reason) {
      engine.close();
      if (hasBeen(isLost) || reason instanceof FencedError || reason instanceof EngineEndedError) {
        // Another was quicker: its epoch is newer.
        this.#leave(held);
        return;
      }
      held.release();
      report('Taking over failed', reason);
      this.#become({ kind: 'viewer', reason: reasonOf(reason) });
    }
  }

  /** No longer the owner: waits like everybody else. */
  #leave(held: HeldLock): void {
    held.release();
    if (this.#seated.kind === 'owner') this.#seated.engine.close();
    const { lock } = this.#parts;
    if (lock !== null) this.#wait(lock);
  }

  #become(seated: Seated): void {
    if (this.#seated.kind === 'owner') this.#seated.engine.close();
    this.#seated = seated;
    this.#parts.onChange({ isOwner: false, epoch: null });
  }
}

/** Asked anew after something was awaited. */
function hasBeen(flag: boolean): boolean {
  return flag;
}

function reasonOf(reason: unknown): NonNullable<OwnerView['reason']> {
  if (reason instanceof NewerBuildError) return 'newerBuild';
  const isCopy = reason instanceof StorageError && reason.record === 'the safe copy';
  return isCopy ? 'copyUnreadable' : 'storeGone';
}
