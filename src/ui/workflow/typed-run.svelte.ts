import type { WorkflowId } from '#core/shared/ids.ts';
import type { Param } from '#core/workflow/model.ts';
import type { TypedChange } from '#ports/engine-api.ts';
import type { EngineClient } from '#ui/app/engine-client.ts';
import type { DraftTabs } from '#ui/editor/draft-keeper.svelte.ts';
import {
  changesIn,
  textsOf,
  withChanges,
  withoutStored,
  type TypedChanges,
  type TypedTexts,
} from './typed-texts.ts';

/** Typing that a kill may cost at most: milliseconds. */
const keepMs = 100;
/** Until the disk is asked again. */
const againMs = 2_000;

export interface Parts {
  readonly client: Pick<EngineClient, 'getTyped' | 'keepTyped'>;
  readonly tabs: DraftTabs;
}

/**
 * What is typed into the fields of one workflow's params. It is kept as it is typed, the first change
 * after `keepMs`, until a run is ordered with it. Writing and reading go one after the other: what a
 * read brings never takes the place of what was typed since.
 */
export class TypedRun {
  state = $state<'saved' | 'unsaved' | 'diskFull' | 'failed'>('saved');
  #texts = $state.raw<TypedTexts>(textsOf([]));
  /** By name of the param; storage lacks them. */
  #changes: TypedChanges = changesIn([]);
  readonly #id: WorkflowId;
  readonly #parts: Parts;
  #mustRead = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #working: Promise<void> | null = null;

  constructor(id: WorkflowId, parts: Parts) {
    this.#id = id;
    this.#parts = parts;
  }

  /** @returns null when nothing is typed for a param of this type. */
  get(name: string, { type }: Param): string | null {
    const typed = this.#texts.get(name);
    return typed?.type === type ? typed.text : null;
  }

  put(name: string, { type }: Param, text: string): void {
    this.#change({ name, type, text });
  }

  drop(name: string): void {
    if (this.#texts.has(name)) this.#change({ name, text: null });
  }

  /** A run was ordered with all of it. */
  clear(): void {
    for (const name of this.#texts.keys()) this.drop(name);
    void this.flush();
  }

  async read(): Promise<void> {
    this.#mustRead = true;
    await this.flush();
  }

  /** Resolves when all that was typed before is kept, or could not be. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#working ??= this.#workAll().finally(() => {
      this.#working = null;
    });
    await this.#working;
  }

  #change(change: TypedChange): void {
    this.#texts = withChanges(this.#texts, [change]);
    this.#changes = changesIn([...this.#changes.values(), change]);
    if (this.state === 'saved') this.state = 'unsaved';
    this.#timer ??= setTimeout(() => void this.flush(), keepMs);
  }

  async #workAll(): Promise<void> {
    while (this.#mustRead || this.#changes.size > 0) {
      if (this.#mustRead) {
        this.#mustRead = false;
        await this.#readOnce();
        continue;
      }
      const kept = await this.#keep([...this.#changes.values()]);
      if (kept === 'saved') continue;
      this.state = kept;
      this.#timer ??= setTimeout(() => void this.flush(), againMs);
      return;
    }
    this.state = 'saved';
  }

  async #readOnce(): Promise<void> {
    try {
      const stored = await this.#parts.client.getTyped(this.#id);
      this.#texts = withChanges(textsOf(stored), this.#changes.values());
    } catch {
      // A dead engine is said by the page itself; what is typed here stays.
    }
  }

  async #keep(changes: readonly TypedChange[]): Promise<'saved' | 'diskFull' | 'failed'> {
    try {
      const kept = await this.#parts.client.keepTyped(this.#id, changes);
      if (kept === 'diskFull') return kept;
    } catch {
      // A dead engine; what is typed stays on the screen.
      return 'failed';
    }
    this.#changes = withoutStored(this.#changes, changes);
    this.#parts.tabs.announce(this.#id);
    return 'saved';
  }
}
