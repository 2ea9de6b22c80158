import { unreachable } from '#core/shared/assert.ts';
import type { Clock } from '#ports/clock.ts';
import type { OwnerView } from '#ports/engine-api.ts';
import {
  FencedError,
  NewerBuildError,
  StorageError,
  StorageFullError,
  StoreGoneError,
} from '#ports/journal.ts';
import type { HeldLock, OwnerLock } from '#ports/owner-lock.ts';
import { CopyUnreadableError } from '#ports/safe-copy.ts';
import type { Healed } from '#ports/ownership.ts';
import { EngineEndedError, fullRetryMs } from './commit-queue.ts';
import type { Engine } from './engine.ts';
import { HandOver } from './hand-over.ts';
import { Waiting } from './waiting.ts';

/** A take-over that fails for a reason that may pass is tried so often, once a second. */
const triesMax = 10;
/** A database that held for so long and then failed has earned as many tries again. */
const steadyMs = 60_000;

interface Parts {
  readonly clock: Clock;
  /** Null where the browser has none, and nobody may drive. */
  readonly lock: OwnerLock | null;
  /** What this build writes as. */
  readonly code: number;
  readonly createEngine: () => Engine;
  /** After each take-over, before anything is shown. */
  readonly onTaken: (healed: Healed | null) => Promise<void>;
  readonly onChange: (change: { readonly isOwner: boolean; readonly epoch: number | null }) => void;
  /** It holds the lock, and there is no room to take over with: it tries until there is. */
  readonly onFull: (isFull: boolean) => void;
  /** The store went while this tab was open; it has stopped. */
  readonly onGone: () => void;
  readonly ping: () => void;
  /** Asks whether a newer build still waits; it answers with a ping. */
  readonly ask: () => void;
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
 * 3. A waiter of a newer build asks an owner of an older one to hand over, which then looks on; from
 *    one that does not in time it steals. Waiters of an older build let it pass.
 * 4. Who lost the lock or the fence ends its engine, keeps nothing it had not shown, and waits.
 * 5. Whose database failed ends its engine too, and takes over from itself as if it had died.
 */
export class Seat {
  readonly #parts: Parts;
  #seated: Seated = { kind: 'waiter' };
  /** From the grant of the lock until it is given back; also while taking over. */
  #held: HeldLock | null = null;
  readonly #robbed = new WeakSet<HeldLock>();
  #isTrying = false;
  #tries = 0;
  #takenAt = 0;
  #tellPaused: () => void = () => undefined;
  readonly #paused = new Promise<void>((resolve) => {
    this.#tellPaused = resolve;
  });
  #waiting: Waiting | null = null;
  #handOver: HandOver | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get engine(): Engine | null {
    return this.#seated.kind === 'owner' ? this.#seated.engine : null;
  }

  get epoch(): number | null {
    return this.#seated.kind === 'owner' ? this.#seated.epoch : null;
  }

  /** Whether no other tab needs to, or may, take over. */
  get isHolding(): boolean {
    return this.#held !== null;
  }

  get view(): OwnerView {
    switch (this.#seated.kind) {
      case 'owner':
        return { isOwner: true, reason: null, mayOrder: true };
      case 'waiter':
        // Whoever holds the lock drives, or will as soon as it can.
        return this.isHolding
          ? { isOwner: true, reason: null, mayOrder: true }
          : { isOwner: false, reason: 'otherTab', mayOrder: true };
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
    else await Promise.race([this.#take(held), this.#paused]);
  }

  /** There is no room to go on with a take-over: nobody need wait for its end. */
  paused(): void {
    this.#tellPaused();
  }

  /** The owner lives; one of a newer build makes this one look on. */
  heardOwner(code?: number): void {
    const { code: own } = this.#parts;
    this.#waiting?.heardOwner((code ?? own) < own);
    if (code !== undefined && code > own) this.gone(new NewerBuildError('A newer build drives'));
  }

  /** A waiter asks who lives; one of a newer build wants to drive, and is let. */
  heardWaiter(code?: number): void {
    if (code === undefined || code <= this.#parts.code) return;
    this.#waiting?.letPass();
    if (this.#seated.kind === 'owner') this.#prepare(this.#seated.engine).wished();
    // A take-over that is under way is let come to its end first.
    else if (!this.#isTrying) this.#giveWay();
  }

  /** The owner has nothing under way that must not be cut off. Who waits says that it still does. */
  heardReady(): void {
    this.#waiting?.heardReady();
  }

  /**
   * For a page that is to be loaded anew: nothing is begun for some seconds. Resolves when the page
   * may go, at once where it drives nothing.
   */
  comeToRest(): Promise<void> {
    if (this.#seated.kind !== 'owner') return Promise.resolve();
    return this.#prepare(this.#seated.engine).ready();
  }

  #prepare(engine: Engine): HandOver {
    this.#handOver ??= new HandOver({
      clock: this.#parts.clock,
      engine,
      ask: this.#parts.ask,
      give: () => {
        this.#giveWay();
      },
      lapsed: () => {
        this.#handOver = null;
      },
    });
    return this.#handOver;
  }

  /** To a newer build. Who has stopped goes on to say why. */
  #giveWay(): void {
    if (this.#held === null) return;
    if (this.#seated.kind === 'viewer') this.#giveBack();
    else this.#stop(new NewerBuildError('A newer build takes over'));
  }

  /** The engine can go on no more; what it decided since its last barrier was shown to nobody. */
  ended(reason: unknown): void {
    if (this.#seated.kind !== 'owner') return;
    const { held } = this.#seated;
    if (reason instanceof FencedError) this.#leave(held);
    else if (reason instanceof StorageError && this.#mayTryAgain()) this.#takeAnew(held);
    else this.#stop(reason);
  }

  /** What is true lies on the disk: it is read as if this tab had died. */
  #takeAnew(held: HeldLock): void {
    this.#tries += 1;
    this.#become({ kind: 'waiter' });
    this.#driveLater(held);
  }

  #mayTryAgain(): boolean {
    if (this.#parts.clock.monotonic() - this.#takenAt > steadyMs) this.#tries = 0;
    return this.#tries < triesMax;
  }

  /** The store was closed under this tab, whether it drives or waits. */
  gone(reason: Error): void {
    // A take-over that is under way finds it out by itself.
    const isTaking = this.isHolding && this.#seated.kind !== 'owner';
    if (this.#seated.kind !== 'viewer' && !isTaking) this.#stop(reason);
  }

  /**
   * Until the page is reloaded. Whoever drove keeps the lock: no other tab is to begin a new store,
   * or to bring the old one back, before a person has read what happened. A newer build may.
   */
  #stop(reason: unknown): void {
    const isNewer = reason instanceof NewerBuildError;
    this.#endWaiting();
    this.#setFull(false);
    if (isNewer) {
      this.#giveBack();
    } else {
      this.#parts.report('The engine has ended', reason);
      this.#parts.onGone();
    }
    this.#become({ kind: 'viewer', reason: reasonOf(reason) });
  }

  #giveBack(): void {
    this.#held?.release();
    this.#held = null;
  }

  #wait(lock: OwnerLock): void {
    this.#become({ kind: 'waiter' });
    const { clock, ping, report } = this.#parts;
    this.#waiting = new Waiting({
      clock,
      lock,
      ping,
      granted: (held) => {
        this.#granted(held);
      },
      report,
    });
  }

  #endWaiting(): void {
    this.#waiting?.end();
    this.#waiting = null;
  }

  #granted(held: HeldLock | null): void {
    // It catches and reports what it awaits.
    if (held !== null) void this.#take(held);
  }

  async #take(held: HeldLock): Promise<void> {
    this.#endWaiting();
    this.#held = held;
    this.#tries = 0;
    // Never rejects.
    void held.lost.then(() => {
      this.#robbed.add(held);
      // A try that is under way finds it out by itself.
      if (!this.#isTrying) this.#leave(held);
    });
    await this.#drive(held);
  }

  async #drive(held: HeldLock): Promise<void> {
    this.#isTrying = true;
    const outcome = await this.#tryToDrive(held);
    this.#isTrying = false;
    if (outcome === 'lost' || this.#robbed.has(held)) {
      this.#leave(held);
      return;
    }
    if (outcome === 'failed') this.#tries += 1;
    // It may have taken over with the last of the room, and paused since.
    else this.#setFull(outcome === 'full' || this.engine?.isPaused === true);
    if (outcome === 'full') this.#tries = 0;
    if (outcome !== 'done') this.#driveLater(held);
  }

  #driveLater(held: HeldLock): void {
    this.#parts.clock.after(fullRetryMs, () => {
      // It catches and reports what it awaits.
      if (this.#held === held) void this.#drive(held);
    });
  }

  /** @returns `lost` when another was quicker: its epoch is newer. */
  async #tryToDrive(held: HeldLock): Promise<'done' | 'lost' | 'full' | 'failed'> {
    const { createEngine, onTaken, onChange, report } = this.#parts;
    const engine = createEngine();
    try {
      const { epoch, healed } = await engine.open();
      if (this.#isLost(held)) {
        engine.close();
        return 'lost';
      }
      this.#seated = { kind: 'owner', engine, epoch, held };
      this.#takenAt = this.#parts.clock.monotonic();
      await onTaken(healed);
      if (this.#isLost(held)) return 'lost';
      if (this.engine === engine) onChange({ isOwner: true, epoch });
      return 'done';
    } catch (reason) {
      engine.close();
      const isLost = reason instanceof FencedError || reason instanceof EngineEndedError;
      if (this.#isLost(held) || isLost) return 'lost';
      this.#seated = { kind: 'waiter' };
      if (reason instanceof StorageFullError) return 'full';
      if (reason instanceof StorageError && this.#tries < triesMax) return 'failed';
      if (reason instanceof StoreGoneError) {
        this.#stop(reason);
        return 'done';
      }
      // The page says what to do about a newer build: nothing has failed.
      if (!(reason instanceof NewerBuildError)) report('Taking over failed', reason);
      this.#giveBack();
      this.#become({ kind: 'viewer', reason: reasonOf(reason) });
      return 'done';
    }
  }

  #setFull(isFull: boolean): void {
    if (isFull) this.paused();
    // Also what an engine before said: it may have ended while it was paused.
    this.#parts.onFull(isFull);
  }

  /** Robbed of it, or has given it back. */
  #isLost(held: HeldLock): boolean {
    return this.#held !== held || this.#robbed.has(held);
  }

  /** No longer the owner: waits like everybody else, once. */
  #leave(held: HeldLock): void {
    if (this.#held !== held) return;
    held.release();
    this.#held = null;
    if (this.#seated.kind === 'viewer') return;
    this.#setFull(false);
    if (this.#seated.kind === 'owner') this.#seated.engine.close();
    const { lock } = this.#parts;
    if (lock !== null) this.#wait(lock);
  }

  #become(seated: Seated): void {
    this.#handOver?.end();
    this.#handOver = null;
    if (this.#seated.kind === 'owner') this.#seated.engine.close();
    this.#seated = seated;
    this.#parts.onChange({ isOwner: false, epoch: null });
  }
}

function reasonOf(reason: unknown): NonNullable<OwnerView['reason']> {
  if (reason instanceof NewerBuildError) return 'newerBuild';
  return reason instanceof CopyUnreadableError ? 'copyUnreadable' : 'storeGone';
}
