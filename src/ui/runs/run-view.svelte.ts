import { evolve } from '#core/execution/evolve.ts';
import type { Execution } from '#core/execution/execution.ts';
import type { ExecutionEvent } from '#core/execution/events.ts';
import { unpackExecution } from '#core/execution/pack.ts';
import { toPlan } from '#core/execution/plan.ts';
import type { ExecutionId, Instant } from '#core/shared/ids.ts';
import type { WatchMessage } from '#ports/engine-api.ts';
import type { LogLine } from '#ports/task-host.ts';
import type { EngineClient } from '#ui/app/engine-client.ts';
import { ScreenTurns } from '#ui/parts/screen-turns.ts';

/** What is on the screen now. A new object each time, because the execution changes in place. */
export interface Shown {
  readonly execution: Execution;
  readonly now: Instant;
}
export interface NumberedLine extends LogLine {
  readonly number: number;
}
const keptLinesMax = 5_000;
/** More new lines than this at once are a flood: nobody reads them as they come. */
const floodLines = 100;
const floodPauseMs = 250;
const tickMs = 1_000;

/**
 * One run, live: snapshot and events folded by the same `evolve` as the engine's.
 * 1. Every event is folded when it comes; the screen follows in turns: words and tables, pictures, log.
 * 2. Events that the snapshot already holds change nothing.
 * 3. In a flood of log lines the screen follows them four times a second.
 * 4. A run that is not known is asked for again whenever lists change.
 */
export class RunView {
  readonly id: ExecutionId;
  phase = $state<'loading' | 'unknown' | 'shown'>('loading');
  shown = $state.raw<Shown | null>(null);
  /** The same for what is drawn as a whole, and may come a little later. */
  pictured = $state.raw<Shown | null>(null);
  lines = $state.raw<readonly NumberedLine[]>([]);
  /** All that came, also those no longer kept. */
  lineCount = $state(0);
  readonly #client: EngineClient;
  #execution: Execution | null = null;
  #lines: NumberedLine[] = [];
  #lineCount = 0;
  readonly #turns = new ScreenTurns<'facts' | 'pictures' | 'lines'>((part) => {
    this.#show(part);
  });
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
    const tick = setInterval(() => {
      if (this.#execution?.ended === null) this.#showRun();
    }, tickMs);
    return () => {
      clearInterval(tick);
      this.#turns.close();
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
        this.#showRun();
        this.#turns.ask('lines');
        break;
      case 'events':
        this.#fold(message.events);
        this.#showRun();
        break;
      case 'logs':
        this.#lineCount += message.skipped;
        this.#keep(message.lines);
        this.#turns.ask('lines');
        break;
      case 'unknownExecution':
        this.#waitForIt();
        return;
      case 'listsChanged':
        return;
    }
    if (this.phase !== 'shown') this.#showFirst();
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

  #showRun(): void {
    if (this.phase !== 'shown') return;
    this.#turns.ask('facts');
    this.#turns.ask('pictures');
  }

  /** All of it at once, so that nothing on the page is pushed away by what comes later. */
  #showFirst(): void {
    if (this.#execution === null) return;
    this.#show('facts');
    this.#show('pictures');
    this.#turns.showAll();
    this.phase = 'shown';
  }

  #show(part: 'facts' | 'pictures' | 'lines'): void {
    if (this.#execution === null) return;
    const shown = { execution: this.#execution, now: Date.now() };
    if (part === 'facts') this.shown = shown;
    else if (part === 'pictures') this.pictured = shown;
    else this.#showLines();
  }

  #showLines(): void {
    const fresh = this.#lineCount - this.lineCount;
    const now = performance.now();
    const isFlood = fresh > floodLines && this.lineCount > 0;
    if (isFlood && now - this.#linesAt < floodPauseMs) {
      this.#showLinesLater();
      return;
    }
    if (fresh === 0) return;
    this.#linesAt = now;
    this.lines = [...this.#lines];
    this.lineCount = this.#lineCount;
  }

  /** Also when nothing more comes. */
  #showLinesLater(): void {
    this.#linesTimer ??= setTimeout(() => {
      this.#linesTimer = undefined;
      this.#turns.ask('lines');
    }, floodPauseMs);
  }
}

function noop(): void {
  // Nothing is being watched.
}
