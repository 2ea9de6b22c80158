import {
  logBytesPerAttemptMax,
  logLinesPerAttemptMax,
  logMessageLengthMax,
  type LogLevel,
} from '#core/execution/log.ts';
import type { WireLog } from '#isolate/messages.ts';
import { cut, toMessage } from './failure.ts';

export type WrittenLine = Pick<WireLog, 'level' | 'message' | 'isUncaught'>;
type Write = (line: WrittenLine) => void;
type LogFunction = (...values: unknown[]) => void;

export type Log = LogFunction & Readonly<Record<LogLevel, LogFunction>>;

export interface AttemptLog {
  readonly log: Log;
  readonly console: Readonly<Record<string, LogFunction>>;
  /** What the task did not catch, as a line of its log that bounds it like any other. */
  readonly uncaught: (value: unknown) => void;
  /** Lines over the limits so far. */
  readonly droppedLines: () => number;
  /** From now on every line is ignored, and not counted either. */
  readonly end: () => void;
}

/** Counts and cuts here, in the isolate: a million lines cost the engine nothing. */
export function openLog(write: Write): AttemptLog {
  let lines = 0;
  let bytes = 0;
  let dropped = 0;
  let isFull = false;
  let isOpen = true;

  const writer =
    (level: LogLevel, about: Pick<WireLog, 'isUncaught'> = {}): LogFunction =>
    (...values) => {
      if (!isOpen) return;
      if (isFull) {
        dropped += 1;
        return;
      }
      const message = cut(values.map(toText).join(' '), logMessageLengthMax);
      bytes += byteLength(message);
      // Asked only now: making the text may have run code of the task, which may have logged too.
      isFull = lines >= logLinesPerAttemptMax || bytes > logBytesPerAttemptMax;
      if (isFull) {
        dropped += 1;
        return;
      }
      lines += 1;
      write({ level, message, ...about });
    };

  const uncaught = writer('error', { isUncaught: true });
  const [debug, info, warn, error] = [
    writer('debug'),
    writer('info'),
    writer('warn'),
    writer('error'),
  ];
  const log = Object.assign(
    (...values: unknown[]) => {
      info(...values);
    },
    {
      debug,
      info,
      warn,
      error,
    },
  );
  return {
    log: Object.freeze(log),
    uncaught: (value) => {
      uncaught('Not caught:', value);
    },
    console: Object.freeze({ debug, info, warn, error, log: info, trace: debug, dir: info }),
    droppedLines: () => dropped,
    end: () => {
      isOpen = false;
    },
  };
}

function byteLength(text: string): number {
  // Most lines are far from the limit: what is plain ASCII by its look is counted by its length.
  return /^[\x20-\x7e]*$/.test(text) ? text.length : new TextEncoder().encode(text).length;
}

function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    if (value instanceof Error) return toMessage(value);
    return JSON.stringify(value, (_key, field: unknown) =>
      typeof field === 'bigint' ? `${String(field)}n` : field,
    );
  } catch {
    return '[cannot be shown]';
  }
}
