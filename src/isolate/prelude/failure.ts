import { failureMessageLengthMax } from '#core/execution/failure.ts';
import { codeLengthMax, type WireFailure } from '#isolate/messages.ts';

/** Turns the line of a stack into a place of the task's own part; null for anything else. */
export type Locate = (stack: string) => WireFailure['place'];

/** Facts that only the engine can know; a task that claims one has simply failed. */
const engineCodes = ['cancelled', 'isolateLost', 'handlerMissing', 'notGranted', 'inputTooLarge'];

export function cut(text: string, lengthMax: number): string {
  return text.length > lengthMax ? `${text.slice(0, lengthMax - 1)}…` : text;
}

/** Reads a field of what may be anything: a proxy, a getter that throws, a revoked proxy. */
function read(value: unknown, key: string): unknown {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function'))
    return undefined;
  try {
    return Reflect.get(value, key);
  } catch {
    return undefined; // What cannot be read is not there.
  }
}

function readText(value: unknown, key: string): string | undefined {
  const text = read(value, key);
  return typeof text === 'string' ? text : undefined;
}

/** Never throws, whatever was thrown. */
export function describeThrown(thrown: unknown, locate: Locate): WireFailure {
  const code = readText(thrown, 'code');
  const isOwn =
    code !== undefined &&
    code.length <= codeLengthMax &&
    /^[A-Za-z][\w.-]*$/.test(code) &&
    !engineCodes.includes(code);
  return {
    code: isOwn ? code : 'taskError',
    message: cut(toMessage(thrown), failureMessageLengthMax),
    retryable: read(thrown, 'retryable') !== false,
    place: locate((readText(thrown, 'stack') ?? '').slice(0, 20_000)),
    details: detailsOf(thrown),
  };
}

/** Never throws. */
export function toMessage(thrown: unknown): string {
  if (typeof thrown === 'string') return thrown === '' ? 'The task threw an empty string.' : thrown;
  const message = readText(thrown, 'message');
  if (message === undefined) return `The task threw ${nameOf(thrown)}, not an Error.`;
  const name = readText(thrown, 'name');
  if (name === undefined || name === '' || name === 'Error') return message;
  return message === '' ? name : `${name}: ${message}`;
}

/** Where the message is ours and not the task's, what it is made from. */
function detailsOf(thrown: unknown): string | null {
  const isText = typeof thrown === 'string';
  if (isText ? thrown !== '' : readText(thrown, 'message') !== undefined) return null;
  return JSON.stringify({ reason: 'noError', thrown: isText ? 'an empty string' : nameOf(thrown) });
}

function nameOf(thrown: unknown): string {
  if (thrown === null || thrown === undefined) return String(thrown);
  if (typeof thrown === 'object') return 'an object';
  if (typeof thrown === 'function') return 'a function';
  if (typeof thrown === 'symbol') return 'a symbol';
  return `a ${typeof thrown}`;
}
