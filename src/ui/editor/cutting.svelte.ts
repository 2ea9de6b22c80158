import type { WorkflowId } from '#core/shared/ids.ts';
import type { VersionSaved } from '#ports/engine-api.ts';
import type { Session } from '#ui/app/session.svelte.ts';
import type { Desk } from './desk.svelte.ts';
import type { DraftKeeper } from './draft-keeper.svelte.ts';

/** Cutting a version from what is on the desk: by its button, and before a run. */
export class Cutting {
  /** Why no version was cut; until the next try. */
  refusal = $state<string | null>(null);
  isBusy = $state(false);
  readonly #session: Session;
  readonly #desk: Desk;
  readonly #keeper: DraftKeeper;

  constructor(session: Session, { desk, keeper }: { desk: Desk; keeper: DraftKeeper }) {
    this.#session = session;
    this.#desk = desk;
    this.#keeper = keeper;
  }

  get workflowId(): WorkflowId {
    return this.#desk.id;
  }

  /** The button: says what came of it. */
  async save(): Promise<void> {
    const { editor, time } = this.#session.text;
    const before = this.#keeper.versionNumber;
    const saved = await this.cut();
    if (saved?.kind !== 'saved') return;
    const number = time.count(saved.number);
    if (saved.isNew) this.#session.say(editor.versionSaved(number));
    else if (saved.number === before) this.#session.say(editor.nothingNew(number));
    else this.#session.say(editor.backAt(number));
  }

  /** @returns null when the engine did not answer. */
  async cut(): Promise<VersionSaved | null> {
    if (this.isBusy) return null;
    this.isBusy = true;
    this.refusal = null;
    try {
      await this.#desk.check();
      await this.#keeper.flush();
      const { id, revision } = this.#keeper;
      const saved = await this.#session.client.saveVersion(id, revision);
      if (saved.kind === 'saved') await this.#keeper.look();
      else this.refusal = this.#sentence(saved);
      return saved;
    } catch {
      // A dead engine; the text is on the screen and in storage.
      this.refusal = this.#session.text.editor.refused.engine;
      return null;
    } finally {
      this.isBusy = false;
    }
  }

  #sentence(saved: Exclude<VersionSaved, { kind: 'saved' }>): string {
    const { editor, time } = this.#session.text;
    switch (saved.kind) {
      case 'invalid': {
        const errors = saved.problems.filter(({ severity }) => severity === 'error');
        return editor.refused.invalid(time.count(errors.length));
      }
      case 'otherId':
        return editor.refused.otherId(saved.id);
      case 'notSaved':
        return editor.refused[saved.reason];
      case 'changed':
      case 'unknownWorkflow':
        return editor.refused[saved.kind];
    }
  }
}
