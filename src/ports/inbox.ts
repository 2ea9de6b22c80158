import type {
  ExecutionId,
  Instant,
  OrderId,
  TaskId,
  VersionHash,
  WorkflowId,
} from '#core/shared/ids.ts';
import type { JsonObject } from '#core/shared/json.ts';

export interface StartOrder {
  readonly kind: 'start';
  readonly id: OrderId;
  readonly at: Instant;
  readonly executionId: ExecutionId;
  readonly workflowId: WorkflowId;
  readonly versionHash: VersionHash;
  readonly key: string | null;
  /** Complete and checked. */
  readonly params: JsonObject;
}

/** What a person asked for, written by any tab; the owner's event answers it. */
export type Order =
  | StartOrder
  | {
      readonly kind: 'answer';
      readonly id: OrderId;
      readonly at: Instant;
      readonly executionId: ExecutionId;
      readonly taskId: TaskId;
      readonly answer: 'happened' | 'didNotHappen' | 'runAlone' | 'skip';
    }
  | {
      readonly kind: 'stop';
      readonly id: OrderId;
      readonly at: Instant;
      readonly executionId: ExecutionId;
    };

export interface Inbox {
  /**
   * Strict. A row with a known id changes nothing, nor does one whose run was removed in the last days:
   * a page that slept since it gave it does not know.
   */
  put(order: Order): Promise<void>;
  /** Oldest first. */
  list(): Promise<readonly Order[]>;
}
