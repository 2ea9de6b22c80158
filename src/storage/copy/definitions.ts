import type { WorkflowHead } from '#ports/workflow-store.ts';
import type { CopyAside } from './folder.ts';
import { versionOf, type NumberedRecord } from './records.ts';
import type { Survey } from './survey.ts';
import type { Change, CopyTables, Fence, Setting } from './tables.ts';

interface Parts {
  readonly tables: CopyTables;
  readonly fence: Fence;
  readonly aside: CopyAside;
}

const versionsAtOnce = 50;

export interface HealedDefinitions {
  /** How many workflows came back. */
  readonly workflows: number;
  /** Names of workflows whose last word, or one of whose texts, the copy does not hold any more. */
  readonly outdated: readonly string[];
}

/**
 * What the copy has of definitions and the database lacks. Of a workflow the last word counts, which
 * is the highest revision or its deletion; a version never changes, so any one will do.
 */
export async function healDefinitions(
  { tables, fence, aside }: Parts,
  survey: Pick<Survey, 'records' | 'lostRecords'>,
): Promise<HealedDefinitions> {
  const { records } = survey;
  const known = new Set(await tables.versionHashes());
  const knownBefore = new Set(known);
  const missing = records.flatMap(({ record }) =>
    record.kind === 'version' && !known.has(record.version.hash) ? [record] : [],
  );
  for (let at = 0; at < missing.length; at += versionsAtOnce) {
    const batch = missing.slice(at, at + versionsAtOnce);
    const found = await Promise.all(batch.map((record) => versionOf(record, aside)));
    // One whose bytes are gone cannot come back: its workflow is named.
    const versions = found.filter((version) => version !== null);
    await tables.apply(fence, { versions });
    for (const { hash } of versions) known.add(hash);
  }
  const { heads, settings } = lastWords(records);
  const stored = new Map((await tables.heads()).map((head) => [head.id, head.revision]));
  const storedKeys = new Set((await tables.settings()).map(({ key }) => key));
  const change: Change = {
    unlessQueued: true,
    heads: heads.filter(({ id, revision, versionHash }) => {
      // Versions stay: with its own there and no head, it was deleted, wherever that was said.
      const isDeleted = !stored.has(id) && knownBefore.has(versionHash);
      return !isDeleted && (stored.get(id) ?? 0) < revision;
    }),
    settings: settings.filter(({ key }) => !storedKeys.has(key)),
  };
  const isNothing = change.heads?.length === 0 && change.settings?.length === 0;
  if (!isNothing) await tables.apply(fence, change);
  const outdated = outdatedIn(survey, { heads, hashes: known });
  return { workflows: change.heads?.length ?? 0, outdated };
}

/** What cannot be read matters only where no later word is there. */
function outdatedIn(
  { records, lostRecords }: Pick<Survey, 'records' | 'lostRecords'>,
  { heads, hashes }: { readonly heads: readonly WorkflowHead[]; hashes: ReadonlySet<string> },
): readonly string[] {
  const ids = new Map<string, string | null>();
  for (const lost of lostRecords) {
    const isLast =
      lost.kind === 'version'
        ? !hashes.has(lost.hash ?? '')
        : !records.some((other) => subjectOf(other) === lost.id && isLater(other, lost));
    if (lost.kind === 'removedExecution' || !isLast) continue;
    ids.set(lost.id, lost.name ?? ids.get(lost.id) ?? null);
  }
  for (const { record } of records) {
    const isLost = record.kind === 'version' && !hashes.has(record.version.hash);
    if (isLost) ids.set(record.version.workflowId, null);
  }
  for (const { id, versionHash } of heads) if (!hashes.has(versionHash)) ids.set(id, null);
  const names = new Map<string, string>(heads.map(({ id, name }) => [id, name]));
  return [...ids].map(([id, name]) => names.get(id) ?? name ?? id);
}

function subjectOf({ record }: NumberedRecord): string | null {
  if (record.kind === 'removedWorkflow') return record.id;
  return record.kind === 'head' ? record.head.id : null;
}

/** Or the same one, which lies elsewhere too. */
function isLater(a: Omit<NumberedRecord, 'record'>, b: Omit<NumberedRecord, 'record'>): boolean {
  return a.epoch - b.epoch > 0 || (a.epoch === b.epoch && a.n >= b.n);
}

function lastWords(records: readonly NumberedRecord[]): {
  readonly heads: readonly WorkflowHead[];
  readonly settings: readonly Setting[];
} {
  const heads = new Map<string, WorkflowHead>();
  const settings = new Map<string, Setting>();
  for (const { record } of records) {
    if (record.kind === 'removedWorkflow') heads.delete(record.id);
    if (record.kind === 'setting') settings.set(record.key, record);
    if (record.kind !== 'head') continue;
    const { head } = record;
    if ((heads.get(head.id)?.revision ?? 0) <= head.revision) heads.set(head.id, head);
  }
  return {
    heads: [...heads.values()],
    settings: [...settings.values()].map(({ key, value }) => ({ key, value })),
  };
}
