import type { JsonObject } from '#core/shared/json.ts';
import type { Clock } from '#ports/clock.ts';
import type { Notice } from '#ports/engine-api.ts';

/** What a person has to know about this store; each kind stands once, until it is settled. */
export class Notices {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #notices = new Map<string, Notice>();

  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  list(): readonly Notice[] {
    return [...this.#notices.values()].toReversed();
  }

  add(kind: Notice['kind'], args: JsonObject): void {
    if (this.#notices.has(kind)) return;
    this.#notices.set(kind, { id: kind, kind, args, at: this.#clock.now() });
    this.#onChange();
  }

  dismiss(id: string): void {
    if (this.#notices.delete(id)) this.#onChange();
  }
}
