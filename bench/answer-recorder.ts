/** What is kept in a page while it is attacked: milliseconds. */
export interface Recorder {
  /** From each input, as the browser dates it, to the second frame drawn after it. */
  readonly inputs: number[];
  /** From a light question to its answer by the engine's worker. */
  readonly answers: number[];
  /** How many tasks of the attack were under way, once a second. */
  readonly running: number[];
  ask(name: string, ...given: readonly unknown[]): Promise<unknown>;
  /** Every tenth of a second from now on. */
  askOften(run: string): void;
}

/** Runs in the page, before anything of it: whole in itself, because only its text gets there. */
export function record(): void {
  const inputs: number[] = [];
  const answers: number[] = [];
  const running: number[] = [];
  const waiting = new Map<string, (value: unknown) => void>();
  let engine: Worker | null = null;
  let count = 0;
  interface Row {
    readonly id: string;
    readonly counts: { readonly running: number };
  }
  interface Answer {
    readonly id?: string;
    readonly value?: unknown;
  }
  const keep = (worker: Worker) => {
    engine = worker;
  };
  globalThis.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      if (options?.name !== 'engine') return;
      keep(this);
      this.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
        const done = waiting.get(data.id ?? '');
        waiting.delete(data.id ?? '');
        done?.(data.value);
      });
    }
  };
  // As the page's own link asks, which nobody else can reach.
  const ask = (name: string, ...given: readonly unknown[]) =>
    new Promise<unknown>((resolve) => {
      count += 1;
      const id = `bench-${String(count)}`;
      waiting.set(id, resolve);
      const argumentList = given.map((value) => ({ type: 'RAW', value }));
      engine?.postMessage({ id, type: 'APPLY', path: [name], argumentList });
    });
  const askOften = (run: string) => {
    setInterval(() => {
      const at = performance.now();
      void ask('owner').then(() => answers.push(performance.now() - at));
    }, 100);
    setInterval(() => {
      void ask('listExecutions').then((all) => {
        const mine = (all as readonly Row[]).find(({ id }) => id === run);
        running.push(mine?.counts.running ?? 0);
      });
    }, 1_000);
  };
  for (const kind of ['keydown', 'click'] as const) {
    addEventListener(
      kind,
      ({ timeStamp }) => {
        requestAnimationFrame(() => {
          requestAnimationFrame(() => inputs.push(performance.now() - timeStamp));
        });
      },
      { capture: true },
    );
  }
  const recorder: Recorder = { inputs, answers, running, ask, askOften };
  Object.assign(globalThis, { recorder });
}
