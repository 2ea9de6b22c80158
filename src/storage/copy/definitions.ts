import type { WorkflowHead } from '#ports/workflow-store.ts';
import type { CopyAside } from './folder.ts';
import { versionOf, type NumberedRecord } from './records.ts';
import type { Change, CopyTables, Fence, Setting } from './tables.ts';

interface Parts {
  readonly tables: CopyTables;
  readonly fence: Fence;
  readonly aside: CopyAside;
}

const versionsAtOnce = 50;

/**
 * What the copy has of definitions and the database lacks. Of a workflow the last word counts, which
 * is the highest revision or its deletion; a version never changes, so any one will do.
 * @returns how many workflows came back.
 */
export async function healDefinitions(
  { tables, fence, aside }: Parts,
  records: readonly NumberedRecord[],
): Promise<number> {
  const known = new Set(await tables.versionHashes());
  const missing = records.flatMap(({ record }) =>
    record.kind === 'version' && !known.has(record.version.hash) ? [record] : [],
  );
  for (let at = 0; at < missing.length; at += versionsAtOnce) {
    const batch = missing.slice(at, at + versionsAtOnce);
    const versions = await Promise.all(batch.map((record) => versionOf(record, aside)));
    // One whose bytes are gone cannot come back; its runs stay, and say so when they are opened.
    await tables.apply(fence, { versions: versions.filter((version) => version !== null) });
  }
  const { heads, settings } = lastWords(records);
  const stored = new Map((await tables.heads()).map((head) => [head.id, head.revision]));
  const storedKeys = new Set((await tables.settings()).map(({ key }) => key));
  const change: Change = {
    unlessQueued: true,
    heads: heads.filter((head) => (stored.get(head.id) ?? 0) < head.revision),
    settings: settings.filter(({ key }) => !storedKeys.has(key)),
  };
  const isNothing = change.heads?.length === 0 && change.settings?.length === 0;
  if (!isNothing) await tables.apply(fence, change);
  return change.heads?.length ?? 0;
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
