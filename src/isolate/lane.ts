import type { HostClock } from './clock.ts';
import { ourFailure, type Job, type Version } from './job.ts';
import {
  decodeFromIsolate,
  longRunMs,
  type ToIsolate,
  type WireCall,
  type WireLog,
  type WireResult,
} from './messages.ts';
import type { Isolate, IsolateSource } from './source.ts';

/** What the host hears of one isolate. After `timedOut`, `lost` or `betrayed` it must end the lane. */
export interface LaneEvents {
  news(lane: Lane, logs: readonly (readonly [Job, WireLog])[], ends: readonly Ended[]): void;
  timedOut(lane: Lane, job: Job): void;
  /** It died, or sent what no isolate of ours sends. */
  lost(lane: Lane): void;
  /** It did not start in its time. */
  stuck(lane: Lane): void;
}

export interface Ended {
  readonly job: Job;
  readonly result: WireResult;
}

const loadMs = 10_000;
const tickMs = 5_000;
const sleepGapMs = 5_000;
const guardSlackMs = 5_000;
/** Time in which the death of the whole frame is told, after that of one port. */
const closeDelayMs = 300;
const creditBatch = 500;
const asksMax = 5;
/** In runs: its code was parsed anew, and a module that was loaded is never freed. */
const longRunCost = 10;

/** One isolate as the engine sees it: what was given to it, in order, and is not reported yet. */
export class Lane {
  readonly version: Version;
  readonly isolate: Isolate;
  /** In the order in which they run. */
  readonly posted: Job[] = [];
  frontSince: number;
  runs = 0;
  isLoaded = false;
  /** It is being given calls; otherwise it gets more only when it is half empty, many at once. */
  isFilling = false;
  /** It has answered since its front is what it is: that one runs, and nothing is held back. */
  isFrontSure = false;
  #asks = 0;
  #isOpen = true;
  #batch: WireCall[] = [];
  #creditOwed = 0;
  #guardedUntil = -Infinity;
  #tickedAt: number;
  #cancelDeadline: () => void = () => undefined;
  readonly #cancelLoad: () => void;
  readonly #source: IsolateSource;
  readonly #clock: HostClock;
  readonly #events: LaneEvents;

  constructor(
    version: Version,
    parts: { isolate: Isolate; source: IsolateSource; clock: HostClock; events: LaneEvents },
  ) {
    this.version = version;
    this.isolate = parts.isolate;
    this.#source = parts.source;
    this.#clock = parts.clock;
    this.#events = parts.events;
    this.frontSince = this.#tickedAt = this.#clock.now();
    this.#cancelLoad = this.#clock.after(loadMs, () => {
      if (this.#isOpen) this.#events.stuck(this);
    });
    const { port } = this.isolate;
    port.onmessage = ({ data }: MessageEvent<unknown>) => {
      this.#receive(data);
    };
    port.addEventListener('close', () => {
      this.#clock.after(closeDelayMs, () => {
        if (this.#isOpen) this.#events.lost(this);
      });
    });
    const { parts: texts, starts } = version.bundle ?? { parts: [], starts: [] };
    this.#post({ kind: 'load', parts: texts, starts });
  }

  /** Calls are sent together by `send`. */
  take(job: Job, task: number, json: string): void {
    const { attempt, key } = job.call;
    this.#batch.push({ id: job.id, task, attempt, key, isTimed: isTimed(job), json });
    this.posted.push(job);
    if (this.posted.length === 1) this.#frontChanged();
  }

  send(): void {
    if (this.#batch.length === 0) return;
    this.#post({ kind: 'calls', calls: this.#batch });
    this.#batch = [];
  }

  /** Asks the job to end: by its signal if it runs, at once if it has not begun. */
  abort(job: Job): void {
    this.#post({ kind: 'drop', ids: [job.id] });
    this.#post({ kind: 'abort', id: job.id });
  }

  /**
   * Those that may have begun, or ended with a result that is held back: the first, and what follows
   * without a deadline. A call with one begins only when everything before it was reported.
   */
  begun(): Job[] {
    const [front] = this.posted;
    if (front === undefined || !this.isLoaded) return [];
    if (isTimed(front)) return [front];
    const end = this.posted.findIndex(isTimed);
    return this.posted.slice(0, end < 0 ? undefined : end);
  }

  /**
   * Asks for what is held back; called in turns of the event loop that are far apart, so that our own
   * lateness is not its silence. @returns false when it has been silent for too many of them.
   */
  ask(): boolean {
    this.#asks += 1;
    if (this.#asks === 1) this.#post({ kind: 'ask' });
    return this.#asks <= asksMax;
  }

  /** Takes jobs back that have not begun. What the isolate says of them from now on is ignored. */
  withdraw(jobs: readonly Job[]): void {
    for (const job of jobs) this.posted.splice(this.posted.indexOf(job), 1);
    this.#post({ kind: 'drop', ids: jobs.map(({ id }) => id) });
  }

  /** Ends the isolate. @returns what was given to it and has no result. */
  end(): Job[] {
    this.#isOpen = false;
    this.#cancelDeadline();
    this.#cancelLoad();
    this.#countTime();
    this.isolate.port.close();
    this.#source.terminate(this.isolate.number);
    return this.posted.splice(0);
  }

  #post(message: ToIsolate): void {
    this.isolate.port.postMessage(message);
  }

  #receive(data: unknown): void {
    if (!this.#isOpen) return;
    const message = decodeFromIsolate(data);
    if (message === null) {
      this.#events.lost(this);
      return;
    }
    if (message.kind === 'loaded') {
      this.isLoaded = true;
      this.#cancelLoad();
      this.#frontChanged();
      return;
    }
    this.#takeNews(message.logs, message.results);
  }

  #takeNews(wireLogs: readonly WireLog[], results: readonly WireResult[]): void {
    const front = this.posted[0];
    const logs = wireLogs.flatMap((log) => {
      const job = this.posted.find(({ id }) => id === log.id);
      return job === undefined ? [] : [[job, log] as const];
    });
    // An answer to what was not asked, or a second one, finds no job and changes nothing.
    const ends = results.flatMap((result) => {
      const at = this.posted.findIndex(({ id }) => id === result.id);
      const [job] = at < 0 ? [] : this.posted.splice(at, 1);
      return job === undefined ? [] : [{ job, result }];
    });
    for (const { result } of ends) this.runs += result.tookMs >= longRunMs ? longRunCost : 1;
    this.#returnCredit(wireLogs.length);
    if (this.posted[0] !== front) this.#frontChanged();
    else if (this.#asks > 0) this.isFrontSure = true;
    this.#asks = 0;
    this.#events.news(this, logs, ends);
  }

  #returnCredit(lines: number): void {
    this.#creditOwed += lines;
    if (this.#creditOwed < creditBatch) return;
    this.#post({ kind: 'credit', lines: this.#creditOwed });
    this.#creditOwed = 0;
  }

  #frontChanged(): void {
    this.frontSince = this.#tickedAt = this.#clock.now();
    this.isFrontSure = false;
    this.#cancelDeadline();
    if (this.isLoaded && this.posted.length > 0) this.#arm();
  }

  /** The deadline of the first job, in awake time: a sleep of the machine does not count. */
  #arm(): void {
    const job = this.posted[0];
    const timeoutMs = job?.call.timeoutMs;
    if (job === undefined || timeoutMs === undefined) {
      this.#guard(null);
      return;
    }
    const leftMs = Math.max(0, timeoutMs - job.spentMs);
    this.#guard(leftMs);
    const stepMs = Math.min(leftMs, tickMs);
    this.#cancelDeadline = this.#clock.after(stepMs, () => {
      this.#countTime(stepMs);
      if (job.spentMs < timeoutMs - 1) this.#arm();
      else this.#events.timedOut(this, job);
    });
  }

  #countTime(expectedMs = tickMs): void {
    const now = this.#clock.now();
    const passedMs = now - this.#tickedAt;
    this.#tickedAt = now;
    const [job] = this.posted;
    if (job === undefined || !this.isLoaded) return;
    job.spentMs += passedMs - expectedMs > sleepGapMs ? expectedMs : passedMs;
  }

  /** Renewed only when the order that stands is off by seconds: tiny tasks would flood the broker. */
  #guard(leftMs: number | null): void {
    const now = this.#clock.now();
    if (leftMs === null) {
      if (this.#guardedUntil > now) this.#source.guard(this.isolate.number, null);
      this.#guardedUntil = -Infinity;
      return;
    }
    const until = now + leftMs + guardSlackMs;
    if (Math.abs(this.#guardedUntil - until) < guardSlackMs / 2) return;
    this.#guardedUntil = until;
    this.#source.guard(this.isolate.number, until - now);
  }
}

function isTimed({ call }: Job): boolean {
  return call.timeoutMs !== undefined;
}

export function timeoutFailure(job: Job): ReturnType<typeof ourFailure> {
  const seconds = (job.call.timeoutMs ?? 0) / 1_000;
  return ourFailure('timeout', `Stopped at its limit of ${String(seconds)} s.`, {
    isRetryable: true,
    details: { timeoutSeconds: seconds },
  });
}
