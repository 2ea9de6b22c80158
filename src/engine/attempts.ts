import type { Input } from '#core/execution/decide.ts';
import type { Execution } from '#core/execution/execution.ts';
import type { Failure } from '#core/execution/failure.ts';
import type { ExecutionId, TaskId } from '#core/shared/ids.ts';
import type { Result } from '#core/shared/result.ts';
import type {
  AttemptCall,
  AttemptId,
  AttemptReport,
  HostEvents,
  LogLine,
  TaskHost,
} from '#ports/task-host.ts';
import { toCall, type References } from './dispatch.ts';
import type { Values } from './values.ts';

interface Parts {
  readonly values: Values;
  readonly references: References;
  readonly hosts: (events: HostEvents) => ReadonlyMap<string, TaskHost>;
  readonly barrier: () => Promise<void>;
  readonly executionOf: (id: ExecutionId) => Execution | undefined;
  readonly take: (executionId: ExecutionId, input: Input) => void;
  readonly log: (executionId: ExecutionId, lines: readonly LogLine[]) => void;
  readonly slotsChanged: () => void;
  /** An output could not be kept. */
  readonly broken: (reason: unknown) => void;
}

interface Run {
  readonly taskId: TaskId;
  readonly attempt: number;
}
type Called = Result<AttemptCall, Failure>;

/**
 * The way of attempts to their hosts and back. Journal rule 1: a task whose effect is not pure gets
 * its input only behind a barrier; so its start is on disk before the world can notice it.
 */
export class Attempts {
  readonly #parts: Parts;
  readonly #hosts: ReadonlyMap<string, TaskHost>;
  /** Lines logged by each live attempt so far. */
  readonly #logged = new Map<string, number>();
  /** Go out together, behind the turn that starts them. */
  readonly #outgoing = new Map<TaskHost, AttemptCall[]>();
  #isSendDue = false;
  #isClosed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#hosts = parts.hosts({
      report: (reports) => {
        for (const report of reports) this.#onReport(report);
      },
      log: (executionId, lines) => {
        this.#onLog(executionId, lines);
      },
      slotsChanged: parts.slotsChanged,
    });
  }

  run(execution: Execution, runs: readonly Run[]): void {
    const { tasks, indexById } = execution.plan;
    const isPure = (run: Run) => tasks[indexById.get(run.taskId) ?? -1]?.effect === 'pure';
    const effectful = runs.filter((run) => !isPure(run));
    this.#dispatch(execution, effectful.length === 0 ? runs : runs.filter(isPure));
    if (effectful.length === 0) return;
    void this.#parts.barrier().then(
      () => {
        this.#dispatch(execution, effectful);
      },
      () => undefined, // The engine has ended: nothing goes out, and its seat tells.
    );
  }

  stop(execution: Execution, { taskId, attempt }: Run): void {
    const type = execution.plan.tasks[execution.plan.indexById.get(taskId) ?? -1]?.type ?? '';
    this.#send(); // A host cannot stop what it was not told of.
    this.#hosts.get(type)?.stop({ executionId: execution.id, taskId, attempt });
  }

  close(): void {
    this.#isClosed = true;
    for (const host of new Set(this.#hosts.values())) host.close();
  }

  #dispatch(execution: Execution, runs: readonly Run[]): void {
    const ready: (readonly [Run, Called])[] = [];
    for (const run of runs) {
      if (!this.#isLive(execution, run)) continue;
      const called = toCall(execution, run.taskId, this.#parts);
      if (called instanceof Promise) {
        // Never rejects: what cannot be loaded is a failure of the attempt.
        void called.then((result) => {
          this.#start(execution, [[run, result]]);
        });
      } else {
        ready.push([run, called]);
      }
    }
    this.#start(execution, ready);
  }

  #start(execution: Execution, ready: readonly (readonly [Run, Called])[]): void {
    for (const [run, called] of ready) {
      if (!this.#isLive(execution, run)) continue;
      const host = called.ok ? this.#hosts.get(called.value.type) : undefined;
      if (!called.ok) {
        this.#fail({ executionId: execution.id, ...run }, called.problem);
      } else if (host === undefined) {
        const failure = handlerMissing(called.value.type);
        this.#fail({ executionId: execution.id, ...run }, failure);
      } else {
        this.#post(host, called.value);
      }
    }
  }

  /** Calls of one turn, of all its executions, reach their host together: it can send them as one message. */
  #post(host: TaskHost, call: AttemptCall): void {
    const list = this.#outgoing.get(host);
    if (list === undefined) this.#outgoing.set(host, [call]);
    else list.push(call);
    if (this.#isSendDue) return;
    this.#isSendDue = true;
    queueMicrotask(() => {
      this.#send();
    });
  }

  #send(): void {
    this.#isSendDue = false;
    if (this.#isClosed) return;
    const outgoing = [...this.#outgoing];
    this.#outgoing.clear();
    for (const [host, calls] of outgoing) host.start(calls);
  }

  #fail(attempt: AttemptId, failure: Failure): void {
    this.#hand(attempt, { kind: 'failed', failure }, 0);
  }

  #onReport(report: AttemptReport): void {
    if (this.#isClosed || this.#parts.executionOf(report.executionId) === undefined) return;
    const { outcome, droppedLogLines } = report;
    if (outcome.kind !== 'succeeded') {
      this.#hand(report, outcome, droppedLogLines);
      return;
    }
    const recorded = this.#parts.values.record(outcome.output);
    if (recorded instanceof Promise) {
      recorded.then((output) => {
        this.#hand(report, { kind: 'succeeded', output }, droppedLogLines);
      }, this.#parts.broken);
    } else {
      this.#hand(report, { kind: 'succeeded', output: recorded }, droppedLogLines);
    }
  }

  #hand(
    attempt: AttemptId,
    outcome: Extract<Input, { kind: 'report' }>['outcome'],
    dropped: number,
  ): void {
    const name = nameOf(attempt);
    const recordedLogs = { lines: this.#logged.get(name) ?? 0, dropped };
    this.#logged.delete(name);
    this.#parts.take(attempt.executionId, {
      kind: 'report',
      taskId: attempt.taskId,
      attempt: attempt.attempt,
      outcome,
      recordedLogs,
    });
  }

  /** A line that comes after its attempt ended is dropped: nothing late is accepted. */
  #onLog(executionId: ExecutionId, lines: readonly LogLine[]): void {
    const execution = this.#parts.executionOf(executionId);
    if (execution === undefined || this.#isClosed) return;
    const live = lines.filter((line) => this.#isLive(execution, line));
    for (const line of live) {
      const name = nameOf({ executionId, ...line });
      this.#logged.set(name, (this.#logged.get(name) ?? 0) + 1);
    }
    if (live.length > 0) this.#parts.log(executionId, live);
  }

  #isLive(execution: Execution, { taskId, attempt }: Run): boolean {
    const task = execution.tasks[execution.plan.indexById.get(taskId) ?? -1];
    const isCurrent = task?.state === 'running' && task.attempts.at(-1)?.number === attempt;
    return isCurrent && !this.#isClosed;
  }
}

function nameOf({ executionId, taskId, attempt }: AttemptId): string {
  return `${executionId} ${String(attempt)} ${taskId}`;
}

function handlerMissing(type: string): Failure {
  return {
    code: 'handlerMissing',
    message: `Nothing here runs tasks of type "${type}"`,
    retryable: false,
    details: { type },
  };
}
