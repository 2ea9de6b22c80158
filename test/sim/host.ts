import { canonicalJson } from '#core/shared/canonical-json.ts';
import { isJsonObject, own, type JsonObject, type JsonValue } from '#core/shared/json.ts';
import type { Task } from '#core/workflow/model.ts';
import type {
  AttemptCall,
  AttemptId,
  AttemptOutcome,
  HostEvents,
  TaskHost,
} from '#ports/task-host.ts';
import type { SimProcess, World } from './world.ts';

/** One call that reached the outside world. */
export interface EffectEntry {
  readonly executionId: string;
  readonly taskId: string;
  readonly attempt: number;
  readonly key: string;
}

const largeText = 'x'.repeat(70_000);

/** What a task gives, as a function of what it was given: the world of an uninterrupted run. */
export function outputOf(task: Pick<Task, 'id' | 'with'>, inputs: JsonObject): JsonValue {
  if (Number(own(task.with, 'waits')) > 0) return null;
  const text = `${task.id}|${String(Number(own(task.with, 'salt')))}|${canonicalJson(shorten(inputs))}`;
  const digest = fnv(text);
  return own(task.with, 'large') === true ? { digest, text: largeText } : { digest };
}

/** 32-bit FNV-1a. */
export function fnv(text: string, from = 0x811c9dc5): number {
  let hash = from;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** Runs attempts in virtual time; reports come late, twice, or not at all when the process died. */
export class SimHost implements TaskHost {
  readonly #world: World;
  readonly #process: SimProcess;
  readonly #events: HostEvents;
  readonly #effects: EffectEntry[];
  readonly #live = new Set<string>();

  constructor(world: World, process: SimProcess, events: HostEvents, effects: EffectEntry[]) {
    this.#world = world;
    this.#process = process;
    this.#events = events;
    this.#effects = effects;
  }

  slots(): number {
    return 8;
  }

  start(calls: readonly AttemptCall[]): void {
    if (!this.#process.isAlive) return;
    for (const call of calls) this.#begin(call);
  }

  stop(attempt: AttemptId): void {
    if (!this.#live.has(nameOf(attempt))) return;
    this.#world.atIn(this.#process, this.#world.random() * 20, () => {
      this.#report(attempt, { kind: 'stopped' });
    });
  }

  close(): void {
    this.#live.clear();
  }

  #begin(call: AttemptCall): void {
    const { executionId, taskId, attempt, key, effect } = call;
    this.#live.add(nameOf(call));
    if (effect !== 'pure') this.#effects.push({ executionId, taskId, attempt, key });
    const isSlow = this.#world.chance(0.08);
    const latency = isSlow ? this.#world.pick(50, 8_000) : this.#world.random() * 4;
    const outcome = outcomeOf(call);
    this.#world.atIn(this.#process, latency, () => {
      this.#report(call, outcome);
    });
    if (this.#world.chance(0.04)) {
      this.#world.atIn(this.#process, latency + this.#world.random() * 50, () => {
        this.#report(call, outcome);
      });
    }
  }

  #report({ executionId, taskId, attempt }: AttemptId, outcome: AttemptOutcome): void {
    if (!this.#process.isAlive) return;
    this.#events.report([{ executionId, taskId, attempt, outcome, droppedLogLines: 0 }]);
  }
}

function outcomeOf(call: AttemptCall): AttemptOutcome {
  const failAttempts = Number(own(call.with, 'failAttempts'));
  const waits = Number(own(call.with, 'waits'));
  if (call.attempt <= failAttempts) {
    const failure = { code: 'taskError', message: 'as drawn', retryable: true, details: null };
    return { kind: 'failed', failure };
  }
  if (waits > 0) return { kind: 'waits', seconds: waits };
  return { kind: 'succeeded', output: outputOf({ id: call.taskId, with: call.with }, call.inputs) };
}

function nameOf({ executionId, taskId, attempt }: AttemptId): string {
  return `${executionId} ${String(attempt)} ${taskId}`;
}

/** Large texts count by their length, so that checking a world does not cost more than running it. */
function shorten(inputs: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(inputs).map(([id, value]) => {
      const digest = isJsonObject(value) ? own(value, 'digest') : value;
      return [id, digest ?? null];
    }),
  );
}
