import type { FromBroker, FromPage, ToBroker, ToPage } from './control.ts';

/** Where isolates come from. The host of tasks knows nothing of frames. */
export interface IsolateSource {
  /** At once; what is posted before the isolate runs waits in its port. */
  spawn(): Isolate;
  terminate(isolate: number): void;
  /** Second line behind the host's own deadline, in awake time; null takes it back. */
  guard(isolate: number, withinMs: number | null): void;
  /** Watches for death only while this is true. */
  setBusy(isBusy: boolean): void;
  /** All isolates there were are gone; new ones may be spawned at once. */
  onLost(listener: () => void): void;
  /** The guard has ended this one. */
  onEnded(listener: (isolate: number) => void): void;
  /** What cannot start an isolate within its time is given up and made anew. */
  rebuild(): void;
  close(): void;
}

export interface Isolate {
  /** Never used twice. */
  readonly number: number;
  readonly port: MessagePort;
}

const known: readonly string[] = ['ready', 'pong', 'ended'] satisfies FromBroker['kind'][];
const beatMs = 500;
const silenceMaxMs = 3_000;

/** @param port to the page, whose other end `serveIsolates` has. */
export function isolateSourceOnPort(port: MessagePort): IsolateSource {
  return new FrameSource(port);
}

class FrameSource implements IsolateSource {
  readonly #page: MessagePort;
  #broker: MessagePort | undefined;
  #waiting: { readonly message: ToBroker; readonly ports: MessagePort[] }[] = [];
  #lost: () => void = () => undefined;
  #ended: (isolate: number) => void = () => undefined;
  #lastIsolate = 0;
  #heardAt = performance.now();
  #beatAt = performance.now();
  #beat: ReturnType<typeof setInterval> | undefined;

  constructor(page: MessagePort) {
    this.#page = page;
    page.onmessage = ({ ports: [broker] }: MessageEvent<FromPage>) => {
      if (broker !== undefined) this.#connect(broker);
    };
  }

  spawn(): Isolate {
    this.#lastIsolate += 1;
    const { port1, port2 } = new MessageChannel();
    this.#order({ kind: 'spawn', isolate: this.#lastIsolate }, [port2]);
    return { number: this.#lastIsolate, port: port1 };
  }

  terminate(isolate: number): void {
    this.#order({ kind: 'terminate', isolate });
  }

  guard(isolate: number, withinMs: number | null): void {
    this.#order({ kind: 'guard', isolate, withinMs });
  }

  setBusy(isBusy: boolean): void {
    if (isBusy === (this.#beat !== undefined)) return;
    clearInterval(this.#beat);
    this.#heardAt = this.#beatAt = performance.now();
    this.#beat = isBusy
      ? setInterval(() => {
          this.#listen();
        }, beatMs)
      : undefined;
  }

  onLost(listener: () => void): void {
    this.#lost = listener;
  }

  onEnded(listener: (isolate: number) => void): void {
    this.#ended = listener;
  }

  rebuild(): void {
    // The page owes us a frame already; a dialog may keep it from its work for minutes.
    if (this.#broker === undefined) return;
    this.#broker.close();
    this.#broker = undefined;
    // What still waited was meant for isolates that everybody now takes for lost.
    this.#waiting = [];
    this.#heardAt = performance.now();
    this.#page.postMessage({ kind: 'rebuild' } satisfies ToPage);
    this.#lost();
  }

  close(): void {
    clearInterval(this.#beat);
    this.#broker?.close();
    this.#page.close();
  }

  #connect(broker: MessagePort): void {
    this.#broker?.close();
    this.#broker = broker;
    this.#heardAt = performance.now();
    broker.onmessage = ({ data }: MessageEvent<FromBroker>) => {
      if (known.includes(data.kind)) this.#heardAt = performance.now();
      if (data.kind === 'ended') this.#ended(data.isolate);
    };
    // Where a browser has this event it comes at once when the frame's process dies; else the beat tells.
    broker.addEventListener('close', () => {
      if (this.#broker === broker) this.rebuild();
    });
    for (const { message, ports } of this.#waiting) broker.postMessage(message, ports);
    this.#waiting = [];
  }

  #order(message: ToBroker, ports: MessagePort[] = []): void {
    if (this.#broker === undefined) this.#waiting.push({ message, ports });
    else this.#broker.postMessage(message, ports);
  }

  #listen(): void {
    const now = performance.now();
    const gapMs = now - this.#beatAt;
    this.#beatAt = now;
    // Our own lateness, or a sleep of the machine, is not the frame's silence.
    this.#heardAt += Math.max(0, gapMs - beatMs);
    if (now - this.#heardAt > silenceMaxMs) this.rebuild();
    else this.#broker?.postMessage({ kind: 'ping' } satisfies ToBroker);
  }
}
