import type { SniffRequest, Sniffed } from '#ports/editor-api.ts';
import type { Session } from '#ui/app/session.svelte.ts';
import { runHref } from '#ui/app/route.ts';
import { toOrderId, toWorkflowId } from '#core/shared/ids.ts';
import { bringIn, type Picked } from './picked.ts';
import { workflowForData } from './workflow-for-data.ts';

/** Of a file this much is looked at, so that a large one shows its first rows as soon as a small one. */
const lookedAtBytes = 256 * 1024;
/** More than this and its rows as JSON may pass what a task hands on: bytes of the file. */
const wholeBytesMax = 6 * 1024 * 1024;
const firstRows = 50_000;

/** A file of data before it is a workflow: what it seems to be, and what the person says it is. */
export class DataFile {
  readonly picked: Picked;
  sniffed = $state.raw<Sniffed | null>(null);
  encoding = $state<string | null>(null);
  separator = $state<string | null>(null);
  columns = $state.raw<Readonly<Record<string, 'text' | 'number'>>>({});
  isMaking = $state(false);
  refusal = $state<string | null>(null);
  readonly #session: Session;

  constructor(session: Session, picked: Picked) {
    this.#session = session;
    this.picked = picked;
  }

  get isWhole(): boolean {
    return this.picked.file.size <= lookedAtBytes;
  }

  /** Whether only its first rows will be read by the workflow that is made of it. */
  get isLarge(): boolean {
    return this.picked.file.size > wholeBytesMax;
  }

  async look(): Promise<void> {
    const { file } = this.picked;
    try {
      const bytes = new Uint8Array(await file.slice(0, lookedAtBytes).arrayBuffer());
      const { encoding, separator, columns, isWhole } = this;
      const request: SniffRequest = {
        name: file.name,
        bytes,
        isWhole,
        encoding,
        separator,
        columns,
      };
      this.sniffed = await this.#session.kit.editor.sniff(request);
    } catch {
      // It went between the drop and the reading.
      this.refusal = this.#session.text.files.notRead;
    }
  }

  /** The person says otherwise; types that were said of other columns say nothing any more. */
  async say(said: { encoding?: string; separator?: string }): Promise<void> {
    this.encoding = said.encoding ?? this.encoding;
    this.separator = said.separator ?? this.separator;
    this.columns = {};
    await this.look();
  }

  async sayType(column: string, type: 'text' | 'number'): Promise<void> {
    this.columns = { ...this.columns, [column]: type };
    await this.look();
  }

  /** A workflow that reads the file, and its first run: the table is what is shown next. */
  async make(): Promise<boolean> {
    const { client, text } = this.#session;
    const { sniffed, picked } = this;
    if (this.isMaking || sniffed === null) return false;
    this.isMaking = true;
    this.refusal = null;
    try {
      const rows = this.isLarge ? firstRows : null;
      const { columns } = this;
      const words = text.files.data;
      const source = workflowForData({ name: picked.file.name, sniffed, columns, rows, words });
      const saved = await client.importWorkflow({ ...source, over: 'keepBoth' });
      if (saved.kind !== 'saved') {
        const reason = saved.kind === 'notSaved' ? saved.reason : 'known';
        this.refusal = text.library.notChanged[reason];
        return false;
      }
      const file = await bringIn(client, picked);
      const order = toOrderId(crypto.randomUUID());
      const workflowId = toWorkflowId(saved.id);
      const started = await client.startExecution({ order, workflowId, params: { file } });
      if (started.kind === 'started') this.#session.go(runHref(started.id));
      return started.kind === 'started';
    } catch {
      // A dead engine, or a file that cannot be read any more.
      this.refusal = text.files.notRead;
      return false;
    } finally {
      this.isMaking = false;
    }
  }
}
