import type { Clock } from '#ports/clock.ts';
import type { Engine } from './engine.ts';

/** Between two pings of a waiter; also the beat in which a hand-over is counted. */
export const pingMs = 2_000;
/**
 * For what must not be cut off: several times what a request usually takes, and as long as somebody
 * who has just opened or updated a page waits without doubting it.
 */
const restMsMax = 10_000;
/** The owner's limit and some beats for its word to come: who says nothing by then is robbed. */
const patienceMs = 16_000;
/** A wish that is not renewed for so long has lapsed: whoever had it is gone. */
const wishMs = 6_000;

/** So many pings of a newer build to an owner of an older one, before it steals. */
export const wishesMax = patienceMs / pingMs;

interface Parts {
  readonly clock: Clock;
  readonly engine: Pick<Engine, 'comeToRest' | 'goOn'>;
  /** Asks whether the wish still stands; who has it answers with another ping. */
  readonly ask: () => void;
  readonly give: () => void;
  readonly lapsed: () => void;
}

/**
 * The owner's side of a willing hand-over (decision 0014). It begins with a wish, of a waiter of a
 * newer build or of the owner's own page, and ends with one of `give`, `lapsed` and `end`.
 * 1. From the wish on the engine begins no attempt. It is ready when no attempt of a `once` task is
 *    under way and all ends are written, or at the limit.
 * 2. Only a wish that is heard when it is ready is granted: it is not given to somebody who is gone.
 * 3. A wish lapses when it is not renewed, and the engine goes on. A page's stands until it is ready.
 * 4. It counts beats and not time, so that the sleep of a machine is one beat at most.
 */
export class HandOver {
  readonly #parts: Parts;
  #tellReady: () => void = () => undefined;
  readonly #ready = new Promise<void>((resolve) => {
    this.#tellReady = resolve;
  });
  #isReady = false;
  #isPageWaiting = false;
  #isOver = false;
  #beats = 0;
  #unwishedBeats = 0;
  #cancelBeat: () => void = () => undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#beatLater();
    parts.engine.comeToRest(() => {
      this.#becomeReady();
    });
  }

  /** A waiter of a newer build is there, and wants to drive. */
  wished(): void {
    if (this.#isOver) return;
    this.#unwishedBeats = 0;
    if (!this.#isReady) return;
    this.end();
    this.#parts.give();
  }

  /** The page that is to be loaded anew. Resolves when it may go, and also when this is over. */
  ready(): Promise<void> {
    this.#isPageWaiting = true;
    return this.#ready;
  }

  /** Whatever else became of the owner. */
  end(): void {
    this.#isOver = true;
    this.#cancelBeat();
    this.#tellReady();
  }

  #becomeReady(): void {
    if (this.#isOver || this.#isReady) return;
    this.#isReady = true;
    this.#tellReady();
    this.#parts.ask();
  }

  #beatLater(): void {
    this.#cancelBeat = this.#parts.clock.after(pingMs, () => {
      this.#beat();
    });
  }

  #beat(): void {
    this.#beats += 1;
    const isWished = this.#isPageWaiting && !this.#isReady;
    this.#unwishedBeats = isWished ? 0 : this.#unwishedBeats + 1;
    if (this.#unwishedBeats * pingMs >= wishMs) {
      this.end();
      this.#parts.engine.goOn();
      this.#parts.lapsed();
      return;
    }
    if (this.#beats * pingMs >= restMsMax) this.#becomeReady();
    this.#beatLater();
  }
}
