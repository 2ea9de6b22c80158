import type { ExecutionId } from '#core/shared/ids.ts';

/** What a person sees of an engine that was ended before their eyes. */
export interface PlugStory {
  readonly executionId: ExecutionId;
  /** Wall clock, milliseconds. */
  readonly pulledAt: number;
  /** Events that had been shown. */
  readonly shownEvents: number;
  /** Until another engine answered, milliseconds; null until it does. */
  readonly backAfterMs: number | null;
  /** Of the shown ones, those that its journal does not hold; null until it was read. */
  readonly lostEvents: number | null;
}

/** Ends the engine in the middle of the next run: nothing that was shown may be missing afterwards. */
export class Plug {
  isArmed = $state(false);
  story = $state.raw<PlugStory | null>(null);
  readonly #unplug: () => Promise<void>;

  constructor(unplug: () => Promise<void>) {
    this.#unplug = unplug;
  }

  arm(): void {
    this.story = null;
    this.isArmed = true;
  }

  disarm(): void {
    this.isArmed = false;
  }

  async pull(executionId: ExecutionId, shownEvents: number): Promise<void> {
    this.isArmed = false;
    const pulledAt = Date.now();
    const since = performance.now();
    const story = { executionId, pulledAt, shownEvents };
    this.story = { ...story, backAfterMs: null, lostEvents: null };
    await this.#unplug();
    this.story = { ...story, backAfterMs: performance.now() - since, lostEvents: null };
  }

  /** @param events how many the journal holds, as the new engine reads it. */
  found(events: number): void {
    if (this.story?.lostEvents !== null) return;
    const lostEvents = Math.max(0, this.story.shownEvents - events);
    this.story = { ...this.story, lostEvents };
  }
}
