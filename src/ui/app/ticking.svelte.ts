const secondMs = 1_000;
/** What says `2 minutes ago` needs no more. */
const calmMs = 30_000;

/** The time as screens show it: by the second while one of them counts seconds, else twice a minute. */
export class Ticking {
  now = $state(Date.now());
  #counting = 0;
  #isFollowed = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** @returns the end of it. */
  follow(): () => void {
    this.#isFollowed = true;
    this.#arm();
    return () => {
      this.#isFollowed = false;
      this.#arm();
    };
  }

  /** @returns the end of it; others may count on. */
  countSeconds(): () => void {
    this.#counting += 1;
    if (this.#counting === 1) this.#arm();
    return () => {
      this.#counting -= 1;
      if (this.#counting === 0) this.#arm();
    };
  }

  #arm(): void {
    clearInterval(this.#timer);
    this.now = Date.now();
    if (!this.#isFollowed) return;
    this.#timer = setInterval(
      () => {
        this.now = Date.now();
      },
      this.#counting > 0 ? secondMs : calmMs,
    );
  }
}
