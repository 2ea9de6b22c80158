import { failureMessageLengthMax } from '#core/execution/failure.ts';
import {
  detailsLengthMax,
  type WireCall,
  type WireFailure,
  type WireResult,
} from '#isolate/messages.ts';
import { cut, describeThrown, type Locate } from './failure.ts';
import { openLog, type WrittenLine } from './log.ts';
import type { Platform } from './platform.ts';
import { openSignal } from './signal.ts';
import { openTimers } from './timers.ts';
import { encodeOutput } from './value.ts';

/** A task's module as a function: called afresh for each attempt, so each has its own scope. */
export type TaskFunction = (exports: { default?: unknown }, ...given: unknown[]) => Promise<void>;

export interface RunningAttempt {
  abort(): void;
  /** A line of its log, which bounds it like any other. @param text plain text, no object of the task. */
  noteUncaught(text: string): void;
  /** Settles when the task has; never rejects. From then on all that was given is dead. */
  readonly ended: Promise<Omit<WireResult, 'id' | 'tookMs'>>;
}

interface AttemptParts {
  readonly call: WireCall;
  readonly task: TaskFunction;
  readonly platform: Platform;
  readonly locate: Locate;
  readonly write: (line: WrittenLine) => void;
}

export function runAttempt(parts: AttemptParts): RunningAttempt {
  const { call, task, platform, locate } = parts;
  const output = openLog(parts.write);
  const report = (error: unknown) => {
    output.uncaught(error);
  };
  const timers = openTimers(platform, report);
  const stopping = openSignal(report);

  const run = async (): Promise<WireResult['end']> => {
    const exports: { default?: unknown } = {};
    await task(exports, output.console, ...timers.given);
    const main = exports.default;
    if (typeof main !== 'function') return { kind: 'failure', failure: noFunction };
    const { attempt, key } = call;
    const context = {
      ...(JSON.parse(call.json) as object),
      log: output.log,
      signal: stopping.signal,
      attempt,
      key,
    };
    return toEnd(await (main as (context: unknown) => unknown)(context));
  };
  const finish = (end: WireResult['end']) => {
    output.end();
    const droppedLogLines = output.droppedLines();
    const isDirty = timers.end() > 0 || droppedLogLines > 0;
    return { end, droppedLogLines, isDirty };
  };
  return {
    abort: () => {
      stopping.abort();
    },
    noteUncaught: (text) => {
      output.uncaught(text);
    },
    ended: run()
      .catch((thrown: unknown) => ({
        kind: 'failure' as const,
        failure: describeThrown(thrown, locate),
      }))
      .then(finish),
  };
}

const noFunction: WireFailure = {
  code: 'taskError',
  message:
    'The task exports no function. Write: export default ({ inputs }) => { … return value; }',
  retryable: false,
  place: null,
  details: '{"reason":"noFunction"}',
};

function toEnd(value: unknown): WireResult['end'] {
  const encoded = encodeOutput(value);
  if (encoded.kind === 'text') return { kind: 'output', json: encoded.json };
  const { code, message, retryable, details } = encoded.failure;
  const text = JSON.stringify(details);
  return {
    kind: 'failure',
    failure: {
      code,
      message: cut(message, failureMessageLengthMax),
      retryable,
      place: null,
      details: text.length > detailsLengthMax ? null : text,
    },
  };
}
