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
}

/** Written by any tab; each write is strict and whole. */
export interface WorkflowStore {
  /** By name, ties by id. */
  list(): Promise<readonly WorkflowHead[]>;
  get(id: WorkflowId): Promise<WorkflowHead | null>;
  getVersion(hash: VersionHash): Promise<Version | null>;
  /**
   * Head and version in one transaction.
   * @param expected the revision that was read; null when there must be none yet.
   * @returns false, and nothing written, when the stored one is another.
   */
  save(head: WorkflowHead, version: Version, expected: number | null): Promise<boolean>;
  /** Its versions stay: executions refer to them. */
  remove(id: WorkflowId): Promise<void>;
}
