import type { VersionHash, WorkflowId } from '#core/shared/ids.ts';
import type { DraftStep } from '#ports/draft-store.ts';
import type { DraftSaved, DraftView, SaveDraft } from '#ports/engine-api.ts';
import type { SourceFormat } from '#core/workflow/source.ts';
import type { EngineClient } from '#ui/app/engine-client.ts';

/** Typing that a kill may cost at most: milliseconds. */
const keepMs = 200;
/** Until the disk is asked again. */
const againMs = 2_000;

/** What storage lacks, taken from a text at one moment. */
export interface Kept {
  readonly draft: {
    readonly text: string;
    readonly format: SourceFormat;
    readonly position: number;
  };
  readonly stepsFrom: number;
  readonly steps: readonly DraftStep[];
  readonly forgetBelow: number;
  readonly edited: SaveDraft['edited'];
  /** It was not kept. */
  readonly putBack: () => void;
}

interface Text {
  readonly take: () => Kept;
  /** @param base what storage held when both texts were the same. */
  readonly adopt: (changed: { readonly view: DraftView; readonly base: string }) => void;
}

/** Tells the other tabs which text has changed. */
export interface DraftTabs {
  announce(id: WorkflowId): void;
  follow(listener: (id: WorkflowId) => void): () => void;
}

interface Parts {
  readonly client: EngineClient;
  readonly tabs: DraftTabs;
}

/**
 * Keeps one text in storage as it is written: the first change is kept after `keepMs`, at most one
 * write is under way, and a write over another tab's is merged, not lost.
 */
export class DraftKeeper {
  readonly id: WorkflowId;
  state = $state<'saved' | 'unsaved' | 'diskFull' | 'failed'>('saved');
  versionHash = $state.raw<VersionHash | null>(null);
  versionNumber = $state(1);
  readonly #parts: Parts;
  #text: Text | null = null;
  #revision: number | null = null;
  #base = '';
  #isDirty = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> | null = null;

  constructor(id: WorkflowId, parts: Parts) {
    this.id = id;
    this.#parts = parts;
  }

  /** Of the draft that storage holds; null while it holds none. */
  get revision(): number | null {
    return this.#revision;
  }

  open(view: DraftView, text: Text): void {
    this.#text = text;
    this.#learn(view);
  }

  /** @returns the end; what is not kept yet is kept now. */
  follow(): () => void {
    const endTabs = this.#parts.tabs.follow((id) => {
      if (id === this.id) void this.#look();
    });
    const flushHidden = () => {
      if (document.visibilityState === 'hidden') void this.flush();
    };
    document.addEventListener('visibilitychange', flushHidden);
    return () => {
      document.removeEventListener('visibilitychange', flushHidden);
      endTabs();
      void this.flush();
    };
  }

  changed(): void {
    this.#isDirty = true;
    if (this.state === 'saved') this.state = 'unsaved';
    this.#timer ??= setTimeout(() => void this.flush(), keepMs);
  }

  /** Resolves when all that was written before is kept, or could not be. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = null;
    });
    await this.#writing;
  }

  /** A version was cut, or storage was written by someone else. */
  async look(): Promise<void> {
    await this.flush();
    await this.#look();
  }

  async #writeAll(): Promise<void> {
    while (this.#isDirty && this.#text !== null) {
      this.#isDirty = false;
      const kept = this.#text.take();
      const saved = await this.#write(kept);
      if (saved === 'saved') this.#base = kept.draft.text;
      else kept.putBack();
      if (saved === 'changed') await this.#look();
      if (saved === 'diskFull' || saved === 'failed') {
        this.#isDirty = true;
        this.state = saved;
        this.#timer ??= setTimeout(() => void this.flush(), againMs);
        return;
      }
    }
    this.state = 'saved';
  }

  async #write(kept: Kept): Promise<'saved' | 'changed' | 'diskFull' | 'failed'> {
    const { draft, stepsFrom, steps, forgetBelow, edited } = kept;
    const expected = this.#revision;
    const revision = (expected ?? 0) + 1;
    try {
      const saved: DraftSaved = await this.#parts.client.saveDraft({
        change: {
          draft: { workflowId: this.id, revision, ...draft },
          stepsFrom,
          steps,
          forgetBelow,
        },
        expected,
        edited,
      });
      if (saved.kind === 'changed') return 'changed';
      if (saved.kind === 'notSaved' && saved.reason === 'diskFull') return 'diskFull';
      if (saved.kind !== 'saved') return 'failed';
      this.#revision = revision;
      this.#parts.tabs.announce(this.id);
      return 'saved';
    } catch {
      // A dead engine; the page says so, and the text stays on the screen.
      return 'failed';
    }
  }

  /** Takes over what storage holds when that is not what was read last. */
  async #look(): Promise<void> {
    try {
      const view = await this.#parts.client.getDraft(this.id);
      if (view === null) return;
      const isNew = view.revision !== this.#revision;
      const base = this.#base;
      this.#learn(view);
      if (isNew && view.text !== base) this.#text?.adopt({ view, base });
    } catch {
      // A dead engine is said by the page itself.
    }
  }

  #learn(view: DraftView): void {
    this.#revision = view.revision;
    this.#base = view.text;
    this.versionHash = view.versionHash;
    this.versionNumber = view.versionNumber;
  }
}
