import type { ExecutionEvent, ExecutionStatus } from '#core/execution/events.ts';
import type { ParamProblem } from '#core/dataflow/params.ts';
import type { PackedExecution } from '#core/execution/pack.ts';
import type { ExecutionId, Instant, OrderId, VersionHash, WorkflowId } from '#core/shared/ids.ts';
import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import type { Workflow } from '#core/workflow/model.ts';
import type { Problem } from '#core/workflow/problem.ts';
import type { ExecutionRow } from '#ports/execution-store.ts';
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
  /** Copies a file in, so that a param can name it. At most `fileBytesMax`. */
  putFile(file: PickedFile): Promise<JsonObject>;
  /** A repeat of the same order starts nothing new and gives the same answer. */
  startExecution(request: StartRequest): Promise<StartResult>;
  stopExecution(order: OrderId, id: ExecutionId): Promise<StopResult>;
  /** Newest first. */
  listExecutions(): Promise<readonly ExecutionRow[]>;
  /** Follows lists or one execution: every message goes through `port` until it closes. */
  watch(subject: WatchSubject, port: MessagePort): Promise<void>;
  /** @returns null when the task has no output or the execution is unknown. */
  getOutput(id: ExecutionId, taskId: string): Promise<{ readonly value: JsonValue } | null>;
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
  readonly reason: 'otherTab' | 'newerBuild' | 'noLocks' | 'storeGone' | null;
}

export interface WorkflowRow {
  readonly id: WorkflowId;
  readonly name: string;
  readonly description: string;
  readonly taskCount: number;
  readonly updatedAt: Instant;
  readonly lastExecution: ExecutionRow | null;
}

export interface WorkflowView extends WorkflowRow {
  readonly versionHash: VersionHash;
  readonly workflow: Workflow;
  readonly source: string;
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
  | { readonly kind: 'logs'; readonly lines: readonly LogLine[] }
  | { readonly kind: 'unknownExecution' };
