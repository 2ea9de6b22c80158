import type { ExecutionEvent } from '#core/execution/events.ts';
import { packExecution } from '#core/execution/pack.ts';
import { append } from '#core/shared/append.ts';
import type { ExecutionId } from '#core/shared/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { WatchMessage, WatchSubject } from '#ports/engine-api.ts';
import type { LogLine } from '#ports/task-host.ts';
import { snapshotLogLinesMax } from './stored.ts';
import type { LiveExecution } from '#core/execution/decide.ts';

const listIntervalMs = 250;
/** Of one barrier, to one watcher: more than this nobody reads as it comes. */
const linesAtOnceMax = 500;
type Send = (message: WatchMessage) => void;

interface Watcher {
  readonly send: Send;
  /** Decided but not covered yet. */
  readonly pending: { readonly position: number; readonly message: WatchMessage }[];
  hasSnapshot: boolean;
  /** Lines that came while the stored ones were read. */
  readonly early: LogLine[];
}

/** Something recorded of an execution that is not live: its snapshot, or null for an unknown id. */
export type ReadSnapshot = (
  id: ExecutionId,
) => Promise<Extract<WatchMessage, { kind: 'snapshot' }> | null>;

interface Parts {
  readonly clock: Clock;
  readonly live: (id: ExecutionId) => LiveExecution | undefined;
  readonly readLogs: (id: ExecutionId, limit: number) => Promise<readonly LogLine[]>;
  readonly readSnapshot: ReadSnapshot;
  /** Resolves when everything decided so far is covered; others may share that barrier. */
  readonly covered: () => Promise<void>;
}

/**
 * What pages see of live executions: a snapshot, then events. Each carries the position it was
 * decided at and goes out only when a barrier covers that position, so nothing shown can be lost.
 */
export class Watchers {
  readonly #parts: Parts;
  readonly #lists = new Set<Send>();
  readonly #executions = new Map<ExecutionId, Set<Watcher>>();
  /** Begun before our eyes, and without a line so far: nothing of them has to be read. */
  readonly #silent = new Set<ExecutionId>();
  /** Being started here; each settles, and never rejects, when it has begun or will not. */
  readonly #coming = new Map<ExecutionId, Promise<undefined>>();
  #issued = 0;
  #covered = 0;
  #isListDue = false;
  #hasChanges = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @returns the end of it; after that nothing more is sent. */
  watch(subject: WatchSubject, send: Send): () => void {
    if (subject.kind === 'lists') {
      this.#lists.add(send);
      return () => {
        this.#lists.delete(send);
      };
    }
    const { id } = subject;
    const watcher: Watcher = { send, pending: [], hasSnapshot: false, early: [] };
    const watchers = this.#executions.get(id) ?? new Set<Watcher>();
    this.#executions.set(id, watchers);
    watchers.add(watcher);
    // It only reads; a store that cannot be read is told to the page by its next question.
    this.#begin(id, watcher).catch(() => undefined);
    return () => {
      watchers.delete(watcher);
      if (watchers.size === 0) this.#executions.delete(id);
    };
  }

  /** Who watches it from its order on is served by its first event, and nothing has to be read. */
  expect<Started>(id: ExecutionId, starting: Promise<Started>): Promise<Started> {
    const end = () => {
      if (this.#coming.get(id) === settled) this.#coming.delete(id);
      return undefined;
    };
    const settled: Promise<undefined> = starting.then(end, end);
    this.#coming.set(id, settled);
    return starting;
  }

  /** Once, for a page whose owner is elsewhere: the owner's own messages follow. */
  async sendRecorded(subject: WatchSubject, send: Send): Promise<void> {
    if (subject.kind === 'lists') return;
    const stored = await this.#parts.readSnapshot(subject.id);
    send(stored ?? { kind: 'unknownExecution' });
  }

  issued(id: ExecutionId, events: readonly ExecutionEvent[], position: number): void {
    this.#issued = position;
    this.#hasChanges = true;
    if (events[0]?.seq === 1) this.#silent.add(id);
    if (events.at(-1)?.type === 'executionEnded') this.#silent.delete(id);
    for (const watcher of this.#executions.get(id) ?? []) {
      if (watcher.hasSnapshot)
        watcher.pending.push({ position, message: { kind: 'events', events } });
      else if (events[0]?.seq === 1) this.#takeSnapshot(id, watcher, []);
    }
  }

  logged(id: ExecutionId, lines: readonly LogLine[], position: number): void {
    this.#issued = position;
    this.#silent.delete(id);
    for (const { hasSnapshot, pending, early } of this.#executions.get(id) ?? []) {
      if (hasSnapshot) pending.push({ position, message: { kind: 'logs', lines, skipped: 0 } });
      else append(early, lines);
    }
  }

  covered(position: number): void {
    this.#covered = position;
    for (const watchers of this.#executions.values()) {
      for (const watcher of watchers) this.#flush(watcher);
    }
    if (this.#hasChanges) this.listsChanged();
    this.#hasChanges = false;
  }

  /** Tells at once when it was quiet, else at the end of the interval. */
  listsChanged(): void {
    if (this.#isListDue) return;
    this.#isListDue = true;
    this.#parts.clock.after(listIntervalMs, () => {
      this.#isListDue = false;
      for (const send of this.#lists) send({ kind: 'listsChanged' });
    });
  }

  async #begin(id: ExecutionId, watcher: Watcher): Promise<void> {
    if (this.#silent.has(id)) this.#takeSnapshot(id, watcher, []);
    await this.#coming.get(id);
    if (isServed(watcher)) return;
    await this.#parts.covered();
    const logs = await this.#parts.readLogs(id, snapshotLogLinesMax);
    this.#takeSnapshot(id, watcher, joinLines(logs, watcher.early));
    await this.#sendStored(id, watcher);
  }

  /** For what is not live; it may begin while its rows are read, and then its snapshot has gone out. */
  async #sendStored(id: ExecutionId, watcher: Watcher): Promise<void> {
    if (watcher.hasSnapshot) return;
    const stored = await this.#parts.readSnapshot(id);
    if (this.#parts.live(id) === undefined) watcher.send(stored ?? { kind: 'unknownExecution' });
  }

  /** Copied now, sent when everything in it is covered; what follows queues up behind it. */
  #takeSnapshot(id: ExecutionId, watcher: Watcher, logs: readonly LogLine[]): void {
    const live = this.#parts.live(id);
    if (live === undefined || watcher.hasSnapshot) return;
    watcher.hasSnapshot = true;
    const { workflow } = live.execution.plan;
    const execution = packExecution(live.execution);
    const message = { kind: 'snapshot', workflow, execution, logs } as const;
    watcher.pending.push({ position: this.#issued, message });
    this.#flush(watcher);
    // What it covers is sent by `covered`; of an engine that ended nothing more is.
    if (watcher.pending.length > 0) this.#parts.covered().catch(() => undefined);
  }

  #flush({ send, pending }: Watcher): void {
    const count = pending.findIndex(({ position }) => position > this.#covered);
    const due = pending.splice(0, count < 0 ? pending.length : count);
    const events: ExecutionEvent[] = [];
    const lines: LogLine[] = [];
    for (const { message } of due) {
      if (message.kind === 'events') append(events, message.events);
      else if (message.kind === 'logs') append(lines, message.lines);
      else send(message);
    }
    if (lines.length > 0) {
      const skipped = Math.max(0, lines.length - linesAtOnceMax);
      send({ kind: 'logs', lines: lines.slice(skipped), skipped });
    }
    if (events.length > 0) send({ kind: 'events', events });
  }
}

/** Asked anew after something may have served it. */
function isServed({ hasSnapshot }: Watcher): boolean {
  return hasSnapshot;
}

/** Stored lines may end with some that also came live: those count once. */
function joinLines(stored: readonly LogLine[], early: readonly LogLine[]): readonly LogLine[] {
  const isSame = (a: LogLine | undefined, b: LogLine) =>
    a?.time === b.time && a.taskId === b.taskId && a.message === b.message;
  for (let count = Math.min(stored.length, early.length); count > 0; count -= 1) {
    const start = stored.length - count;
    if (early.slice(0, count).every((line, index) => isSame(stored[start + index], line))) {
      return [...stored, ...early.slice(count)];
    }
  }
  return [...stored, ...early];
}
