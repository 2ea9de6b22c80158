import type {
  AttemptCall,
  AttemptId,
  AttemptOutcome,
  HostEvents,
  TaskHost,
} from '#ports/task-host.ts';
import { systemClock, type HostClock } from './clock.ts';
import { inputOf, inputsTooLarge, keyOf, notLoaded, readyTaskOf } from './job.ts';
import type { Job, Version } from './job.ts';
import { Lane, timeoutFailure, type Ended, type LaneEvents } from './lane.ts';
import { lostOutcome, toOutcome } from './outcome.ts';
import { Reports } from './reports.ts';
import type { Isolate, IsolateSource } from './source.ts';
import { Versions } from './versions.ts';
import { CallWindow } from './window.ts';

/**
 * Runs JavaScript tasks in isolates.
 * 1. Each call is reported exactly once; what is not its own fault is tried again unseen.
 * 2. An isolate belongs to one version, ends at once after a dirty attempt, and retires with age.
 * 3. When isolates die, only what may have begun can have killed them. Each of those runs once more,
 *    one suspect at a time; the one under which an isolate dies again has failed, the others go on.
 * 4. What declares the effect `once` is never run a second time without the engine's knowledge, so it
 *    shares its isolate with nothing.
 * 5. No result is held back for long: an isolate that is silent when it is asked is ended, and what
 *    may have begun there runs again, each alone in its isolate.
 */
export interface IsolateHostOptions {
  readonly source: IsolateSource;
  readonly events: HostEvents;
  /** Isolates that run in parallel, by default of the caller one per processor. */
  readonly size: number;
  readonly clock?: HostClock;
}

export function openIsolateHost(options: IsolateHostOptions): TaskHost {
  return new IsolateHost(options);
}

const stopGraceMs = 500;
const runsMax = 5_000;
const inputLengthMax = 64 * 1024 * 1024;
const spareCount = 1;
const balanceMs = 20;
const barrenLossesMax = 3;

class IsolateHost implements TaskHost {
  readonly #source: IsolateSource;
  readonly #clock: HostClock;
  readonly #reports: Reports;
  readonly #size: number;
  readonly #window = new CallWindow();
  readonly #jobs = new Map<string, Job>();
  readonly #versions: Versions;
  readonly #laneEvents: LaneEvents;
  #lanes: Lane[] = [];
  #spares: Isolate[] = [];
  #suspects: Job[] = [];
  #lastId = 0;
  /** Losses since an isolate last started. */
  #barrenLosses = 0;
  #isBalancing = false;
  #isOpen = true;

  constructor({ source, events, size, clock }: IsolateHostOptions) {
    this.#source = source;
    this.#clock = clock ?? systemClock();
    this.#reports = new Reports(events, this.#clock);
    this.#size = Math.max(1, Math.trunc(size));
    this.#laneEvents = {
      news: (lane, logs, ends) => {
        this.#reports.addLogs(logs);
        this.#takeEnds(lane, ends);
      },
      timedOut: (lane, job) => {
        this.#endLane(lane, job);
        this.#report(job, { kind: 'failed', failure: timeoutFailure(job) });
        this.#dispatch();
      },
      lost: (lane) => {
        this.#laneLost(lane);
      },
      stuck: () => {
        source.rebuild();
      },
    };
    this.#versions = new Versions({
      ready: () => {
        this.#dispatch();
      },
      failed: (jobs, reason) => {
        // Only a lost chunk of our own can do that: no version is at fault, so it may be retried.
        const failure = notLoaded(reason);
        for (const job of jobs) this.#report(job, { kind: 'failed', failure });
      },
      isUsed: (version) => [...this.#jobs.values()].some((job) => job.version === version),
    });
    source.onLost(() => {
      this.#frameLost();
    });
    source.onEnded((number) => {
      const lane = this.#lanes.find(({ isolate }) => isolate.number === number);
      if (lane !== undefined) this.#laneLost(lane);
    });
    this.#fillSpares(this.#size);
  }

  slots(): number {
    // A suspect that waits for its turn holds no isolate: others may have it.
    return this.#size * this.#window.size + this.#suspects.length;
  }

  start(calls: readonly AttemptCall[]): void {
    for (const call of calls) {
      this.#lastId += 1;
      const version = this.#versions.of(call);
      const job: Job = {
        id: this.#lastId,
        call,
        version,
        spentMs: 0,
        losses: 0,
        isAlone: call.effect === 'once',
        isStopping: false,
      };
      this.#jobs.set(keyOf(call), job);
      version.queue.push(job);
    }
    this.#dispatch();
  }

  stop(attempt: AttemptId): void {
    const job = this.#jobs.get(keyOf(attempt));
    if (job === undefined || job.isStopping) return;
    job.isStopping = true;
    const lane = this.#laneOf(job);
    if (lane === undefined) {
      this.#forget(job);
      this.#report(job, { kind: 'stopped' });
      return;
    }
    lane.abort(job);
    this.#clock.after(stopGraceMs, () => {
      this.#stopForReal(job);
    });
  }

  close(): void {
    this.#isOpen = false;
    this.#reports.close();
    for (const lane of this.#lanes) lane.end();
    for (const { number } of this.#spares) this.#source.terminate(number);
    this.#lanes = [];
    // The source stays: a tab that takes over again opens another host on it.
    this.#source.setBusy(false);
    this.#clock.close();
  }

  #dispatch(): void {
    if (!this.#isOpen) return;
    for (const version of this.#versions.waiting()) this.#place(version);
    this.#placeSuspect();
    let isBusy = false;
    for (const lane of this.#lanes) {
      lane.send();
      lane.isFilling = false;
      if (lane.posted.length > 0) isBusy = true;
    }
    this.#source.setBusy(isBusy);
    this.#fillSpares(spareCount);
    this.#balanceLater();
  }

  #place(version: Version): void {
    let placed = 0;
    for (const job of version.queue) {
      if (!this.#give(job)) break;
      placed += 1;
    }
    version.queue.splice(0, placed);
  }

  /** @returns false when there is no room; else the job has a lane, or was reported as failed. */
  #give(job: Job): boolean {
    const task = readyTaskOf(job);
    if (!('kind' in task)) {
      this.#report(job, { kind: 'failed', failure: task });
      return true;
    }
    const lane = this.#laneFor(job, job.isAlone ? 1 : this.#window.size);
    if (lane === undefined) return false;
    const json = inputOf(job);
    if (json.length <= inputLengthMax) {
      lane.take(job, task.part, json);
      lane.isFilling = true;
    } else {
      this.#report(job, { kind: 'failed', failure: inputsTooLarge(inputLengthMax) });
    }
    return true;
  }

  #laneFor(job: Job, window: number): Lane | undefined {
    const open = this.#lanes.filter(
      ({ version, posted, isFilling, runs }) =>
        version === job.version &&
        posted.length < window &&
        runs + posted.length < runsMax &&
        (isFilling || posted.length <= window / 2) &&
        posted[0]?.isAlone !== true,
    );
    const least = open.reduce<Lane | undefined>(
      (best, lane) => (best === undefined || lane.posted.length < best.posted.length ? lane : best),
      undefined,
    );
    if (least?.posted.length === 0) return least;
    if (this.#lanes.length < this.#size) return this.#openLane(job.version);
    if (least !== undefined) return least;
    const idle = this.#lanes.find(({ posted }) => posted.length === 0);
    if (idle === undefined) return undefined;
    this.#endLane(idle);
    return this.#openLane(job.version);
  }

  #openLane(version: Version): Lane {
    const isolate = this.#spares.shift() ?? this.#source.spawn();
    const { clock, events } = { clock: this.#clock, events: this.#laneEvents };
    const lane = new Lane(version, { isolate, source: this.#source, clock, events });
    this.#lanes.push(lane);
    return lane;
  }

  #fillSpares(count: number): void {
    while (this.#spares.length < count) this.#spares.push(this.#source.spawn());
  }

  #placeSuspect(): void {
    const [job] = this.#suspects;
    const runsOne = this.#lanes.some(({ posted }) => posted.some(({ losses }) => losses > 0));
    if (job === undefined || runsOne || !this.#give(job)) return;
    this.#suspects.shift();
    this.#reports.slotsChanged();
  }

  #takeEnds(lane: Lane, ends: readonly Ended[]): void {
    let hasChanged = false;
    let isSpent = lane.runs >= runsMax;
    this.#barrenLosses = 0;
    for (const { job, result } of ends) {
      hasChanged = this.#window.note(result.tookMs) || hasChanged;
      isSpent ||= result.isDirty;
      this.#report(job, toOutcome(job, result.end), result.droppedLogLines);
    }
    if (isSpent) this.#endLane(lane);
    if (hasChanged) this.#reports.slotsChanged();
    if (ends.length === 0) return;
    this.#dispatch();
    // The last that ran: in a chain the next one waits for this report.
    if (this.#lanes.every(({ posted }) => posted.length === 0)) this.#reports.flush();
  }

  /** @param failed the job that is the reason; the others run again elsewhere. */
  #endLane(lane: Lane, failed?: Job): void {
    this.#lanes = this.#lanes.filter((other) => other !== lane);
    this.#requeue(lane.end().filter((job) => job !== failed));
  }

  #requeue(jobs: readonly Job[]): void {
    for (const job of jobs.toReversed()) {
      if (job.isStopping) this.#report(job, { kind: 'stopped' });
      else if (job.losses > 0) this.#suspects.unshift(job);
      else job.version.queue.unshift(job);
    }
  }

  #laneLost(lane: Lane): void {
    this.#lanes = this.#lanes.filter((other) => other !== lane);
    this.#accuse(this.#endLost(lane));
    this.#dispatch();
  }

  #frameLost(): void {
    if (!this.#isOpen) return;
    const lanes = this.#lanes;
    this.#lanes = [];
    this.#spares = [];
    this.#barrenLosses += 1;
    this.#accuse(lanes.flatMap((lane) => this.#endLost(lane)));
    if (this.#window.shrink()) this.#reports.slotsChanged();
    if (this.#barrenLosses > barrenLossesMax) this.#giveUp();
    this.#dispatch();
  }

  /** @returns what may have begun there; the rest is queued again. */
  #endLost(lane: Lane): Job[] {
    const begun = lane.begun();
    this.#requeue(lane.end().filter((job) => !begun.includes(job)));
    return begun;
  }

  #accuse(jobs: readonly Job[]): void {
    const [only] = jobs;
    if (only !== undefined && jobs.length === 1) this.#blame(only);
    // From the end, because each is put before what waits.
    else for (const job of jobs.toReversed()) this.#suspect(job);
  }

  #suspect(job: Job): void {
    if (job.call.effect === 'once' || job.losses > 0) {
      this.#blame(job);
      return;
    }
    job.losses += 1;
    job.isAlone = true;
    this.#requeue([job]);
    this.#reports.slotsChanged();
  }

  #blame(job: Job): void {
    this.#report(job, lostOutcome(job));
  }

  /** No isolate starts any more: the engine decides what becomes of those who wait. */
  #giveUp(): void {
    this.#barrenLosses = 0;
    const queued = this.#versions.waiting().flatMap(({ queue }) => queue.splice(0));
    const waiting = [...this.#suspects, ...queued];
    this.#suspects = [];
    for (const job of waiting) this.#blame(job);
  }

  #laneOf(job: Job): Lane | undefined {
    return this.#lanes.find(({ posted }) => posted.includes(job));
  }

  #forget(job: Job): void {
    job.version.queue = job.version.queue.filter((other) => other !== job);
    this.#suspects = this.#suspects.filter((other) => other !== job);
  }

  #stopForReal(job: Job): void {
    const lane = this.#laneOf(job);
    if (!this.#isOpen || lane === undefined) return;
    if (lane.begun().includes(job)) this.#endLane(lane, job);
    else lane.withdraw([job]);
    this.#report(job, { kind: 'stopped' });
    this.#dispatch();
  }

  #report(job: Job, outcome: AttemptOutcome, droppedLogLines = 0): void {
    this.#jobs.delete(keyOf(job.call));
    this.#reports.add(job, outcome, droppedLogLines);
  }

  #balanceLater(): void {
    if (this.#isBalancing || !this.#lanes.some(({ posted }) => posted.length > 1)) return;
    this.#isBalancing = true;
    this.#clock.after(balanceMs, () => {
      this.#isBalancing = false;
      this.#balance();
    });
  }

  /**
   * Asks an isolate that has said nothing for long what it runs, and takes back what waits behind a
   * long task while another isolate has nothing to do.
   */
  #balance(): void {
    if (!this.#isOpen) return;
    const since = this.#clock.now() - balanceMs;
    const late = this.#lanes.filter(
      ({ posted, frontSince, isLoaded }) => isLoaded && posted.length > 1 && frontSince <= since,
    );
    for (const lane of late) {
      if (!lane.isFrontSure && lane.begun().length > 1 && !lane.ask()) this.#endSilent(lane);
    }
    const sure = late.filter((lane) => lane.isFrontSure || lane.begun().length === 1);
    const hasRoom =
      this.#lanes.length < this.#size || this.#lanes.some(({ posted }) => posted.length === 0);
    if (!hasRoom || sure.length === 0) {
      this.#dispatch();
      return;
    }
    if (this.#window.shrink()) this.#reports.slotsChanged();
    for (const lane of sure) {
      const behind = lane.posted.slice(1).filter(({ isStopping }) => !isStopping);
      lane.withdraw(behind);
      this.#requeue(behind);
    }
    this.#dispatch();
  }

  /** It is deep in one of its calls, nobody knows which: that one must not keep the others' results. */
  #endSilent(lane: Lane): void {
    for (const job of lane.begun()) job.isAlone = true;
    if (this.#window.shrink()) this.#reports.slotsChanged();
    this.#endLane(lane);
  }
}
