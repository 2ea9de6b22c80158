import type { ExecutionEvent } from '#core/execution/events.ts';
import { toContentHash, type ContentHash } from '#core/shared/ids.ts';
import { lastBackupKey, type Archive, type ArchivedExecution } from '#ports/backup.ts';
import { withoutSource } from '#ports/workflow-store.ts';
import { encodeText } from '#storage/copy/frames.ts';
import { firstLineStart, PartChain } from './parts.ts';

const bytesAtOnce = 4 * 1024 * 1024;
const eventUnitsAtOnce = 1024 * 1024;

export interface Counts {
  workflows: number;
  versions: number;
  executions: number;
}

/** Versions before heads, bytes before the run that names them: a reader never has to look ahead. */
export async function* writeBackup(archive: Archive, at: number): AsyncGenerator<Uint8Array> {
  const chain = new PartChain();
  const counts: Counts = { workflows: 0, versions: 0, executions: 0 };
  yield encodeText(`${firstLineStart}"createdAt":${String(at)}}\n`);
  yield* writeDefinitions(archive, chain, counts);
  const written = new Set<ContentHash>();
  for await (const execution of archive.executions()) {
    yield* writeArtifacts(archive, chain, { execution, written });
    yield* writeExecution(chain, execution);
    counts.executions += 1;
  }
  yield chain.encodeRecord({ kind: 'end', counts, hash: chain.hash });
}

async function* writeDefinitions(
  archive: Archive,
  chain: PartChain,
  counts: Counts,
): AsyncGenerator<Uint8Array> {
  for (const hash of await archive.versionHashes()) {
    const stored = await archive.version(hash);
    if (stored === null) continue;
    const bytes = encodeText(stored.source);
    const version = withoutSource(stored);
    yield chain.encodeRecord({ kind: 'version', version, bytes: bytes.length });
    yield* writeBytes(chain, bytes);
    counts.versions += 1;
  }
  for (const head of await archive.heads()) {
    yield chain.encodeRecord({ kind: 'head', head });
    counts.workflows += 1;
  }
  for (const { key, value } of await archive.settings()) {
    if (key !== lastBackupKey) yield chain.encodeRecord({ kind: 'setting', key, value });
  }
}

function* writeExecution(chain: PartChain, { row, events }: ArchivedExecution) {
  yield chain.encodeRecord({ kind: 'execution', row });
  for (const group of groupsOf(events)) yield chain.encodeRecord({ kind: 'events', events: group });
  yield chain.encodeRecord({ kind: 'executionEnd', count: events.length });
}

function* groupsOf(events: readonly ExecutionEvent[]): Generator<readonly ExecutionEvent[]> {
  let group: ExecutionEvent[] = [];
  let units = 0;
  for (const event of events) {
    const length = JSON.stringify(event).length;
    if (group.length > 0 && units + length > eventUnitsAtOnce) {
      yield group;
      group = [];
      units = 0;
    }
    group.push(event);
    units += length;
  }
  if (group.length > 0) yield group;
}

/** What outputs, params and values inside of large outputs name; bytes that are gone stay gone. */
async function* writeArtifacts(
  archive: Archive,
  chain: PartChain,
  { execution, written }: { execution: ArchivedExecution; written: Set<ContentHash> },
): AsyncGenerator<Uint8Array> {
  const waiting = artifactsOf(execution.events);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (written.has(next.hash)) continue;
    written.add(next.hash);
    const bytes = await archive.artifact(next.hash);
    if (bytes === null) continue;
    if (next.isValue) waiting.push(...namedIn(new TextDecoder().decode(bytes)));
    yield chain.encodeRecord({ kind: 'artifact', hash: next.hash, bytes: bytes.length });
    yield* writeBytes(chain, bytes);
  }
}

interface Named {
  readonly hash: ContentHash;
  /** JSON that may name more; other bytes are not looked into. */
  readonly isValue: boolean;
}

function artifactsOf(events: readonly ExecutionEvent[]): Named[] {
  const outputs = events.flatMap((event) =>
    event.type === 'taskSucceeded' && 'bytes' in event.output
      ? [{ hash: event.output.hash, isValue: true }]
      : [],
  );
  return [...outputs, ...namedIn(JSON.stringify(events))];
}

function namedIn(json: string): Named[] {
  return [...json.matchAll(/"\$artifact":"(sha256:[0-9a-f]{64})"/g)].map(([, hash = '']) => ({
    hash: toContentHash(hash),
    isValue: false,
  }));
}

function* writeBytes(chain: PartChain, bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += bytesAtOnce) {
    yield chain.encode('B1', bytes.subarray(at, at + bytesAtOnce));
  }
}
