import type { ExecutionId } from '#core/shared/ids.ts';
import type { AttemptOutcome, AttemptReport, HostEvents, LogLine } from '#ports/task-host.ts';
import type { HostClock } from './clock.ts';
import type { Job } from './job.ts';
import type { WireLog } from './messages.ts';

/** What is told to the engine, gathered so that all that arrives together is one turn of it. */
export class Reports {
  readonly #events: HostEvents;
  readonly #clock: HostClock;
  #reports: AttemptReport[] = [];
  #isDue = false;
  #isOpen = true;

  constructor(events: HostEvents, clock: HostClock) {
    this.#events = events;
    this.#clock = clock;
  }

  add({ call }: Job, outcome: AttemptOutcome, droppedLogLines = 0): void {
    const { executionId, taskId, attempt } = call;
    this.#reports.push({ executionId, taskId, attempt, outcome, droppedLogLines });
    if (this.#isDue) return;
    this.#isDue = true;
    this.#clock.soon(() => {
      this.#flush();
    });
  }

  addLogs(logs: readonly (readonly [Job, WireLog])[]): void {
    const lines = new Map<ExecutionId, LogLine[]>();
    for (const [{ call }, { time, level, message, isUncaught }] of logs) {
      const { executionId, taskId, attempt } = call;
      const known = lines.get(executionId) ?? [];
      lines.set(executionId, known);
      const line = { time, level, taskId, attempt, message };
      known.push(isUncaught === true ? { ...line, said: { code: 'uncaught', args: {} } } : line);
    }
    for (const [executionId, known] of lines) this.#events.log(executionId, known);
  }

  /** Nothing more can arrive: what there is goes at once. */
  flush(): void {
    if (this.#reports.length > 0) this.#flush();
  }

  slotsChanged(): void {
    this.#events.slotsChanged();
  }

  close(): void {
    this.#isOpen = false;
  }

  #flush(): void {
    this.#isDue = false;
    const reports = this.#reports;
    this.#reports = [];
    if (this.#isOpen && reports.length > 0) this.#events.report(reports);
  }
}
