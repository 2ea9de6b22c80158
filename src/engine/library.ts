import {
  toVersionHash,
  toWorkflowId,
  type VersionHash,
  type WorkflowId,
} from '#core/shared/ids.ts';
import { decodeUtf8 } from '#core/shared/utf8.ts';
import { withText } from '#core/workflow/with-text.ts';
import type { Workflow } from '#core/workflow/model.ts';
import type { Problem } from '#core/workflow/problem.ts';
import type { Clock } from '#ports/clock.ts';
import type { ImportRequest, ImportResult, WorkflowRow, WorkflowView } from '#ports/engine-api.ts';
import type { ExecutionRow, ExecutionStore } from '#ports/execution-store.ts';
import { StorageFullError } from '#ports/journal.ts';
import type { SourceFormat, WorkflowHead, WorkflowStore } from '#ports/workflow-store.ts';
import { cutForView } from './large-view.ts';

const exampleName = 'delayed-flights.yaml';

/** What validation says of a text; core/dataflow implements it. */
export interface Checked {
  readonly workflow: Workflow | null;
  readonly hash: VersionHash | null;
  readonly problems: readonly Problem[];
}

interface Parts {
  readonly clock: Clock;
  readonly workflows: WorkflowStore;
  readonly executions: ExecutionStore;
  readonly check: (text: string, format: SourceFormat) => Checked;
}

/** The workflows a person keeps: what did not pass validation is never saved (ARC-02). */
export class Library {
  readonly #parts: Parts;
  /** Heads that were removed since this page was opened: what Undo brings back. */
  readonly #removed = new Map<WorkflowId, WorkflowHead>();

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

  async source(id: WorkflowId) {
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
      await this.#save({ workflow, hash, text, format }, known);
    } catch (error) {
      if (error instanceof StorageFullError) return { kind: 'notSaved', reason: 'diskFull' };
      throw error;
    }
    return { kind: 'saved', id: workflow.id, warnings: problems };
  }

  /** The head goes, its versions stay: executions refer to them. */
  async remove(id: WorkflowId): Promise<boolean> {
    const head = await this.#parts.workflows.get(id);
    if (head === null) return false;
    await this.#parts.workflows.remove(id);
    this.#removed.set(id, head);
    return true;
  }

  async unremove(id: WorkflowId): Promise<boolean> {
    const head = this.#removed.get(id);
    const version =
      head === undefined ? null : await this.#parts.workflows.getVersion(head.versionHash);
    if (head === undefined || version === null) return false;
    const revision = head.revision + 1;
    const isBack = await this.#parts.workflows.save({ ...head, revision }, version, null);
    if (isBack) this.#removed.delete(id);
    return isBack;
  }

  async rename(id: WorkflowId, name: string): Promise<ImportResult> {
    return this.#rewrite(id, 'newVersion', (text, format) => withText(text, format, { name }));
  }

  async duplicate(id: WorkflowId): Promise<ImportResult> {
    const head = await this.#parts.workflows.get(id);
    const free = await this.#freeId(id);
    return this.#rewrite(id, 'ask', (text, format) =>
      withText(text, format, { id: free, name: `${head?.name ?? id} (copy)` }),
    );
  }

  async #rewrite(
    id: WorkflowId,
    over: ImportRequest['over'],
    change: (text: string, format: SourceFormat) => string,
  ): Promise<ImportResult> {
    const source = await this.source(id);
    if (source === null) return { kind: 'invalid', problems: [] };
    const { text, format } = source;
    return this.import({ text: change(text, format), fileName: `${id}.${format}`, over });
  }

  /** A fresh profile holds exactly one workflow, the example. */
  async ensureExample(read: (name: string) => Promise<Uint8Array | null>): Promise<void> {
    if ((await this.#parts.workflows.list()).length > 0) return;
    const bytes = await read(exampleName);
    const decoded = bytes === null ? null : decodeUtf8(bytes);
    if (decoded === null || !('text' in decoded)) return;
    await this.import({ text: decoded.text, fileName: exampleName, over: 'ask' });
  }

  async #save(
    file: {
      readonly workflow: Workflow;
      readonly hash: VersionHash;
      readonly text: string;
      readonly format: SourceFormat;
    },
    known: WorkflowHead | null,
  ): Promise<void> {
    const { workflow, hash, text, format } = file;
    const now = this.#parts.clock.now();
    const head: WorkflowHead = {
      id: workflow.id,
      name: workflow.name,
      description: workflow.description,
      taskCount: workflow.tasks.size,
      versionHash: toVersionHash(hash),
      createdAt: known?.createdAt ?? now,
      updatedAt: now,
      revision: (known?.revision ?? 0) + 1,
    };
    const version = { hash, workflowId: workflow.id, source: text, format, createdAt: now };
    const isSaved = await this.#parts.workflows.save(head, version, known?.revision ?? null);
    if (!isSaved) throw new Error(`Workflow ${workflow.id} was changed at the same time`);
  }

  async #freeId(id: WorkflowId): Promise<WorkflowId> {
    for (let number = 2; ; number += 1) {
      const candidate = toWorkflowId(`${id}-${String(number)}`);
      if ((await this.#parts.workflows.get(candidate)) === null) return candidate;
    }
  }

  async #rowOf(head: WorkflowHead): Promise<WorkflowRow> {
    const runs = await this.#parts.executions.list(head.id);
    const lastExecution: ExecutionRow | null = runs.at(-1) ?? null;
    const { id, name, description, taskCount, updatedAt } = head;
    return { id, name, description, taskCount, updatedAt, lastExecution };
  }
}

function formatOf(fileName: string, text: string): SourceFormat {
  if (/\.json$/i.test(fileName)) return 'json';
  if (/\.ya?ml$/i.test(fileName)) return 'yaml';
  return text.trimStart().startsWith('{') ? 'json' : 'yaml';
}
