import type { WorkflowId } from '#core/shared/ids.ts';
import type { VersionHash } from '#core/shared/ids.ts';
import type { Outline } from '#core/workflow/outline.ts';
import type { PatchRefusal, TextChange, TextOperation } from '#core/workflow/patch/operation.ts';
import type { Problem } from '#core/workflow/problem.ts';
import type { SourceFormat } from '#core/workflow/source.ts';
import { lineChanges } from '#core/workflow/line-changes.ts';
import { applyChanges, changeBetween, rebaseChanges } from '#core/workflow/text-change.ts';
import type { EditorApi } from '#ports/editor-api.ts';
import type { DraftView } from '#ports/engine-api.ts';
import type { Base, DraftKeeper, Kept } from './draft-keeper.svelte.ts';
import { HalfWritten } from './half-written.svelte.ts';
import { History } from './history.ts';
import type { SourceDocument } from './source-document.ts';

type Listener = (changes: readonly TextChange[]) => void;

/** A rest in typing after which problems are looked for. */
const restMs = 80;
/** An edit that is outrun by typing is worked out again, this often. */
const patchTriesMax = 5;

/**
 * The text of one workflow on the page. Every view changes it through here, so there is one order of
 * changes, one history, and one writer to storage.
 */
export class Desk implements SourceDocument {
  readonly id: WorkflowId;
  readonly format: SourceFormat;
  text = $state.raw('');
  problems = $state.raw<readonly Problem[]>([]);
  outline = $state.raw<Outline | null>(null);
  /** The text that the outline is of: the last one whose form could be read. */
  readable = '';
  /** What stands in forms and is not in the text. */
  readonly half: HalfWritten;
  /** Of the text as last checked; null while it is not valid. */
  hash = $state.raw<VersionHash | null>(null);
  /** Whether problems, outline and hash are those of the text as it stands. */
  isChecked = $state(false);
  /** Whether the form of the text as last checked can be read: what the canvas needs to edit. */
  isReadable = $state(true);
  canUndo = $state(false);
  canRedo = $state(false);
  /** A form that is to be shown; of the workflow itself for null. */
  asked = $state.raw<{ readonly taskId: string | null } | null>(null);
  /** Why the last edit from the canvas or the inspector changed nothing. */
  refusal = $state.raw<PatchRefusal | null>(null);
  readonly #editor: EditorApi;
  readonly #keeper: DraftKeeper;
  #listeners: readonly Listener[] = [];
  #history: History;
  #checkTimer: ReturnType<typeof setTimeout> | undefined;
  #checking: Promise<void> | null = null;

  constructor(view: DraftView, { editor, keeper }: { editor: EditorApi; keeper: DraftKeeper }) {
    this.id = keeper.id;
    this.format = view.format;
    this.text = view.text;
    this.#editor = editor;
    this.#keeper = keeper;
    this.#history = new History(view.steps, view.position);
    this.half = new HalfWritten(view.half, () => {
      keeper.changed();
    });
    keeper.open(view, {
      take: () => this.#unsaved(),
      adopt: (changed) => {
        this.#adopt(changed);
      },
    });
    this.#followHistory();
    void this.check();
  }

  /** @returns the end of this desk: what is not kept yet is kept now. */
  open(): () => void {
    const end = this.#keeper.follow();
    return () => {
      clearTimeout(this.#checkTimer);
      end();
    };
  }

  type(changes: readonly TextChange[]): void {
    this.#apply(changes, { key: 'source', isTyped: true });
  }

  undo(): void {
    this.#walk(this.#history.undo());
  }

  redo(): void {
    this.#walk(this.#history.redo());
  }

  follow(listener: Listener): () => void {
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter((one) => one !== listener);
    };
  }

  /**
   * An edit that is not typed in the source.
   * @param key edits under one key in quick order are one step of undo.
   * @returns whether the text now says so.
   */
  async edit(operation: TextOperation, key: string | null = null): Promise<boolean> {
    for (let tries = 0; tries < patchTriesMax; tries += 1) {
      const before = this.text;
      const result = await this.#editor.patch({ text: before, format: this.format }, operation);
      if (this.text !== before) continue;
      this.refusal = result.ok ? null : result.problem;
      if (!result.ok) return false;
      this.#apply(result.value, { key, isTyped: false });
      if (operation.kind === 'renameTask') this.half.rename(operation.id, operation.newId);
      return true;
    }
    return false;
  }

  /** Puts another text in its place, as a step that undo takes back. */
  replace(text: string): void {
    const change = changeBetween(this.text, text);
    if (change !== null) this.#apply([change], { key: null, isTyped: false });
  }

  /** Resolves when problems, outline and hash are those of the text as it stands. */
  async check(): Promise<void> {
    clearTimeout(this.#checkTimer);
    this.#checking ??= this.#checkUntilStill().finally(() => {
      this.#checking = null;
    });
    await this.#checking;
  }

  async #checkUntilStill(): Promise<void> {
    for (;;) {
      const { text } = this;
      const { hash, problems, outline } = await this.#editor.check({ text, format: this.format });
      if (this.text !== text) continue;
      this.problems = problems;
      this.hash = hash;
      this.isReadable = outline !== null;
      // A text that cannot be read for a moment keeps its graph.
      if (outline !== null) this.#show(outline, text);
      this.isChecked = true;
      return;
    }
  }

  #show(outline: Outline, text: string): void {
    this.readable = text;
    this.outline = outline;
    this.half.keepIn(outline);
  }

  #walk(changes: readonly TextChange[] | null): void {
    if (changes === null) return;
    this.refusal = null;
    this.#set(applyChanges(this.text, changes));
    this.#tell(changes);
  }

  #apply(
    changes: readonly TextChange[],
    { key, isTyped }: { readonly key: string | null; readonly isTyped: boolean },
  ): void {
    if (changes.length === 0) return;
    this.#history.push(this.text, changes, key, performance.now());
    this.#set(applyChanges(this.text, changes));
    if (!isTyped) this.#tell(changes);
  }

  #set(text: string): void {
    this.text = text;
    this.isChecked = false;
    this.#followHistory();
    this.#keeper.changed();
    clearTimeout(this.#checkTimer);
    this.#checkTimer = setTimeout(() => {
      // A dead worker is made anew by the next check; the text itself is safe.
      this.check().catch(() => undefined);
    }, restMs);
  }

  #tell(changes: readonly TextChange[]): void {
    for (const listener of this.#listeners) listener(changes);
  }

  #followHistory(): void {
    this.canUndo = this.#history.canUndo;
    this.canRedo = this.#history.canRedo;
  }

  #unsaved(): Kept {
    const { text, format, outline } = this;
    const { position } = this.#history;
    const steps = this.#history.takeUnsaved();
    const isVersion = this.isChecked && this.hash === this.#keeper.versionHash;
    const name = outline?.name ?? '';
    const edited = isVersion ? null : { name, taskCount: outline?.tasks.length ?? 0 };
    return {
      draft: { text, format, position, half: this.half.stored },
      ...steps,
      edited,
      putBack: () => {
        this.#history.putBack(steps.stepsFrom);
      },
    };
  }

  /** Another tab has written meanwhile: its text, with what was typed here and not kept yet. */
  #adopt({ view, base }: { readonly view: DraftView; readonly base: Base }): void {
    const own = lineChanges(base.text, this.text);
    this.half.adopt(view.half, base.half);
    this.#history = new History(view.steps, view.position);
    const before = this.text;
    this.text = view.text;
    if (own.length > 0) {
      const changes = rebaseChanges(own, lineChanges(base.text, view.text));
      this.#history.push(view.text, changes, null, performance.now());
      this.text = applyChanges(view.text, changes);
    }
    const change = changeBetween(before, this.text);
    this.isChecked = false;
    this.#followHistory();
    if (change !== null) this.#tell([change]);
    if (own.length > 0) this.#keeper.changed();
    this.check().catch(() => undefined);
  }
}
