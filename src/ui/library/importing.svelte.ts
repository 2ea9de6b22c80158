import type { WorkflowId } from '#core/shared/ids.ts';
import type { Problem } from '#core/workflow/problem.ts';
import { fileBytesMax } from '#ports/engine-api.ts';
import type { ImportRequest } from '#ports/engine-api.ts';
import { libraryHref, workflowHref } from '#ui/app/route.ts';
import type { Session } from '#ui/app/session.svelte.ts';
import { DataFile } from '#ui/files/data-file.svelte.ts';
import type { Picked } from '#ui/files/picked.ts';
import { filesOf, isArchive } from './archive-file.ts';

/** Enough to know a workflow from data: bytes. */
const sniffedBytes = 64 * 1024;

/** Why a file was not imported, when the reason is not in its content. */
export type RefusalReason =
  | 'tooLarge'
  | 'notText'
  | 'unreadable'
  | 'noArchive'
  | 'noWorkflows'
  | 'notOwner'
  | 'diskFull'
  | 'engine';

export type ImportStep =
  | { readonly kind: 'idle' }
  | { readonly kind: 'checking'; readonly fileName: string }
  | { readonly kind: 'invalid'; readonly fileName: string; readonly problems: readonly Problem[] }
  | { readonly kind: 'refused'; readonly fileName: string; readonly reason: RefusalReason }
  /** Data, not a workflow: a workflow can be made of it. */
  | { readonly kind: 'data'; readonly data: DataFile }
  | { readonly kind: 'known'; readonly name: string; readonly request: ImportRequest };

/** Brings a file in: read, ask the engine, ask the person when the id is known. */
export class Importing {
  step = $state.raw<ImportStep>({ kind: 'idle' });
  /** Shown at the workflow that was just imported. */
  warnings = $state.raw<{ readonly id: WorkflowId; readonly problems: readonly Problem[] } | null>(
    null,
  );
  readonly #session: Session;
  #waiting: Picked[] = [];
  #taken = 0;
  /** Then the list shows them, instead of the page of one. */
  #isMany = false;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Any number of files, one after the other; what asks or is refused is settled first. */
  async take(...files: readonly Picked[]): Promise<void> {
    if (this.step.kind === 'checking') return;
    this.#waiting = [...files];
    this.#taken = 0;
    this.#isMany = files.length > 1 || files.some(({ file }) => isArchive(file));
    if (this.#session.route.kind !== 'library') this.#session.go(libraryHref);
    await this.#next();
  }

  /** A text that is here already, as from a link. */
  async takeText(fileName: string, text: string): Promise<void> {
    this.#waiting = [];
    this.#isMany = false;
    this.step = { kind: 'checking', fileName };
    await this.#ask({ text, fileName, over: 'ask' });
  }

  async #next(): Promise<void> {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      const { file } = next;
      this.step = { kind: 'checking', fileName: file.name };
      if (isArchive(file)) {
        const inside = await filesOf(file);
        if (inside === null || inside.length === 0) {
          this.#refuse(file.name, inside === null ? 'noArchive' : 'noWorkflows');
          return;
        }
        this.#waiting.unshift(...inside.map((one) => ({ file: one, handle: null })));
        continue;
      }
      if (await this.#isData(file)) {
        this.step = { kind: 'data', data: new DataFile(this.#session, next) };
        return;
      }
      const read = await readText(file);
      if (typeof read === 'object') this.#refuse(file.name, read.reason);
      else await this.#ask({ text: read, fileName: file.name, over: 'ask' });
      if (!this.#isIdle()) return;
    }
    this.step = { kind: 'idle' };
    if (!this.#isMany || this.#taken === 0) return;
    const { library, time } = this.#session.text;
    this.#session.say(library.importedMany(time.count(this.#taken)));
  }

  async settle(over: 'newVersion' | 'keepBoth'): Promise<void> {
    if (this.step.kind !== 'known') return;
    const { request } = this.step;
    this.step = { kind: 'checking', fileName: request.fileName };
    await this.#ask({ ...request, over });
    if (this.#isIdle()) await this.#next();
  }

  /** A table by its name; JSON by what is in it. What cannot be read is shown as a workflow's problem. */
  async #isData(file: File): Promise<boolean> {
    if (/\.(?:csv|tsv|tab)$/i.test(file.name)) return true;
    if (!/\.json$/i.test(file.name)) return false;
    try {
      const bytes = new Uint8Array(await file.slice(0, sniffedBytes).arrayBuffer());
      const about = { encoding: null, separator: null, columns: {} };
      const isWhole = bytes.length === file.size;
      const { kind } = await this.#session.kit.editor.sniff({
        ...about,
        name: file.name,
        bytes,
        isWhole,
      });
      return kind === 'table' || kind === 'value';
    } catch {
      // It went meanwhile: reading it as a workflow says so.
      return false;
    }
  }

  #isIdle(): boolean {
    return this.step.kind === 'idle';
  }

  /** This one is left out; those behind it are not. */
  dismiss(): void {
    this.step = { kind: 'idle' };
    void this.#next();
  }

  async #ask(request: ImportRequest): Promise<void> {
    const { fileName } = request;
    try {
      const result = await this.#session.client.importWorkflow(request);
      // What is said of the file is said in all words there are.
      if (result.kind === 'invalid') await this.#session.text.ready();
      if (result.kind === 'notSaved') this.#refuse(fileName, result.reason);
      else if (result.kind === 'invalid') {
        this.step = { kind: 'invalid', fileName, problems: result.problems };
      } else if (result.kind === 'known') this.step = { kind: 'known', name: result.name, request };
      else {
        this.step = { kind: 'idle' };
        this.#taken += 1;
        this.warnings = { id: result.id, problems: result.warnings };
        if (!this.#isMany) this.#session.go(workflowHref(result.id));
      }
    } catch {
      // A dead engine rejects; the person keeps the file and is told what to do.
      this.#refuse(fileName, 'engine');
    }
  }

  #refuse(fileName: string, reason: RefusalReason): void {
    this.step = { kind: 'refused', fileName, reason };
  }
}

async function readText(file: File): Promise<string | { readonly reason: RefusalReason }> {
  if (file.size > fileBytesMax) return { reason: 'tooLarge' };
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    // Moved or deleted since it was chosen.
    return { reason: 'unreadable' };
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8: `file.text()` would have replaced what it cannot read, without a word.
    return { reason: 'notText' };
  }
}
