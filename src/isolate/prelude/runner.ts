import { logLinesPerAttemptMax } from '#core/execution/log.ts';
import {
  joinParts,
  logCredit,
  longRunMs,
  type FromIsolate,
  type ToIsolate,
  type WireCall,
  type WireLog,
  type WireResult,
} from '#isolate/messages.ts';
import { runAttempt, type RunningAttempt, type TaskFunction } from './attempt.ts';
import { cut, type Locate } from './failure.ts';
import type { WrittenLine } from './log.ts';
import type { Platform } from './platform.ts';

/**
 * Runs the calls of one port.
 * 1. One attempt at a time; the next begins in a later turn of the event loop, when all microtasks
 *    of the one before have run. An attempt that floods them never reports, so its own deadline
 *    ends it, not its successor's.
 * 2. The result of a call with a deadline, and every result before such a call begins, is posted
 *    before anything else begins: the engine knows when it runs.
 * 3. Other results may be held back while calls wait, for some milliseconds, and are posted together:
 *    a message between processes costs more than a tiny task. Whoever asks gets them at once.
 * 4. After a dirty attempt nothing begins any more.
 * 5. Code that has computed for long is parsed again behind its result: V8 specialises a function that
 *    a place in the text creates, and gives that up for all when the same place creates a second one.
 *    The next attempt of such a task would be a quarter slower.
 */
const logPauseMs = 50;
const logBatchMax = 200;
const holdMs = 2;
const heldJsonLengthMax = 64 * 1024;
/** Longer code costs more to parse than it gains. */
const renewedLengthMax = 64 * 1024;

interface LoadedTask {
  readonly run: TaskFunction;
  readonly locate: Locate;
}

export class Runner {
  readonly #platform: Platform;
  readonly #post: (message: FromIsolate) => void;
  /** A task that this browser's own parser refused is its words. */
  #tasks: (LoadedTask | string)[] | undefined;
  #parts: readonly string[] = [];
  #waiting: WireCall[] = [];
  #running: { readonly call: WireCall; readonly attempt: RunningAttempt } | undefined;
  #logs: WireLog[] = [];
  #held: WireResult[] = [];
  #heldSince = 0;
  #isReleaseDue = false;
  #credit = logCredit;
  #sentAt = -Infinity;
  #isSendingSoon = false;
  #isSpent = false;

  constructor(platform: Platform, post: (message: FromIsolate) => void) {
    this.#platform = platform;
    this.#post = post;
  }

  receive(message: ToIsolate): void {
    switch (message.kind) {
      case 'load':
        void this.#load(message.parts, message.starts); // Never rejects.
        return;
      case 'calls':
        this.#waiting.push(...message.calls);
        this.#next();
        return;
      case 'abort':
        if (this.#running?.call.id === message.id) this.#running.attempt.abort();
        return;
      case 'drop':
        this.#drop(message.ids);
        return;
      case 'ask':
        this.#send([]);
        return;
      case 'credit':
        this.#credit += message.lines;
        this.#next();
    }
  }

  /** A rejection that nobody caught, told apart from the call into the task. */
  noteUncaught(reason: unknown): void {
    this.#running?.attempt.noteUncaught(cut(safeText(reason), 1_000));
  }

  async #load(parts: readonly string[], starts: readonly number[]): Promise<void> {
    this.#parts = parts;
    const { url, module } = this.#platform.load(joinParts(parts));
    const whole = await module.then(tasksOf, () => null);
    // One part that only this browser refuses must not spoil the others.
    this.#tasks =
      whole?.map((run, index) => ({ run, locate: locator(url, starts[index] ?? 0) })) ??
      (await Promise.all(parts.map(async (part) => this.#loadPart(part))));
    this.#post({ kind: 'loaded' });
    this.#next();
  }

  async #loadPart(part: string): Promise<LoadedTask | string> {
    const { url, module } = this.#platform.load(joinParts([part]));
    try {
      const [run] = tasksOf(await module);
      return run === undefined ? 'There is no code' : { run, locate: locator(url, 1) };
    } catch (error) {
      return cut(error instanceof Error ? error.message : 'The code cannot be read', 1_000);
    }
  }

  #next(): void {
    if (this.#running !== undefined || this.#isSpent || this.#tasks === undefined) return;
    // An attempt may log its full measure; it begins when there is credit for that.
    if (this.#credit < logLinesPerAttemptMax) return;
    const call = this.#waiting.shift();
    if (call === undefined) return;
    const task = this.#tasks[call.task] ?? 'There is no such task';
    if (typeof task === 'string') {
      this.#send([refusal(call.id, 'taskError', task)]);
      this.#next();
      return;
    }
    this.#begin(call, task);
  }

  #begin(call: WireCall, task: LoadedTask): void {
    const startedAt = this.#platform.now();
    const attempt = runAttempt({
      call,
      task: task.run,
      platform: this.#platform,
      locate: task.locate,
      write: (line) => {
        this.#write(call.id, line);
      },
    });
    this.#running = { call, attempt };
    void attempt.ended.then((end) => {
      this.#platform.nextTurn(() => {
        const now = this.#platform.now();
        this.#finish(call, { ...end, id: call.id, tookMs: now - startedAt }, now);
      });
    });
  }

  #finish(call: WireCall, result: WireResult, now: number): void {
    this.#running = undefined;
    this.#isSpent = result.isDirty;
    if (this.#mayHold(call, result, now)) this.#hold(result, now);
    else this.#send([result]);
    this.#next();
    if (result.tookMs >= longRunMs && !this.#isSpent) void this.#renew(call.task); // Never rejects.
  }

  async #renew(index: number): Promise<void> {
    const part = this.#parts[index];
    if (part === undefined || part.length > renewedLengthMax) return;
    const renewed = await this.#loadPart(part);
    if (this.#tasks !== undefined && typeof renewed !== 'string') this.#tasks[index] = renewed;
  }

  #mayHold(call: WireCall, { end, isDirty }: WireResult, now: number): boolean {
    const [next] = this.#waiting;
    const isSmall = end.kind === 'failure' || end.json.length <= heldJsonLengthMax;
    const isLate = this.#held.length > 0 && now - this.#heldSince >= holdMs;
    return next !== undefined && !next.isTimed && !call.isTimed && isSmall && !isLate && !isDirty;
  }

  #hold(result: WireResult, now: number): void {
    if (this.#held.length === 0) this.#heldSince = now;
    this.#held.push(result);
    if (this.#isReleaseDue) return;
    this.#isReleaseDue = true;
    // For a task that waits; between tiny ones the time is looked at anyway.
    this.#platform.setTimer(() => {
      this.#isReleaseDue = false;
      if (this.#held.length > 0) this.#send([]);
    }, holdMs);
  }

  #drop(ids: readonly number[]): void {
    const dropped = this.#waiting.filter(({ id }) => ids.includes(id));
    if (dropped.length === 0) return;
    this.#waiting = this.#waiting.filter(({ id }) => !ids.includes(id));
    this.#send(dropped.map(({ id }) => refusal(id, 'cancelled', 'It had not begun.')));
  }

  #write(id: number, line: WrittenLine): void {
    if (this.#credit <= 0) return;
    this.#credit -= 1;
    this.#logs.push({ ...line, id, time: this.#platform.time() });
    const isDue = this.#platform.now() - this.#sentAt >= logPauseMs;
    if (isDue || this.#logs.length >= logBatchMax) this.#send([]);
    if (this.#isSendingSoon) return;
    this.#isSendingSoon = true;
    this.#platform.setTimer(() => {
      this.#isSendingSoon = false;
      if (this.#logs.length > 0) this.#send([]);
    }, logPauseMs);
  }

  #send(results: readonly WireResult[]): void {
    this.#post({ kind: 'news', logs: this.#logs, results: [...this.#held, ...results] });
    this.#logs = [];
    this.#held = [];
    this.#sentAt = this.#platform.now();
  }
}

/**
 * Runs nothing of the task, neither getter nor trap: this is read outside its attempt's time, in which
 * code that never returns would be blamed on the next one.
 */
function safeText(reason: unknown): string {
  if (typeof reason === 'string') return reason;
  const { isError } = Error as { readonly isError?: (value: unknown) => value is Error };
  if (isError?.(reason) !== true) return 'a promise was rejected';
  const message: unknown = Reflect.getOwnPropertyDescriptor(reason, 'message')?.value;
  return typeof message === 'string' ? message : 'a promise was rejected';
}

function refusal(id: number, code: string, message: string): WireResult {
  const failure = { code, message, retryable: false, place: null, details: null };
  const end = { kind: 'failure' as const, failure };
  return { id, end, droppedLogLines: 0, tookMs: 0, isDirty: false };
}

function tasksOf(module: unknown): readonly TaskFunction[] {
  return (module as { readonly tasks: readonly TaskFunction[] }).tasks;
}

/** Finds the first place of a stack that lies in this part, counted from the part's own line. */
function locator(url: string, start: number): Locate {
  return (stack) => {
    const at = stack.indexOf(`${url}:`);
    if (at < 0) return null;
    const place = /^(\d+):(\d+)/.exec(stack.slice(at + url.length + 1));
    if (place === null) return null;
    const line = Number(place[1]) - 1 - start;
    return line < 0 ? null : { line, column: Number(place[2]) };
  };
}
