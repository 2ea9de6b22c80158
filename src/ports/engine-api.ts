import type { ExecutionEvent, ExecutionStatus } from '#core/execution/events.ts';
import type { ParamProblem } from '#core/dataflow/params.ts';
import type { PackedExecution } from '#core/execution/pack.ts';
import type { ExecutionId, Instant, OrderId, VersionHash, WorkflowId } from '#core/shared/ids.ts';
import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import type { Workflow } from '#core/workflow/model.ts';
import type { Problem } from '#core/workflow/problem.ts';
import type { DraftChange, DraftStep, HalfText } from '#ports/draft-store.ts';
import type { ExecutionRow } from '#ports/execution-store.ts';
import type { KeptFile } from '#ports/source-files.ts';
import type { LogLine } from '#ports/task-host.ts';
import type { SourceFormat } from '#ports/workflow-store.ts';

/**
 * What a page may ask of the engine. Every answer is data, never an `Error`; whatever is shown in an
 * answer is behind a barrier (durability.md, section 2).
 */
export interface EngineApi {
  owner(): Promise<OwnerView>;
  listWorkflows(): Promise<readonly WorkflowRow[]>;
  /** @returns null for an unknown id. */
  getWorkflow(id: WorkflowId): Promise<WorkflowView | null>;
  /** Validates; saves only what is valid, and over a known id only what `over` says. */
  importWorkflow(request: ImportRequest): Promise<ImportResult>;
  /**
   * A file that is read in place, never copied. @returns the value of a param that names it.
   * @param id of the one whose place it takes, as after it was moved; the tasks that wait go on.
   */
  keepSource(file: PickedSource, id: string | null): Promise<JsonObject>;
  /** The browser's handle of a kept file, for the page that may ask; null where there is none. */
  sourceHandle(id: string): Promise<unknown>;
  /** A person gave their word: tasks that wait for a file look again. */
  filesReady(): Promise<void>;
  /** Copies a file in, so that a param can name it. At most `fileBytesMax`. */
  putFile(file: PickedFile): Promise<JsonObject>;
  /** A repeat of the same order starts nothing new and gives the same answer. */
  startExecution(request: StartRequest): Promise<StartResult>;
  stopExecution(order: OrderId, id: ExecutionId): Promise<StopResult>;
  /** A person's word on a task that waits with `outcomeUnknown` or `quarantined`. */
  answerTask(request: AnswerRequest): Promise<AnswerResult>;
  /** Its runs stay readable with their version (STO-08). An unknown id gives false. */
  deleteWorkflow(id: WorkflowId): Promise<boolean>;
  /** Takes `deleteWorkflow` back: the head as it was. False when it is not to be had any more. */
  undeleteWorkflow(id: WorkflowId): Promise<boolean>;
  renameWorkflow(id: WorkflowId, name: string): Promise<ImportResult>;
  /** A copy under a free id and "NAME (copy)". */
  duplicateWorkflow(id: WorkflowId): Promise<ImportResult>;
  /** Only what has ended; a live one is stopped first, by the person. */
  deleteExecution(id: ExecutionId): Promise<'deleted' | 'unknown' | 'live'>;
  storage(): Promise<StorageView>;
  getRetention(): Promise<Retention>;
  /** What is too much by then goes at once. */
  setRetention(retention: Retention): Promise<void>;
  getAppearance(): Promise<ChosenAppearance>;
  setAppearance(chosen: ChosenAppearance): Promise<void>;
  /** Everything as one file (STO-14), in parts through the port: `BackupMessage`. */
  backUp(port: MessagePort): Promise<void>;
  /** Into this profile, also one that is not empty; what is there already stays. */
  restoreBackup(file: unknown): Promise<RestoreResult>;
  /** What the person has to know about this store, newest first; each until it is dismissed. */
  notices(): Promise<readonly Notice[]>;
  dismissNotice(id: string): Promise<void>;
  /** Newest first. */
  listExecutions(): Promise<readonly ExecutionRow[]>;
  /** Follows lists or one execution: every message goes through `port` until it closes. */
  watch(subject: WatchSubject, port: MessagePort): Promise<void>;
  /** @returns null when the task has no output or the execution is unknown. */
  getOutput(id: ExecutionId, taskId: string): Promise<{ readonly value: JsonValue } | null>;
  /** The text of a workflow as it is being written; null for an unknown id. */
  getDraft(id: WorkflowId): Promise<DraftView | null>;
  saveDraft(request: SaveDraft): Promise<DraftSaved>;
  /** What is typed for a run of a workflow that was not ordered yet; the oldest first. */
  getTyped(id: WorkflowId): Promise<readonly TypedText[]>;
  /** Strict. Only what is named changes; a null text takes it away. */
  keepTyped(id: WorkflowId, changes: readonly TypedChange[]): Promise<'kept' | 'diskFull'>;
  /**
   * Cuts a version from the draft, when that is valid and differs from the version there is.
   * @param revision of the draft that is meant; null when there is none.
   */
  saveVersion(id: WorkflowId, revision: number | null): Promise<VersionSaved>;
  /** Newest first; also of a workflow that was removed. */
  listVersions(id: WorkflowId): Promise<readonly VersionView[]>;
  getVersion(hash: VersionHash): Promise<VersionSource | null>;
  /** One without tasks, under a fresh id. */
  createWorkflow(name: string): Promise<ImportResult>;
  /** JSON text of the export (surface.md, section 3); null for an unknown id. */
  exportExecution(id: ExecutionId): Promise<string | null>;
  /** The source text as it was saved; null for an unknown id. */
  exportWorkflow(
    id: WorkflowId,
  ): Promise<{ readonly text: string; readonly format: SourceFormat } | null>;
}

export const fileBytesMax = 64 * 1024 * 1024;

export interface OwnerView {
  readonly isOwner: boolean;
  /** Why this page drives nothing; null when it does. */
  readonly reason: 'otherTab' | 'newerBuild' | 'noLocks' | 'storeGone' | 'copyUnreadable' | null;
  /** A viewer sees the same live state, and its orders are taken by the tab that drives. */
  readonly mayOrder: boolean;
}

export interface WorkflowRow {
  readonly id: WorkflowId;
  readonly name: string;
  readonly description: string;
  readonly taskCount: number;
  readonly updatedAt: Instant;
  readonly lastExecution: ExecutionRow | null;
  /** Dependencies of each task by index, of the version; null when there are too many to draw. */
  readonly shape: readonly (readonly number[])[] | null;
  /** Of such a graph the tasks of its broadest steps from beginning to end; null when it has a shape. */
  readonly profile: readonly number[] | null;
  /** A draft differs from the version; name and count are then those of the draft. */
  readonly isEdited: boolean;
}

export interface DraftView {
  readonly text: string;
  readonly format: SourceFormat;
  /** Null while it is the version as it stands: nothing was written yet. */
  readonly revision: number | null;
  readonly position: number;
  readonly steps: readonly DraftStep[];
  readonly half?: Readonly<Record<string, HalfText>>;
  readonly versionHash: VersionHash;
  readonly versionNumber: number;
}

/** What stands in the field of a param, valid or not. */
export interface TypedText {
  readonly name: string;
  /** Of the param as it was typed for: of another type it would say another thing. */
  readonly type: string;
  readonly text: string;
}
export type TypedChange = TypedText | { readonly name: string; readonly text: null };

export interface SaveDraft {
  readonly change: DraftChange;
  /** The revision that it was made from; null for the first one. */
  readonly expected: number | null;
  /** For the library; null when it says the same as the version. */
  readonly edited: { readonly name: string; readonly taskCount: number } | null;
}
export type DraftSaved =
  | { readonly kind: 'saved' }
  /** Another tab was faster: read it again. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'unknownWorkflow' }
  | { readonly kind: 'notSaved'; readonly reason: 'notOwner' | 'diskFull' };

export type VersionSaved =
  | {
      readonly kind: 'saved';
      readonly hash: VersionHash;
      readonly number: number;
      /** False when the content was a version already. */
      readonly isNew: boolean;
    }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] }
  /** The text names another workflow; its id is its address and never changes. */
  | { readonly kind: 'otherId'; readonly id: string }
  | { readonly kind: 'changed' }
  | { readonly kind: 'unknownWorkflow' }
  | { readonly kind: 'notSaved'; readonly reason: 'notOwner' | 'diskFull' };

export interface VersionView {
  readonly hash: VersionHash;
  readonly number: number;
  readonly createdAt: Instant;
  readonly isCurrent: boolean;
  /** How many runs name it. */
  readonly executions: number;
}

export interface VersionSource {
  readonly workflowId: WorkflowId;
  readonly text: string;
  readonly format: SourceFormat;
}

export interface WorkflowView extends WorkflowRow {
  readonly versionHash: VersionHash;
  /** Of a very large file: its first tasks, without their `with`; `taskCount` tells how many. */
  readonly workflow: Workflow;
  /** Of a very large file: its beginning. */
  readonly source: string;
  readonly sourceLines: number;
  readonly format: SourceFormat;
}

export interface ImportRequest {
  readonly text: string;
  readonly fileName: string;
  /** `ask` saves nothing when the id is known and the content differs. */
  readonly over: 'ask' | 'newVersion' | 'keepBoth';
}
export type ImportResult =
  | { readonly kind: 'saved'; readonly id: WorkflowId; readonly warnings: readonly Problem[] }
  | { readonly kind: 'known'; readonly id: WorkflowId; readonly name: string }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] }
  | { readonly kind: 'notSaved'; readonly reason: 'notOwner' | 'diskFull' };

export interface PickedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface PickedSource extends KeptFile {
  readonly mediaType: string;
  readonly bytes: number;
}

export interface StartRequest {
  readonly order: OrderId;
  readonly workflowId: WorkflowId;
  /** Only those that were given; defaults fill the others in. */
  readonly params: JsonObject;
}
export type StartResult =
  | { readonly kind: 'started'; readonly id: ExecutionId }
  | { readonly kind: 'unknownWorkflow' }
  | { readonly kind: 'badParams'; readonly problems: readonly ParamProblem[] }
  | { readonly kind: 'notStarted'; readonly reason: 'notOwner' | 'diskFull' };
export type StopResult =
  | { readonly kind: 'stopping' }
  | { readonly kind: 'unknownExecution' }
  | { readonly kind: 'alreadyEnded'; readonly status: ExecutionStatus };

export type TaskAnswer =
  /** `outcomeUnknown`: it did happen (its output is null), or it did not (it is tried again). */
  | 'happened'
  | 'didNotHappen'
  /** `quarantined`: once more, with nothing beside it; or leave it out. */
  | 'runAlone'
  | 'skip';
export interface AnswerRequest {
  readonly order: OrderId;
  readonly executionId: ExecutionId;
  readonly taskId: string;
  readonly answer: TaskAnswer;
}
export type AnswerResult = { readonly kind: 'taken' } | { readonly kind: 'notAsked' };

/** Of ended runs; null: as many, as long as there is room. */
export interface Retention {
  /** Newest runs of each workflow that are kept. */
  readonly runs: number | null;
  readonly days: number | null;
}

/** As the page names them; null where nothing was ever chosen. */
export interface ChosenAppearance {
  readonly theme: string | null;
  readonly language: string | null;
}

export interface StorageView {
  readonly usedBytes: number | null;
  readonly quotaBytes: number | null;
  /** Whether the browser has promised not to clear it; null where it cannot be known. */
  readonly isPersistent: boolean | null;
  readonly safeCopy: SafeCopyView;
  readonly lastBackupAt: Instant | null;
}
export type SafeCopyView =
  | { readonly kind: 'ok'; readonly bytes: number; readonly copiedAt: Instant | null }
  /** No private file system here: works, without a safe copy. */
  | { readonly kind: 'none' }
  | { readonly kind: 'full' }
  | { readonly kind: 'unreadable'; readonly reason: string };

export type BackupMessage =
  | { readonly kind: 'part'; readonly bytes: Uint8Array }
  | { readonly kind: 'end'; readonly fileName: string; readonly at: Instant }
  | { readonly kind: 'failed'; readonly reason: string };

export type BackupRefusal = 'cutShort' | 'damaged' | 'newerBuild' | 'otherKind';
export type RestoreResult =
  | {
      readonly kind: 'restored';
      readonly workflows: number;
      readonly versions: number;
      readonly executions: number;
      /** Were here already, equal or newer. */
      readonly known: number;
    }
  | { readonly kind: 'notABackup'; readonly reason: BackupRefusal }
  | { readonly kind: 'notRestored'; readonly reason: 'notOwner' | 'diskFull' };

/** Said on screen until it is settled; which sentence it is and what stands in it. */
export interface Notice {
  readonly id: string;
  readonly kind:
    /** The browser had dropped the database; everything but the named losses is back. */
    | 'healed'
    /** Rows that could not be read cost these executions; of a safe copy, these workflows too. */
    | 'damaged'
    | 'noSafeCopy'
    | 'windowForgets'
    | 'diskFull'
    | 'storeGone';
  readonly args: JsonObject;
  readonly at: Instant;
}

export type WatchSubject =
  { readonly kind: 'lists' } | { readonly kind: 'execution'; readonly id: ExecutionId };

/** What comes through a watcher's port; at most 20 a second, only what a barrier covers. */
export type WatchMessage =
  /** Lists have changed: ask again. */
  | { readonly kind: 'listsChanged' }
  /** The first message about an execution, and whenever events would leave a gap. */
  | {
      readonly kind: 'snapshot';
      readonly workflow: Workflow;
      readonly execution: PackedExecution;
      readonly logs: readonly LogLine[];
    }
  /** To be folded with `evolve` onto the snapshot; the first has its `seq` + 1. */
  | { readonly kind: 'events'; readonly events: readonly ExecutionEvent[] }
  /** The newest; `skipped` lines before them are recorded, and were too many to be sent. */
  | { readonly kind: 'logs'; readonly lines: readonly LogLine[]; readonly skipped: number }
  | { readonly kind: 'unknownExecution' };
