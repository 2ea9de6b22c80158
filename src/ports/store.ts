import type { ArtifactStore } from '#ports/artifact-store.ts';
import type { DraftStore } from '#ports/draft-store.ts';
import type { ExecutionStore } from '#ports/execution-store.ts';
import type { Inbox } from '#ports/inbox.ts';
import type { Journal } from '#ports/journal.ts';
import type { Ownership } from '#ports/ownership.ts';
import type { Backup } from '#ports/backup.ts';
import type { SafeCopy } from '#ports/safe-copy.ts';
import type { Settings } from '#ports/settings.ts';
import type { SourceFiles } from '#ports/source-files.ts';
import type { WorkflowStore } from '#ports/workflow-store.ts';

/**
 * All that is kept, through one connection. Journal commits are those of the owner that was taken
 * through this very connection; before that they fail with `FencedError`.
 */
export interface Store {
  readonly ownership: Ownership;
  readonly journal: Journal;
  readonly executions: ExecutionStore;
  readonly inbox: Inbox;
  readonly workflows: WorkflowStore;
  readonly drafts: DraftStore;
  readonly sources: SourceFiles;
  readonly artifacts: ArtifactStore;
  readonly safeCopy: SafeCopy;
  readonly backup: Backup;
  readonly settings: Settings;
  close(): void;
}
