import type { VersionHash, WorkflowId } from '#core/shared/ids.ts';
import { changeBetween, invertChanges } from '#core/workflow/text-change.ts';
import type { DraftStore } from '#ports/draft-store.ts';
import type {
  DraftSaved,
  DraftView,
  SaveDraft,
  VersionSaved,
  VersionSource,
  VersionView,
} from '#ports/engine-api.ts';
import type { ExecutionStore } from '#ports/execution-store.ts';
import { StorageFullError } from '#ports/journal.ts';
import type { SourceFormat, WorkflowHead, WorkflowStore } from '#ports/workflow-store.ts';
import type { Checked, Library } from './library.ts';
import { numberOf } from './version-number.ts';

interface Parts {
  readonly workflows: WorkflowStore;
  readonly drafts: DraftStore;
  readonly executions: ExecutionStore;
  readonly library: Library;
  readonly check: (text: string, format: SourceFormat) => Checked;
  /** A list has to be drawn anew. */
  readonly changed: () => void;
}

/** What is being written, and the versions that are cut from it. */
export class Drafts {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async open(id: WorkflowId): Promise<DraftView | null> {
    const { workflows, drafts } = this.#parts;
    const head = await workflows.get(id);
    const version = head === null ? null : await workflows.getVersion(head.versionHash);
    if (head === null || version === null) return null;
    const [draft, steps, versions] = await Promise.all([
      drafts.get(id),
      drafts.steps(id),
      workflows.listVersions(id),
    ]);
    const { versionHash } = head;
    const about = { versionHash, versionNumber: numberOf(versions, versionHash) };
    if (draft === null) {
      const { source, format } = version;
      return { ...about, text: source, format, revision: null, position: 0, steps: [] };
    }
    const { text, format, revision, position, half = {} } = draft;
    return { ...about, text, format, revision, position, steps, half };
  }

  async save({ change, expected, edited }: SaveDraft): Promise<DraftSaved> {
    const { workflows, drafts } = this.#parts;
    const id = change.draft.workflowId;
    const head = await workflows.get(id);
    if (head === null) return { kind: 'unknownWorkflow' };
    return orFull(async () => {
      if (!(await drafts.save(change, expected))) return { kind: 'changed' };
      await this.#markEdited(head, edited);
      return { kind: 'saved' };
    });
  }

  async cut(id: WorkflowId, revision: number | null): Promise<VersionSaved> {
    const { workflows, drafts, library, check } = this.#parts;
    const [head, draft] = await Promise.all([workflows.get(id), drafts.get(id)]);
    if (head === null) return { kind: 'unknownWorkflow' };
    if ((draft?.revision ?? null) !== revision) return { kind: 'changed' };
    if (draft === null) return this.#known(head);
    const { text, format } = draft;
    const { workflow, hash, problems } = check(text, format);
    if (workflow === null || hash === null) return { kind: 'invalid', problems };
    if (workflow.id !== id) return { kind: 'otherId', id: workflow.id };
    if (hash === head.versionHash) return this.#known(head);
    const isNew = (await workflows.getVersion(hash)) === null;
    return orFull(async () => {
      const number = await library.cut({ workflow, hash, text, format }, head);
      return { kind: 'saved', hash, number, isNew };
    });
  }

  async versions(id: WorkflowId): Promise<readonly VersionView[]> {
    const { workflows, executions } = this.#parts;
    const [head, rows, runs] = await Promise.all([
      workflows.get(id),
      workflows.listVersions(id),
      executions.list(id),
    ]);
    const counts = new Map<VersionHash, number>();
    for (const { versionHash } of runs) {
      counts.set(versionHash, (counts.get(versionHash) ?? 0) + 1);
    }
    return rows
      .map(({ hash, createdAt }) => ({
        hash,
        createdAt,
        number: numberOf(rows, hash),
        isCurrent: hash === head?.versionHash,
        executions: counts.get(hash) ?? 0,
      }))
      .toReversed();
  }

  async versionSource(hash: VersionHash): Promise<VersionSource | null> {
    const version = await this.#parts.workflows.getVersion(hash);
    if (version === null) return null;
    const { workflowId, source, format } = version;
    return { workflowId, text: source, format };
  }

  async #known(head: WorkflowHead): Promise<VersionSaved> {
    await this.#markEdited(head, null);
    const hash = head.versionHash;
    const number = numberOf(await this.#parts.workflows.listVersions(head.id), hash);
    return { kind: 'saved', hash, number, isNew: false };
  }

  /** Only when it says something new; another tab that was faster has said it. */
  async #markEdited(head: WorkflowHead, edited: SaveDraft['edited']): Promise<void> {
    const known = head.edited ?? null;
    const isSame = known?.name === edited?.name && known?.taskCount === edited?.taskCount;
    if (isSame) return;
    const revision = head.revision + 1;
    await this.#parts.workflows.saveHead({ ...head, edited, revision }, head.revision);
    this.#parts.changed();
  }
}

/** A text from outside takes the place of what is being written; undo brings that back. */
export async function replaceText(
  drafts: DraftStore,
  id: WorkflowId,
  { text, format }: { readonly text: string; readonly format: SourceFormat },
): Promise<void> {
  const draft = await drafts.get(id);
  const change = draft === null ? null : changeBetween(draft.text, text);
  if (draft === null || change === null) return;
  const isOther = draft.format !== format;
  const n = isOther ? 0 : draft.position;
  const step = { n, changes: [change], inverse: invertChanges(draft.text, [change]) };
  // Half-written fields stay, those of them that still stand over the same.
  const next = { ...draft, text, format, revision: draft.revision + 1 };
  await drafts.save(
    {
      draft: { ...next, position: isOther ? 0 : n + 1 },
      stepsFrom: n,
      steps: isOther ? [] : [step],
      forgetBelow: 0,
    },
    draft.revision,
  );
}

async function orFull<Saved>(
  work: () => Promise<Saved>,
): Promise<Saved | { readonly kind: 'notSaved'; readonly reason: 'diskFull' }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StorageFullError) return { kind: 'notSaved', reason: 'diskFull' };
    throw error;
  }
}
