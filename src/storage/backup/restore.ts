import type { ExecutionEvent } from '#core/execution/events.ts';
import type { ContentHash } from '#core/shared/ids.ts';
import { sha256 } from '#core/shared/sha256.ts';
import type { Archive } from '#ports/backup.ts';
import type { ExecutionRow } from '#ports/execution-store.ts';
import type { Version, WorkflowHead } from '#ports/workflow-store.ts';
import { NotABackupError, parseRecord, PartChain, readParts, type FilePart } from './parts.ts';
import type { Counts } from './write.ts';

const definitionsAtOnce = 100;
const executionsAtOnce = 200;

/** What the parts of a backup say, in order. */
export type BackupRecord =
  | { readonly kind: 'version'; readonly version: Version }
  | { readonly kind: 'head'; readonly head: WorkflowHead }
  | { readonly kind: 'setting'; readonly key: string; readonly value: unknown }
  | { readonly kind: 'artifact'; readonly hash: ContentHash; readonly bytes: Uint8Array }
  | {
      readonly kind: 'execution';
      readonly row: ExecutionRow;
      readonly events: readonly ExecutionEvent[];
    };

/** To its end: a file that is cut, damaged or of another kind is known by it. @throws NotABackupError */
export async function checkBackup(source: AsyncIterable<Uint8Array>): Promise<void> {
  const counts: Counts = { workflows: 0, versions: 0, executions: 0 };
  for await (const record of readRecords(source, counts)) {
    if (record.kind === 'version') counts.versions += 1;
    if (record.kind === 'head') counts.workflows += 1;
    if (record.kind === 'execution') counts.executions += 1;
  }
}

/** Of a file that was checked. */
export async function fillFrom(archive: Archive, source: AsyncIterable<Uint8Array>) {
  const filler = new Filler(archive);
  for await (const record of readRecords(source, null)) await filler.take(record);
  return filler.end();
}

class Filler {
  readonly #archive: Archive;
  #versions: Version[] = [];
  #heads: WorkflowHead[] = [];
  #unsettled = 0;
  readonly #added = { workflows: 0, versions: 0, executions: 0, known: 0 };

  constructor(archive: Archive) {
    this.#archive = archive;
  }

  async take(record: BackupRecord): Promise<void> {
    switch (record.kind) {
      case 'version':
        this.#versions.push(record.version);
        if (this.#versions.length >= definitionsAtOnce) await this.#addDefinitions();
        return;
      case 'head':
        this.#heads.push(record.head);
        if (this.#heads.length >= definitionsAtOnce) await this.#addDefinitions();
        return;
      case 'setting':
        return this.#archive.addSetting(record.key, record.value);
      case 'artifact':
        return this.#archive.addArtifact(record.hash, record.bytes);
      case 'execution':
        return this.#addExecution(record);
    }
  }

  async end() {
    await this.#addDefinitions();
    await this.#archive.settle();
    return this.#added;
  }

  async #addExecution(execution: Extract<BackupRecord, { kind: 'execution' }>): Promise<void> {
    await this.#addDefinitions();
    const { row, events } = execution;
    const isNew = await this.#archive.addExecution({ row, events });
    this.#added[isNew ? 'executions' : 'known'] += 1;
    this.#unsettled += 1;
    if (this.#unsettled < executionsAtOnce) return;
    this.#unsettled = 0;
    await this.#archive.settle();
  }

  /** Versions first: a head never names one that is not here. */
  async #addDefinitions(): Promise<void> {
    const [versions, heads] = [this.#versions, this.#heads];
    this.#versions = [];
    this.#heads = [];
    if (versions.length > 0) this.#added.versions += await this.#archive.addVersions(versions);
    const newHeads = heads.length > 0 ? await this.#archive.addHeads(heads) : 0;
    this.#added.workflows += newHeads;
    this.#added.known += heads.length - newHeads;
  }
}

/** @param counted what was read so far, to be compared with the trailer; null when it was before. */
async function* readRecords(
  source: AsyncIterable<Uint8Array>,
  counted: Counts | null,
): AsyncGenerator<BackupRecord> {
  const chain = counted === null ? null : new PartChain();
  const parts = readParts(source);
  for await (const part of parts) {
    const hash = chain?.hash;
    chain?.add(part.body);
    const record = parseRecord(part);
    if (record['kind'] === 'end') {
      const isWhole = JSON.stringify(record['counts']) === JSON.stringify(counted);
      if (counted !== null && !(isWhole && record['hash'] === hash)) throw damaged();
      if ((await parts.next()).done !== true) throw damaged();
      return;
    }
    yield await toRecord(record, async () => {
      const result = await parts.next();
      if (result.done === true) throw damaged();
      const next: FilePart = result.value;
      chain?.add(next.body);
      return next;
    });
  }
  throw new NotABackupError('cutShort');
}

type Raw = Readonly<Record<string, unknown>>;

/** Every part has passed its checksum, so what it holds is what a build of ours once wrote. */
async function toRecord(raw: Raw, next: () => Promise<FilePart>): Promise<BackupRecord> {
  switch (raw['kind']) {
    case 'version': {
      const source = new TextDecoder().decode(await readBytes(Number(raw['bytes']), next));
      return { kind: 'version', version: { ...(raw['version'] as Version), source } };
    }
    case 'artifact': {
      const bytes = await readBytes(Number(raw['bytes']), next);
      if (sha256(bytes) !== raw['hash']) throw damaged();
      return { kind: 'artifact', hash: raw['hash'] as ContentHash, bytes };
    }
    case 'execution':
      return { kind: 'execution', row: raw['row'] as ExecutionRow, events: await readEvents(next) };
    case 'head':
    case 'setting':
      return raw as BackupRecord;
    default:
      throw new NotABackupError('newerBuild');
  }
}

async function readEvents(next: () => Promise<FilePart>): Promise<readonly ExecutionEvent[]> {
  const events: ExecutionEvent[] = [];
  for (;;) {
    const record = parseRecord(await next());
    if (record['kind'] === 'executionEnd' && record['count'] === events.length) return events;
    if (record['kind'] !== 'events') throw damaged();
    events.push(...(record['events'] as readonly ExecutionEvent[]));
  }
}

async function readBytes(length: number, next: () => Promise<FilePart>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let read = 0;
  while (read < length) {
    const { name, body } = await next();
    if (name !== 'B1') throw damaged();
    chunks.push(body);
    read += body.length;
  }
  const bytes = new Uint8Array(read);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function damaged(): NotABackupError {
  return new NotABackupError('damaged');
}
