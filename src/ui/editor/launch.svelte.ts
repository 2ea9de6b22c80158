import { untrack } from 'svelte';
import type { WorkflowView } from '#ports/engine-api.ts';
import type { Session } from '#ui/app/session.svelte.ts';
import { Starting } from '#ui/workflow/starting.svelte.ts';
import type { TypedRun } from '#ui/workflow/typed-run.svelte.ts';
import type { Cutting } from './cutting.svelte.ts';

/** Running what is on the desk: a version is cut first, and that version runs. */
export class Launch {
  /** Fields of the params of the last version; null until it is known. */
  starting = $state.raw<Starting | null>(null);
  readonly #session: Session;
  readonly #cutting: Cutting;
  readonly #typed: TypedRun;
  #hash: string | null = null;

  constructor(
    session: Session,
    { cutting, typed }: { readonly cutting: Cutting; readonly typed: TypedRun },
  ) {
    this.#session = session;
    this.#cutting = cutting;
    this.#typed = typed;
  }

  /** What was typed into fields stays where the new version has them too. */
  learn({ versionHash, workflow }: WorkflowView): void {
    if (this.#hash === versionHash) return;
    this.#hash = versionHash;
    const before = untrack(() => this.starting);
    const next = untrack(() => new Starting(this.#session, workflow, { typed: this.#typed }));
    for (const field of next.fields) {
      const known = before?.fields.find(
        ({ name, param }) => name === field.name && param.type === field.param.type,
      );
      if (known?.isTouched !== true) continue;
      field.text = known.text;
      field.file = known.file;
    }
    this.starting = next;
  }

  async press(): Promise<void> {
    const cut = await this.#cutting.cut();
    if (cut?.kind !== 'saved') return;
    try {
      const view = await this.#session.client.getWorkflow(this.#cutting.workflowId);
      if (view !== null) this.learn(view);
      await this.starting?.press();
    } catch {
      // A dead engine: the version is cut, nothing was started.
      this.#cutting.refusal = this.#session.text.editor.refused.engine;
    }
  }
}
