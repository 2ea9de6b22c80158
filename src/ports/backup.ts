import type { ExecutionEvent } from '#core/execution/events.ts';
import type { ContentHash, VersionHash } from '#core/shared/ids.ts';
import type { RestoreResult } from '#ports/engine-api.ts';
import type { ExecutionRow } from '#ports/execution-store.ts';
import type { Version, WorkflowHead } from '#ports/workflow-store.ts';

/** Everything as one file: workflows, versions, executions with their outputs, settings. */
export interface Backup {
  /** In parts, so that nothing is held in memory whole; whoever reads to the end has made a backup. */
  write(): AsyncIterable<Uint8Array>;
  /**
   * Adds what is not here; what is here stays, and nothing is half written: an execution comes whole
   * or not at all. A file cut short or of another kind is refused before anything is written.
   * Only the owner can restore; what comes back live is driven from the next takeover on.
   * @param open begins the same file from its start; it is read twice.
   */
  restore(open: () => AsyncIterable<Uint8Array>): Promise<RestoreResult>;
}

/** `settings` key: when the last backup was read to its end. */
export const lastBackupKey = 'lastBackupAt';

export interface BackupOptions {
  readonly now: () => number;
  /** With `lastBackupKey`, to be kept as a setting. */
  readonly onWritten: (key: string, at: number) => Promise<void>;
}

export interface ArchivedExecution {
  readonly row: ExecutionRow;
  /** From the first on, without a gap. */
  readonly events: readonly ExecutionEvent[];
}

/** A store as a backup reads and fills it. Every list is in the same order each time. */
export interface Archive {
  heads(): Promise<readonly WorkflowHead[]>;
  versionHashes(): Promise<readonly VersionHash[]>;
  version(hash: VersionHash): Promise<Version | null>;
  settings(): Promise<readonly { readonly key: string; readonly value: unknown }[]>;
  /** Few at a time; without those whose journal cannot be read from its start. */
  executions(): AsyncIterable<ArchivedExecution>;
  artifact(hash: ContentHash): Promise<Uint8Array | null>;

  isOwner(): boolean;
  /** Of each list what is not here; @returns how many those were. */
  addVersions(versions: readonly Version[]): Promise<number>;
  addHeads(heads: readonly WorkflowHead[]): Promise<number>;
  addSetting(key: string, value: unknown): Promise<void>;
  /** One transaction. False when it is here. */
  addExecution(execution: ArchivedExecution): Promise<boolean>;
  addArtifact(hash: ContentHash, bytes: Uint8Array): Promise<void>;
  /** What was added is durable, and in the safe copy, when it returns. */
  settle(): Promise<void>;
}
