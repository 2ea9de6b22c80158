/** Who may drive, in one browser profile: exactly one holder, until it ends or is robbed. */
export interface OwnerLock {
  /** @returns null when another holds it. */
  tryTake(): Promise<HeldLock | null>;
  /** Resolves when it is ours; rejects when the signal aborts. */
  wait(signal: AbortSignal): Promise<HeldLock | null>;
  /** Takes it from its holder, who is told. */
  steal(): Promise<HeldLock | null>;
}

export interface HeldLock {
  /** Resolves when another has stolen it. */
  readonly lost: Promise<void>;
  /** Gives it back. Who was fenced must, or it would wait behind itself for ever. */
  release(): void;
}
