import type { ImportResult, WorkflowRow } from '#ports/engine-api.ts';
import { problemMessage } from '#text/problem-message.ts';
import { download } from '#ui/app/download.ts';
import type { Session } from '#ui/app/session.svelte.ts';
import { previewHref } from '#ui/app/route.ts';
import { Starting } from '#ui/workflow/starting.svelte.ts';
import { needsDialog } from '#ui/workflow/params.ts';
import { toLinkData } from './link-data.ts';

/** What a person may do with one workflow of the list, and what came of it. */
export class WorkflowActs {
  starting = $state.raw<Starting | null>(null);
  trouble = $state.raw<string | null>(null);
  /** The dialog of its new name is open. */
  isRenaming = $state(false);
  renameProblem = $state.raw<string | null>(null);
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  async start({ id }: WorkflowRow): Promise<void> {
    const { client, text } = this.#session;
    await this.#try(text.params.notStarted.engine, async () => {
      const [view, typed] = await Promise.all([
        client.getWorkflow(id),
        this.#session.typed.read(id),
      ]);
      if (view === null) return;
      // Nothing runs with what is not seen: without a dialog the defaults hold.
      const kept = needsDialog(view.workflow.params) ? typed : null;
      this.starting = new Starting(this.#session, view.workflow, { typed: kept });
      await this.starting.press();
    });
  }

  async save({ id }: WorkflowRow): Promise<void> {
    const { client, text } = this.#session;
    await this.#try(text.run.exportFailed, async () => {
      const source = await client.exportWorkflow(id);
      if (source === null) return;
      const mediaType = source.format === 'json' ? 'application/json' : 'application/yaml';
      const file = download(`${id}.${source.format}`, source.text, mediaType);
      this.#session.say(text.run.exported(file));
    });
  }

  async duplicate({ id }: WorkflowRow): Promise<void> {
    const { client, text } = this.#session;
    const words = text.library;
    await this.#try(words.notChanged.engine, async () => {
      const refusal = await this.#refusalOf(await client.duplicateWorkflow(id));
      if (refusal === null) this.#session.say(words.duplicated);
      else this.trouble = refusal;
    });
  }

  /** A link that holds the whole workflow: it shows it, and saves and runs nothing by itself. */
  async copyLink({ id }: WorkflowRow): Promise<void> {
    const { client, kit, text } = this.#session;
    const words = text.library;
    await this.#try(words.notChanged.engine, async () => {
      const source = await client.exportWorkflow(id);
      if (source === null) return;
      const data = await toLinkData(JSON.stringify(await kit.editor.readValue(source, [])));
      if (data === null) {
        this.trouble = words.linkTooLong;
        return;
      }
      await navigator.clipboard.writeText(
        `${location.href.replace(/#.*$/, '')}${previewHref(data)}`,
      );
      this.#session.say(words.linkCopied);
    });
  }

  askName(): void {
    this.renameProblem = null;
    this.isRenaming = true;
  }

  async rename({ id, name }: WorkflowRow, typed: string): Promise<void> {
    const { client, text } = this.#session;
    const words = text.library;
    const wanted = typed.trim();
    if (wanted === '') {
      this.renameProblem = words.rename.missing;
      return;
    }
    if (wanted === name) {
      this.isRenaming = false;
      return;
    }
    try {
      this.renameProblem = await this.#refusalOf(await client.renameWorkflow(id, wanted));
      if (this.renameProblem === null) this.isRenaming = false;
    } catch {
      // The engine is dead; what was typed stays in its field.
      this.renameProblem = words.notChanged.engine;
    }
  }

  /** @returns whether it is gone. */
  async delete({ id }: WorkflowRow): Promise<boolean> {
    const { client, text } = this.#session;
    const words = text.library;
    let isGone = false;
    await this.#try(words.notChanged.engine, async () => {
      isGone = await client.deleteWorkflow(id);
      if (isGone) this.#session.say(words.deleted, () => void this.#undelete(id));
    });
    return isGone;
  }

  async #undelete(id: WorkflowRow['id']): Promise<void> {
    const { client, text } = this.#session;
    try {
      if (await client.undeleteWorkflow(id)) return;
      this.#session.refusal = text.library.notUndone;
    } catch {
      // Its row is gone, so the page says it for the row.
      this.#session.refusal = text.library.notChanged.engine;
    }
  }

  async #refusalOf(result: ImportResult): Promise<string | null> {
    const { library, problems } = this.#session.text;
    const { notChanged } = library;
    switch (result.kind) {
      case 'saved':
        return null;
      case 'notSaved':
        return notChanged[result.reason];
      case 'known':
        return notChanged.known;
      case 'invalid': {
        await this.#session.text.ready();
        const [problem] = result.problems;
        return problem === undefined ? notChanged.known : problemMessage(problem, problems).message;
      }
    }
  }

  async #try(refusal: string, act: () => Promise<void>): Promise<void> {
    this.trouble = null;
    try {
      await act();
    } catch {
      // The engine is dead or did not answer in time; nothing was done.
      this.trouble = refusal;
    }
  }
}
