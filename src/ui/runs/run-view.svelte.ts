import { evolve } from '#core/execution/evolve.ts';
import type { Execution } from '#core/execution/execution.ts';
import type { ExecutionEvent } from '#core/execution/events.ts';
import { unpackExecution } from '#core/execution/pack.ts';
import { toPlan } from '#core/execution/plan.ts';
import type { ExecutionId } from '#core/shared/ids.ts';
import type { WatchMessage } from '#ports/engine-api.ts';
import type { LogLine } from '#ports/task-host.ts';
import type { EngineClient } from '#ui/app/engine-client.ts';

/** What is on the screen now. A new object each time, because the execution changes in place. */
export interface Shown {
  readonly execution: Execution;
}
export interface NumberedLine extends LogLine {
  readonly number: number;
}
const keptLinesMax = 5_000;
/** More new lines than this at once are a flood: nobody reads them as they come. */
const floodLines = 100;
const floodPauseMs = 250;

/**
 * One run, live: snapshot and events folded by the same `evolve` as the engine's.
 * 1. Every event is folded when it comes; the screen follows at most once a frame.
 * 2. Events that the snapshot already holds change nothing.
 * 3. In a flood of log lines the screen follows four times a second, and shows the newest only.
 * 4. A run that is not known is asked for again whenever lists change.
 */
export class RunView {
  readonly id: ExecutionId;
  phase = $state<'loading' | 'unknown' | 'shown'>('loading');
  shown = $state.raw<Shown | null>(null);
  lines = $state.raw<readonly NumberedLine[]>([]);
  /** All that came, also those no longer kept. */
  lineCount = $state(0);
  /** Lines come faster than anybody reads. */
  isFlooded = $state(false);
  readonly #client: EngineClient;
  #execution: Execution | null = null;
  #lines: NumberedLine[] = [];
  #lineCount = 0;
  #frame = 0;
  #linesAt = -Infinity;
  #linesTimer: ReturnType<typeof setTimeout> | undefined;
  #endWatch: () => void = noop;
  #endLists: () => void = noop;

  constructor(client: EngineClient, id: ExecutionId) {
    this.#client = client;
    this.id = id;
  }

  /** @returns the end of following. */
  follow(): () => void {
    this.#watch();
    return () => {
      cancelAnimationFrame(this.#frame);
      clearTimeout(this.#linesTimer);
      this.#endWatch();
      this.#endLists();
    };
  }

  #watch(): void {
    this.#endWatch();
    this.#endWatch = this.#client.watch({ kind: 'execution', id: this.id }, (message) => {
      this.#take(message);
    });
  }

  #take(message: WatchMessage): void {
    switch (message.kind) {
      case 'snapshot':
        this.#endLists();
        this.#endLists = noop;
        this.#execution = unpackExecution(toPlan(message.workflow), message.execution);
        this.#lines = [];
        this.#lineCount = 0;
        this.#keep(message.logs);
        break;
      case 'events':
        this.#fold(message.events);
        break;
      case 'logs':
        this.#lineCount += message.skipped;
        this.#keep(message.lines);
        break;
      case 'unknownExecution':
        this.#waitForIt();
        return;
      case 'listsChanged':
        return;
    }
    this.#showSoon();
  }

  #fold(events: readonly ExecutionEvent[]): void {
    for (const event of events) {
      if (this.#execution === null || event.seq <= this.#execution.seq) continue;
      this.#execution = evolve(this.#execution, event);
    }
  }

  #keep(lines: readonly LogLine[]): void {
    for (const line of lines) {
      this.#lineCount += 1;
      this.#lines.push({ ...line, number: this.#lineCount });
    }
    if (this.#lines.length > keptLinesMax) this.#lines = this.#lines.slice(-keptLinesMax);
  }

  #waitForIt(): void {
    this.phase = 'unknown';
    if (this.#endLists !== noop) return;
    this.#endLists = this.#client.watch({ kind: 'lists' }, () => {
      if (this.phase === 'unknown') this.#watch();
    });
  }

  /** A hidden tab draws no frames, but its words must be right when it is looked at. */
  #showSoon(): void {
    if (this.phase !== 'shown' || document.hidden) {
      this.#show();
      return;
    }
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#show();
    });
  }

  #show(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (this.#execution === null) return;
    this.shown = { execution: this.#execution };
    this.#showLines();
    this.phase = 'shown';
  }

  #showLines(): void {
    const fresh = this.#lineCount - this.lineCount;
    const now = performance.now();
    const isFlood = fresh > floodLines && this.lineCount > 0;
    if (isFlood && now - this.#linesAt < floodPauseMs) {
      this.#showLinesLater();
      return;
    }
    this.isFlooded = isFlood;
    if (isFlood) this.#showLinesLater();
    if (fresh === 0) return;
    this.#linesAt = now;
    this.lines = [...this.#lines];
    this.lineCount = this.#lineCount;
  }

  /** Also when nothing more comes: then the flood is over. */
  #showLinesLater(): void {
    this.#linesTimer ??= setTimeout(() => {
      this.#linesTimer = undefined;
      this.#showLines();
    }, floodPauseMs);
  }
}

function noop(): void {
  // Nothing is being watched.
}
