const laterMs = 300;

/** Draws with the next frame, once however often it is asked to, and anew when the system's colours change. */
export class FramePainter {
  readonly #draw: () => void;
  readonly #scheme = window.matchMedia('(prefers-color-scheme: dark)');
  #frame = 0;
  #later: ReturnType<typeof setTimeout> | null = null;

  constructor(draw: () => void) {
    this.#draw = draw;
    this.#scheme.addEventListener('change', this.ask);
  }

  readonly ask = (): void => {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  };

  /** More than three changes of a mark in a second are one: a run of thousands must not draw all day. */
  askLater(): void {
    this.#later ??= setTimeout(() => {
      this.#later = null;
      this.ask();
    }, laterMs);
  }

  close(): void {
    this.#scheme.removeEventListener('change', this.ask);
    cancelAnimationFrame(this.#frame);
    if (this.#later !== null) clearTimeout(this.#later);
  }
}
