import type { Clock } from '#ports/clock.ts';
import type { HeldLock, OwnerLock } from '#ports/owner-lock.ts';
import { pingMs, wishesMax } from './hand-over.ts';

/** So many pings unanswered, while this tab was awake, and the owner is taken for dead. */
const silentPingsMax = 5;

interface Parts {
  readonly clock: Clock;
  readonly lock: OwnerLock;
  readonly ping: () => void;
  /** It came by itself, or was stolen; null when another was quicker. */
  readonly granted: (held: HeldLock | null) => void;
  readonly report: (what: string, reason: unknown) => void;
}

/**
 * A waiter's side: it queues for the lock, asks whether the owner lives, and steals from one that does
 * not answer, or that is of an older build and does not hand over.
 */
export class Waiting {
  readonly #parts: Parts;
  #queued = new AbortController();
  #isOver = false;
  #silentPings = 0;
  #isOwnerOlder = false;
  /** Pings since the owner was heard to be of an older build. */
  #wishes = 0;
  #cancelPing: () => void = () => undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#queue();
    // At once: an owner of an older build begins to hand over.
    parts.ping();
    this.#pingLater();
  }

  heardOwner(isOlder: boolean): void {
    this.#silentPings = 0;
    this.#isOwnerOlder = isOlder;
  }

  /** The owner could hand over, and asks who is there. */
  heardReady(): void {
    if (!this.#isOver) this.#parts.ping();
  }

  /** Whoever waits by now has the lock first. */
  letPass(): void {
    if (this.#isOver) return;
    this.#queued.abort();
    this.#queued = new AbortController();
    this.#queue();
  }

  end(): void {
    this.#isOver = true;
    this.#queued.abort();
    this.#cancelPing();
  }

  #queue(): void {
    const { lock, granted, report } = this.#parts;
    const { signal } = this.#queued;
    lock.wait(signal).then(granted, (reason: unknown) => {
      if (!signal.aborted) report('Waiting for the lock failed', reason);
    });
  }

  #pingLater(): void {
    const { clock, ping } = this.#parts;
    const due = clock.monotonic() + pingMs;
    this.#cancelPing = clock.after(pingMs, () => {
      // A timer that comes this late means that this tab slept, and cannot judge the other.
      const isLate = clock.monotonic() - due > pingMs;
      this.#silentPings = isLate ? 0 : this.#silentPings + 1;
      if (this.#isOwnerOlder) this.#wishes += 1;
      if (this.#silentPings > silentPingsMax || this.#wishes >= wishesMax) {
        this.#steal();
        return;
      }
      ping();
      this.#pingLater();
    });
  }

  #steal(): void {
    const { lock, granted, report } = this.#parts;
    this.end();
    lock.steal().then(granted, (reason: unknown) => {
      report('The lock could not be taken over', reason);
    });
  }
}
