import type { ExecutionEvent } from '#core/execution/events.ts';
import { toExecutionId, toWorkflowId, type ExecutionId } from '#core/shared/ids.ts';
import type { SimDisk } from './disk.ts';
import { checkShown } from './oracles.ts';
import type { People } from './people.ts';

/** What was shown of executions, and which of that may be gone: named losses, and spoiled copies. */
export class Losses {
  readonly #people: People;
  readonly #shown = new Map<ExecutionId, Map<number, string>>();
  /** Ordered, and gone with the database before anything of them was shown. */
  readonly #unanswered = new Set<ExecutionId>();
  /** Whose version lay in a spoiled part: its workflow was named. */
  readonly #withoutPlan = new Set<ExecutionId>();

  constructor(people: People) {
    this.#people = people;
  }

  get shown(): ReadonlyMap<ExecutionId, ReadonlyMap<number, string>> {
    return this.#shown;
  }

  readonly show = (id: ExecutionId, event: ExecutionEvent): void => {
    const shown = this.#shown.get(id) ?? new Map<number, string>();
    shown.set(event.seq, JSON.stringify(event));
    this.#shown.set(id, shown);
  };

  /** Orders that nobody has answered are a named loss. */
  wiped(): void {
    for (const id of this.#people.ordered.keys()) {
      if (!this.#shown.has(id)) this.#unanswered.add(id);
    }
  }

  mayHaveVanished(id: ExecutionId): boolean {
    return this.#unanswered.has(id) && !this.#shown.has(id);
  }

  /** @returns whether an engine was right not to drive it. */
  isSetAside(id: ExecutionId, { spoiled }: SimDisk): boolean {
    // Also of an order that nobody was answered.
    const isExcused = spoiled.forgives(toWorkflowId(id.split('-', 1)[0] ?? ''));
    if (isExcused) this.#withoutPlan.add(id);
    return isExcused;
  }

  /** What a spoiled part took, and was told to have taken, is expected no more. */
  forgive(disk: SimDisk): void {
    const { spoiled } = disk;
    for (const [id, { id: workflowId }] of this.#people.ordered) {
      const [created] = disk.eventsOf(id);
      const { versions } = disk.database.state;
      const isPlanLost = created?.type === 'executionCreated' && !versions.has(created.versionHash);
      if (isPlanLost && spoiled.forgives(workflowId)) this.#withoutPlan.add(id);
    }
    for (const [id, shown] of this.#shown) {
      let isLess = disk.isDamaged(id);
      checkShown({ events: disk.eventsOf(id), shown }, () => {
        isLess = true;
      });
      if (isLess) spoiled.forgives(id);
    }
  }

  /** Of executions that stay as they are, since something that was shown is gone. */
  untold({ database, spoiled }: SimDisk): readonly string[] {
    const shown = [...database.state.damaged.values()].filter(({ wasShown }) => wasShown);
    const ids = new Set(shown.map(({ executionId }) => toExecutionId(executionId)));
    const untold = [...ids].filter((id) => !spoiled.isTold(id));
    return untold.map((id) => `${id} is damaged, and nobody said so`);
  }

  isForgiven(id: ExecutionId, { spoiled }: SimDisk): boolean {
    return this.#withoutPlan.has(id) || spoiled.isForgiven(id);
  }
}
