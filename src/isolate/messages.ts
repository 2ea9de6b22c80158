import { valueBytesMax } from '#core/dataflow/data-limits.ts';
import { failureMessageLengthMax } from '#core/execution/failure.ts';
import { logLevels, logMessageLengthMax, type LogLevel } from '#core/execution/log.ts';

/**
 * What goes through the port between the engine and one isolate.
 * 1. Identity is the port. An id only tells the calls of this one port apart.
 * 2. The engine believes nothing it receives: what the decoder refuses ends the isolate.
 * 3. Values travel as JSON text, so nothing but text can cross.
 */
export type ToIsolate =
  | {
      readonly kind: 'load';
      /** Text of one function per task; the place in the list is the task's name here. */
      readonly parts: readonly string[];
      /** Line, from 0, on which each part begins when they are joined by `joinParts`. */
      readonly starts: readonly number[];
    }
  | { readonly kind: 'calls'; readonly calls: readonly WireCall[] }
  | { readonly kind: 'abort'; readonly id: number }
  /** Answer for these calls at once if they have not begun, and never begin them. */
  | { readonly kind: 'drop'; readonly ids: readonly number[] }
  /** Answer at once, with all that is held back. */
  | { readonly kind: 'ask' }
  /** So many log lines more may be sent. */
  | { readonly kind: 'credit'; readonly lines: number };

export interface WireCall {
  readonly id: number;
  readonly task: number;
  readonly attempt: number;
  readonly key: string;
  /** It has a deadline, so the engine must know when it begins and ends. */
  readonly isTimed: boolean;
  /** `{ inputs, upstream, params, with }`. */
  readonly json: string;
}

export type FromIsolate =
  /** Calls may begin: their time runs from here. */
  | { readonly kind: 'loaded' }
  | {
      readonly kind: 'news';
      readonly logs: readonly WireLog[];
      readonly results: readonly WireResult[];
    };

export interface WireLog {
  readonly id: number;
  readonly time: number;
  readonly level: LogLevel;
  readonly message: string;
  /** Written by the isolate about what the task did not catch. */
  readonly isUncaught?: true;
}

export interface WireResult {
  readonly id: number;
  readonly end:
    | { readonly kind: 'output'; readonly json: string }
    | { readonly kind: 'failure'; readonly failure: WireFailure };
  readonly droppedLogLines: number;
  readonly tookMs: number;
  /** The attempt left something behind: nothing more runs in this isolate. */
  readonly isDirty: boolean;
}

export interface WireFailure {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  /** In the task's part: line from 0 (the wrapper's own), column from 1. */
  readonly place: { readonly line: number; readonly column: number } | null;
  /** JSON text; only where there is no place. */
  readonly details: string | null;
}

/** Lines an isolate may send before it hears of credit again; one attempt fits with room. */
export const logCredit = 4_000;
/** After an attempt of this length an isolate parses its code anew, and keeps both until it retires. */
export const longRunMs = 10;
export const codeLengthMax = 64;
export const detailsLengthMax = 20_000;

/** What each part gets as its parameters, after the object for its exports. */
export const endowments = [
  'console',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'queueMicrotask',
] as const;

/** One module whose export `tasks` is the list of functions; parts begin where `starts` says. */
export function joinParts(parts: readonly string[]): string {
  return `export const tasks=[\n${parts.join(',\n')}\n];`;
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
function isText(value: unknown, lengthMax: number): value is string {
  return typeof value === 'string' && value.length <= lengthMax;
}

/** @returns null for anything that an honest isolate does not send. */
export function decodeFromIsolate(value: unknown): FromIsolate | null {
  if (!isFields(value)) return null;
  const { kind, logs, results } = value;
  if (kind === 'loaded') return { kind };
  if (kind !== 'news' || !Array.isArray(logs) || !Array.isArray(results)) return null;
  if (logs.length > logCredit || !logs.every(isLog) || !results.every(isResult)) return null;
  return { kind, logs, results };
}

function isLog(value: unknown): value is WireLog {
  if (!isFields(value)) return false;
  const level = logLevels.find((known) => known === value['level']);
  return (
    isCount(value['id']) &&
    isCount(value['time']) &&
    level !== undefined &&
    isText(value['message'], logMessageLengthMax) &&
    (value['isUncaught'] === undefined || value['isUncaught'] === true)
  );
}

function isResult(value: unknown): value is WireResult {
  if (!isFields(value)) return false;
  const { id, end, droppedLogLines, tookMs, isDirty } = value;
  return (
    isCount(id) &&
    isCount(droppedLogLines) &&
    typeof tookMs === 'number' &&
    typeof isDirty === 'boolean' &&
    isEnd(end)
  );
}

function isEnd(value: unknown): boolean {
  if (!isFields(value)) return false;
  if (value['kind'] === 'output') return isText(value['json'], valueBytesMax);
  const failure = value['failure'];
  return value['kind'] === 'failure' && isFields(failure) && isFailure(failure);
}

function isFailure({ code, message, retryable, place, details }: Fields): boolean {
  return (
    isText(code, codeLengthMax) &&
    isText(message, failureMessageLengthMax) &&
    typeof retryable === 'boolean' &&
    (details === null || isText(details, detailsLengthMax)) &&
    (place === null || (isFields(place) && isCount(place['line']) && isCount(place['column'])))
  );
}
