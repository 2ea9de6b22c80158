import type { Failure } from '#core/execution/failure.ts';
import { failureMessageLengthMax } from '#core/execution/failure.ts';
import {
  logBytesPerAttemptMax,
  logLinesPerAttemptMax,
  logMessageLengthMax,
} from '#core/execution/log.ts';
import type { ArtifactStore } from '#ports/artifact-store.ts';
import type { SourceFiles } from '#ports/source-files.ts';
import type { Clock } from '#ports/clock.ts';
import { TaskError, type HandlerResult, type Run, type TaskContext } from '#ports/handler.ts';
import type {
  AttemptCall,
  AttemptId,
  AttemptOutcome,
  HostEvents,
  LogLine,
  TaskHost,
} from '#ports/task-host.ts';

/** Between the signal and the end that no longer waits for the handler. */
const graceMs = 5_000;
/** A gap between two looks that is longer than this was sleep, and costs no attempt its time. */
const sleepGapMs = 5_000;
const lookEveryMs = 1_000;

interface Parts {
  readonly clock: Clock;
  readonly runs: ReadonlyMap<string, Run>;
  readonly artifacts: ArtifactStore;
  readonly sources: Pick<SourceFiles, 'open'>;
  readonly events: HostEvents;
}

interface LiveAttempt {
  readonly call: AttemptCall;
  readonly controller: AbortController;
  readonly cancels: Set<() => void>;
  stopsAs: AttemptOutcome | null;
  lines: number;
  bytes: number;
  dropped: number;
}

/** Runs handlers that are our own code, beside the engine. Each attempt is reported exactly once. */
export class InProcessHost implements TaskHost {
  readonly #parts: Parts;
  readonly #live = new Map<string, LiveAttempt>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  slots(): number {
    return 32;
  }

  start(calls: readonly AttemptCall[]): void {
    for (const call of calls) this.#begin(call);
  }

  stop(attempt: AttemptId): void {
    const live = this.#live.get(nameOf(attempt));
    if (live !== undefined) this.#signal(live, { kind: 'stopped' });
  }

  close(): void {
    const all = [...this.#live.values()];
    this.#live.clear();
    for (const live of all) {
      live.controller.abort();
      cancelAll(live);
    }
  }

  #begin(call: AttemptCall): void {
    const run = this.#parts.runs.get(call.type);
    const live: LiveAttempt = {
      call,
      controller: new AbortController(),
      cancels: new Set(),
      stopsAs: null,
      lines: 0,
      bytes: 0,
      dropped: 0,
    };
    this.#live.set(nameOf(call), live);
    if (call.timeoutMs !== undefined) this.#watch(live, call.timeoutMs);
    if (run === undefined) {
      const message = `Nothing here runs tasks of type "${call.type}"`;
      const failure = { code: 'handlerMissing', message, retryable: false, details: null };
      this.#end(live, { kind: 'failed', failure });
      return;
    }
    // Inside a promise, so that a handler that throws before its first await fails alone, too.
    const running = new Promise<HandlerResult>((resolve) => {
      resolve(run(this.#contextOf(live)));
    });
    running.then(
      (result) => {
        this.#end(live, live.stopsAs ?? result);
      },
      (reason: unknown) => {
        this.#end(live, live.stopsAs ?? { kind: 'failed', failure: toFailure(reason) });
      },
    );
  }

  #contextOf(live: LiveAttempt): TaskContext {
    const { call, controller } = live;
    return {
      with: call.with,
      inputs: call.inputs,
      params: call.params,
      attempt: call.attempt,
      key: call.key,
      signal: controller.signal,
      artifacts: this.#parts.artifacts,
      sources: this.#parts.sources,
      log: (level, message, said) => {
        this.#log(live, { level, message, said });
      },
      pause: (ms) =>
        new Promise((resolve, reject) => {
          const cancel = this.#after(live, ms, resolve);
          controller.signal.addEventListener('abort', () => {
            cancel();
            reject(new Error('The attempt was stopped'));
          });
        }),
    };
  }

  /** Awake time: a machine that slept has not used up the attempt's limit. */
  #watch(live: LiveAttempt, timeoutMs: number): void {
    const { clock } = this.#parts;
    let left = timeoutMs;
    let last = clock.monotonic();
    const look = () => {
      const elapsed = clock.monotonic() - last;
      last += elapsed;
      if (elapsed < sleepGapMs) left -= elapsed;
      if (left > 0) this.#after(live, Math.min(left, lookEveryMs), look);
      else this.#signal(live, { kind: 'failed', failure: timedOut(timeoutMs) });
    };
    this.#after(live, Math.min(left, lookEveryMs), look);
  }

  #signal(live: LiveAttempt, outcome: AttemptOutcome): void {
    if (live.stopsAs !== null) return;
    live.stopsAs = outcome;
    this.#after(live, graceMs, () => {
      this.#end(live, outcome);
    });
    live.controller.abort();
  }

  #end(live: LiveAttempt, outcome: AttemptOutcome): void {
    const { executionId, taskId, attempt } = live.call;
    if (!this.#live.delete(nameOf(live.call))) return;
    cancelAll(live);
    this.#parts.events.report([
      { executionId, taskId, attempt, outcome, droppedLogLines: live.dropped },
    ]);
  }

  #log(live: LiveAttempt, line: Pick<LogLine, 'level' | 'message' | 'said'>): void {
    const { executionId, taskId, attempt } = live.call;
    const message = line.message.slice(0, logMessageLengthMax);
    const isFull =
      live.lines >= logLinesPerAttemptMax || live.bytes + message.length > logBytesPerAttemptMax;
    if (isFull) {
      live.dropped += 1;
      return;
    }
    live.lines += 1;
    live.bytes += message.length;
    const time = this.#parts.clock.now();
    this.#parts.events.log(executionId, [{ ...line, time, taskId, attempt, message }]);
  }

  #after(live: LiveAttempt, ms: number, callback: () => void): () => void {
    const cancel = this.#parts.clock.after(ms, () => {
      live.cancels.delete(cancel);
      callback();
    });
    live.cancels.add(cancel);
    return cancel;
  }
}

function cancelAll(live: LiveAttempt): void {
  for (const cancel of live.cancels) cancel();
  live.cancels.clear();
}

function nameOf({ executionId, taskId, attempt }: AttemptId): string {
  return `${executionId} ${String(attempt)} ${taskId}`;
}

function timedOut(timeoutMs: number): Failure {
  return {
    code: 'timeout',
    message: `The attempt did not end within ${String(timeoutMs / 1_000)} s`,
    retryable: true,
    details: { timeoutSeconds: timeoutMs / 1_000 },
  };
}

function toFailure(reason: unknown): Failure {
  if (reason instanceof TaskError) {
    const { code, message, retryable, details } = reason;
    return { code, message: message.slice(0, failureMessageLengthMax), retryable, details };
  }
  const message = reason instanceof Error ? reason.message : String(reason);
  return {
    code: 'taskError',
    message: message.slice(0, failureMessageLengthMax),
    retryable: true,
    details: null,
  };
}
