import {
  toVersionHash,
  toWorkflowId,
  type VersionHash,
  type WorkflowId,
} from '#core/shared/ids.ts';
import { decodeUtf8 } from '#core/shared/utf8.ts';
import { canonicalText } from '#core/workflow/canonical.ts';
import { withText, type RootTexts } from '#core/workflow/with-text.ts';
import type { Workflow } from '#core/workflow/model.ts';
import type { Problem } from '#core/workflow/problem.ts';
import type { Clock } from '#ports/clock.ts';
import type {
  ImportRequest,
  ImportResult,
  TypedText,
  WorkflowRow,
  WorkflowView,
} from '#ports/engine-api.ts';
import type { ExecutionRow, ExecutionStore } from '#ports/execution-store.ts';
import { StorageFullError } from '#ports/journal.ts';
import type { Draft, DraftStore } from '#ports/draft-store.ts';
import type { Settings } from '#ports/settings.ts';
import type { SourceFormat, Version, WorkflowHead, WorkflowStore } from '#ports/workflow-store.ts';
import { profileOf } from '#core/workflow/profile.ts';
import { taskGraph } from '#core/workflow/graph.ts';
import { replaceText } from './drafts.ts';
import { cutForView } from './large-view.ts';
import { getTyped, keepTyped } from './typed.ts';
import { numberOf } from './version-number.ts';

const exampleName = 'delayed-flights.yaml';
/** A small picture of more shows nothing. */
const shapeTasksMax = 40;
/** A YAML text above this is kept as JSON too: each start of the engine reads it again for its runs. */
const longYamlLength = 64 * 1024;

/** What validation says of a text; core/dataflow implements it. */
export interface Checked {
  readonly workflow: Workflow | null;
  readonly hash: VersionHash | null;
  readonly problems: readonly Problem[];
}

interface Removed {
  readonly head: WorkflowHead;
  readonly draft: Draft | null;
  readonly typed: readonly TypedText[];
}

/** A valid text, and what was read of it. */
export interface CutFile {
  readonly workflow: Workflow;
  readonly hash: VersionHash;
  readonly text: string;
  readonly format: SourceFormat;
}

interface Parts {
  readonly clock: Clock;
  readonly workflows: WorkflowStore;
  readonly drafts: DraftStore;
  readonly executions: ExecutionStore;
  readonly settings: Settings;
  readonly check: (text: string, format: SourceFormat) => Checked;
}

/** The workflows a person keeps: what did not pass validation is never saved (ARC-02). */
export class Library {
  readonly #parts: Parts;
  /** Heads that were removed since this page was opened: what Undo brings back. */
  readonly #removed = new Map<WorkflowId, Removed>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async list(): Promise<readonly WorkflowRow[]> {
    const heads = await this.#parts.workflows.list();
    return Promise.all(heads.map((head) => this.#rowOf(head)));
  }

  async view(id: WorkflowId): Promise<WorkflowView | null> {
    const head = await this.#parts.workflows.get(id);
    const version = head === null ? null : await this.#parts.workflows.getVersion(head.versionHash);
    if (head === null || version === null) return null;
    const { source, format } = version;
    const { workflow } = this.#parts.check(source, format);
    if (workflow === null) return null;
    return {
      ...(await this.#rowOf(head)),
      versionHash: head.versionHash,
      format,
      ...cutForView(workflow, source),
    };
  }

  /** As it stands: the draft, else the version. */
  async source(id: WorkflowId) {
    const draft = await this.#parts.drafts.get(id);
    return draft ?? this.#versionSource(id);
  }

  async #versionSource(id: WorkflowId) {
    const head = await this.#parts.workflows.get(id);
    const version = head === null ? null : await this.#parts.workflows.getVersion(head.versionHash);
    return version === null ? null : { text: version.source, format: version.format };
  }

  async import({ text, fileName, over }: ImportRequest): Promise<ImportResult> {
    const format = formatOf(fileName, text);
    const { workflow, hash, problems } = this.#parts.check(text, format);
    if (workflow === null || hash === null) return { kind: 'invalid', problems };
    const known = await this.#parts.workflows.get(workflow.id);
    const isSame = known?.versionHash === hash;
    if (known !== null && !isSame && over === 'ask') {
      return { kind: 'known', id: workflow.id, name: known.name };
    }
    if (known !== null && !isSame && over === 'keepBoth') {
      const id = await this.#freeId(workflow.id);
      return this.import({ text: withText(text, format, { id }), fileName, over: 'ask' });
    }
    try {
      await this.cut({ workflow, hash, text, format }, known);
      if (known !== null) await replaceText(this.#parts.drafts, workflow.id, { text, format });
    } catch (error) {
      if (error instanceof StorageFullError) return { kind: 'notSaved', reason: 'diskFull' };
      throw error;
    }
    return { kind: 'saved', id: workflow.id, warnings: problems };
  }

  /** The head goes, its versions stay: executions refer to them. */
  async remove(id: WorkflowId): Promise<boolean> {
    const { workflows, drafts, settings } = this.#parts;
    const head = await workflows.get(id);
    if (head === null) return false;
    const [draft, typed] = await Promise.all([drafts.get(id), getTyped(settings, id)]);
    await workflows.remove(id);
    await drafts.remove(id);
    const gone = typed.map(({ name }) => ({ name, text: null }));
    if (gone.length > 0) await keepTyped(settings, id, gone);
    this.#removed.set(id, { head, draft, typed });
    return true;
  }

  async unremove(id: WorkflowId): Promise<boolean> {
    const { workflows, drafts, settings } = this.#parts;
    const removed = this.#removed.get(id);
    const version =
      removed === undefined ? null : await workflows.getVersion(removed.head.versionHash);
    if (removed === undefined || version === null) return false;
    const { head, draft, typed } = removed;
    const revision = head.revision + 1;
    const isBack = await workflows.save({ ...head, revision }, version, null);
    if (!isBack) return false;
    this.#removed.delete(id);
    const anew = { stepsFrom: 0, steps: [], forgetBelow: 0 };
    if (draft !== null) await drafts.save({ ...anew, draft: { ...draft, position: 0 } }, null);
    if (typed.length > 0) await keepTyped(settings, id, typed);
    return true;
  }

  /** The version, and what is being written. */
  async rename(id: WorkflowId, name: string): Promise<ImportResult> {
    const draft = await this.#parts.drafts.get(id);
    if (draft !== null) {
      const { text, format } = draft;
      const { problems } = this.#parts.check(text, format);
      if (problems.some(({ code }) => code === 'syntax')) return { kind: 'invalid', problems };
    }
    const source = await this.#versionSource(id);
    const renamed = await this.#rewrite(id, source, 'newVersion', { name });
    if (draft === null || renamed.kind !== 'saved') return renamed;
    const { format } = draft;
    const text = withText(draft.text, format, { name });
    await replaceText(this.#parts.drafts, id, { text, format });
    return renamed;
  }

  async duplicate(id: WorkflowId): Promise<ImportResult> {
    const head = await this.#parts.workflows.get(id);
    const free = await this.#freeId(id);
    const name = `${head?.name ?? id} (copy)`;
    return this.#rewrite(id, await this.#versionSource(id), 'ask', { id: free, name });
  }

  /** A workflow without tasks, so that there is something to write in. */
  async create(name: string): Promise<ImportResult> {
    const id = await this.#freeId(toWorkflowId('workflow'), 1);
    const text = `millrace: 1\nid: ${id}\nname: ${JSON.stringify(name)}\ntasks: {}\n`;
    return this.import({ text, fileName: `${id}.yaml`, over: 'ask' });
  }

  async #rewrite(
    id: WorkflowId,
    source: { readonly text: string; readonly format: SourceFormat } | null,
    over: ImportRequest['over'],
    texts: RootTexts,
  ): Promise<ImportResult> {
    if (source === null) return { kind: 'invalid', problems: [] };
    const { format } = source;
    const text = withText(source.text, format, texts);
    return this.import({ text, fileName: `${id}.${format}`, over });
  }

  /** A fresh profile holds exactly one workflow, the example. */
  async ensureExample(read: (name: string) => Promise<Uint8Array | null>): Promise<void> {
    if ((await this.#parts.workflows.list()).length > 0) return;
    const bytes = await read(exampleName);
    const decoded = bytes === null ? null : decodeUtf8(bytes);
    if (decoded === null || !('text' in decoded)) return;
    await this.import({ text: decoded.text, fileName: exampleName, over: 'ask' });
  }

  /**
   * Makes a valid text the current version.
   * @param known the head that was read; null when there was none.
   * @returns the number of the version.
   */
  async cut(
    { workflow, hash, text, format }: CutFile,
    known: WorkflowHead | null,
  ): Promise<number> {
    const { clock, workflows } = this.#parts;
    const now = clock.now();
    const before = await workflows.listVersions(workflow.id);
    const number = numberOf(before, hash);
    const graph = taskGraph(workflow.tasks.values());
    const isLarge = workflow.tasks.size > shapeTasksMax;
    const head: WorkflowHead = {
      id: workflow.id,
      name: workflow.name,
      description: workflow.description,
      taskCount: workflow.tasks.size,
      versionHash: toVersionHash(hash),
      createdAt: known?.createdAt ?? now,
      updatedAt: now,
      edited: null,
      shape: isLarge ? null : graph.dependencies,
      profile: isLarge ? profileOf(graph) : null,
      revision: (known?.revision ?? 0) + 1,
    };
    const isLong = format === 'yaml' && text.length > longYamlLength;
    const version: Version = {
      hash,
      workflowId: workflow.id,
      source: text,
      format,
      createdAt: now,
      number,
      ...(isLong ? { canonical: canonicalText(workflow) } : {}),
    };
    const isSaved = await workflows.save(head, version, known?.revision ?? null);
    if (!isSaved) throw new Error(`Workflow ${workflow.id} was changed at the same time`);
    return number;
  }

  async #freeId(id: WorkflowId, first = 2): Promise<WorkflowId> {
    for (let number = first; ; number += 1) {
      const candidate = toWorkflowId(`${id}-${String(number)}`);
      if ((await this.#parts.workflows.get(candidate)) === null) return candidate;
    }
  }

  async #rowOf(head: WorkflowHead): Promise<WorkflowRow> {
    const runs = await this.#parts.executions.list(head.id);
    const lastExecution: ExecutionRow | null = runs.at(-1) ?? null;
    const { id, description, updatedAt, edited = null } = head;
    const { shape = null, profile = null } = head;
    const { name, taskCount } = edited ?? head;
    const isEdited = edited !== null;
    return { id, name, description, taskCount, updatedAt, lastExecution, shape, profile, isEdited };
  }
}

function formatOf(fileName: string, text: string): SourceFormat {
  if (/\.json$/i.test(fileName)) return 'json';
  if (/\.ya?ml$/i.test(fileName)) return 'yaml';
  return text.trimStart().startsWith('{') ? 'json' : 'yaml';
}
