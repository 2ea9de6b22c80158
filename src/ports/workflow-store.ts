import type { Instant, VersionHash, WorkflowId } from '#core/shared/ids.ts';

export type SourceFormat = 'yaml' | 'json';

/** The current version of a workflow; the source text is what a person owns. */
export interface WorkflowHead {
  readonly id: WorkflowId;
  readonly name: string;
  readonly description: string;
  readonly taskCount: number;
  readonly versionHash: VersionHash;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  /** Of the draft, while its text is not that of the version. */
  readonly edited?: { readonly name: string; readonly taskCount: number } | null;
  /** Dependencies of each task by index, for a small picture; null when there are too many. */
  readonly shape?: readonly (readonly number[])[] | null;
  /** Tasks of the broadest steps from beginning to end, where there are too many for a shape. */
  readonly profile?: readonly number[] | null;
  /** Rises by 1 with each change: what compare-and-set compares. */
  readonly revision: number;
}

/** Immutable: whatever names the hash finds the same content for ever. */
export interface Version {
  readonly hash: VersionHash;
  readonly workflowId: WorkflowId;
  readonly source: string;
  readonly format: SourceFormat;
  readonly createdAt: Instant;
  /** From 1, rising by 1 per workflow; absent in rows of builds before versions were listed. */
  readonly number?: number;
  /**
   * What the source means, as canonical JSON: of a long YAML text, which takes five times as long to
   * read. A cache: it may be absent, and neither the safe copy nor a backup holds it.
   */
  readonly canonical?: string;
}

export type VersionRow = Omit<Version, 'source' | 'canonical'>;

/** Written by any tab; each write is strict and whole. */
export interface WorkflowStore {
  /** By name, ties by id. */
  list(): Promise<readonly WorkflowHead[]>;
  get(id: WorkflowId): Promise<WorkflowHead | null>;
  getVersion(hash: VersionHash): Promise<Version | null>;
  /** Of one workflow, also of one that was removed, oldest first. */
  listVersions(id: WorkflowId): Promise<readonly VersionRow[]>;
  /** @returns false, and nothing written, when the stored revision is not `expected`. */
  saveHead(head: WorkflowHead, expected: number): Promise<boolean>;
  /**
   * Head and version in one transaction.
   * @param expected the revision that was read; null when there must be none yet.
   * @returns false, and nothing written, when the stored one is another.
   */
  save(head: WorkflowHead, version: Version, expected: number | null): Promise<boolean>;
  /** Its versions stay: executions refer to them. */
  remove(id: WorkflowId): Promise<void>;
}

export function withoutSource({
  hash,
  workflowId,
  format,
  createdAt,
  number,
}: Version): VersionRow {
  const row = { hash, workflowId, format, createdAt };
  return number === undefined ? row : { ...row, number };
}

/** Oldest first; those of one instant by number, then by hash. */
export function byAge(a: VersionRow, b: VersionRow): number {
  const numbers = (a.number ?? 0) - (b.number ?? 0);
  return a.createdAt - b.createdAt || numbers || (a.hash < b.hash ? -1 : 1);
}
