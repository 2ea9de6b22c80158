import type { VersionHash, WorkflowId } from '#core/shared/ids.ts';
import type { DraftStep, HalfText } from '#ports/draft-store.ts';
import type { DraftSaved, DraftView, SaveDraft } from '#ports/engine-api.ts';
import type { SourceFormat } from '#core/workflow/source.ts';
import type { EngineClient } from '#ui/app/engine-client.ts';

/** Typing that a kill may cost at most: milliseconds. */
const keepMs = 100;
/** Until the disk is asked again. */
const againMs = 2_000;

/** What storage lacks, taken from a text at one moment. */
export interface Kept {
  readonly draft: {
    readonly text: string;
    readonly format: SourceFormat;
    readonly position: number;
    readonly half: Readonly<Record<string, HalfText>>;
  };
  readonly stepsFrom: number;
  readonly steps: readonly DraftStep[];
  readonly forgetBelow: number;
  readonly edited: SaveDraft['edited'];
  /** It was not kept. */
  readonly putBack: () => void;
}

/** What storage held when it was last read or written. */
export type Base = Pick<Kept['draft'], 'text' | 'half'>;

interface Text {
  readonly take: () => Kept;
  /** @param base what storage held when both texts were the same. */
  readonly adopt: (changed: { readonly view: DraftView; readonly base: Base }) => void;
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
 * Keeps one text in storage as it is written: the first change is kept after `keepMs`, and a write
 * over another tab's is merged, not lost. Writing and looking go one after the other: a look that
 * was outrun by a write would bring an old text back.
 */
export class DraftKeeper {
  readonly id: WorkflowId;
  state = $state<'saved' | 'unsaved' | 'diskFull' | 'failed'>('saved');
  versionHash = $state.raw<VersionHash | null>(null);
  versionNumber = $state(1);
  readonly #parts: Parts;
  #text: Text | null = null;
  #revision: number | null = null;
  #base: Base = { text: '', half: {} };
  #isDirty = false;
  /** Storage was written by another tab, or a version was cut. */
  #mustLook = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #working: Promise<void> | null = null;

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
      if (id === this.id) void this.look();
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
    this.#working ??= this.#workAll().finally(() => {
      this.#working = null;
    });
    await this.#working;
  }

  /** A version was cut, or storage was written by someone else. */
  async look(): Promise<void> {
    this.#mustLook = true;
    await this.flush();
  }

  async #workAll(): Promise<void> {
    while ((this.#isDirty || this.#mustLook) && this.#text !== null) {
      if (this.#mustLook) {
        this.#mustLook = false;
        await this.#look();
        continue;
      }
      this.#isDirty = false;
      const kept = this.#text.take();
      const saved = await this.#write(kept);
      if (saved === 'saved') this.#base = kept.draft;
      else kept.putBack();
      // What was taken is still to be kept, on top of what is there now.
      if (saved === 'changed') this.#isDirty = this.#mustLook = true;
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
      // Also when its text is the same: the steps that led to it may be others.
      if (isNew) this.#text?.adopt({ view, base });
    } catch {
      // A dead engine is said by the page itself.
    }
  }

  #learn(view: DraftView): void {
    this.#revision = view.revision;
    this.#base = { text: view.text, half: view.half ?? {} };
    this.versionHash = view.versionHash;
    this.versionNumber = view.versionNumber;
  }
}
