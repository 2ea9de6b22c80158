declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type WorkflowId = Branded<'WorkflowId'>;
export type TaskId = Branded<'TaskId'>;
export type ExecutionId = Branded<'ExecutionId'>;
/** `sha256:<64 hex>` of a workflow's canonical form. */
export type VersionHash = Branded<'VersionHash'>;
/** `sha256:<64 hex>` of bytes. */
export type ContentHash = Branded<'ContentHash'>;
/** Identity of a person's order; a repeat of the same order has the same id. */
export type OrderId = Branded<'OrderId'>;

/** Milliseconds since 1970-01-01T00:00Z, whole. */
export type Instant = number;

export const toWorkflowId = (text: string): WorkflowId => text as WorkflowId;
export const toTaskId = (text: string): TaskId => text as TaskId;
export const toExecutionId = (text: string): ExecutionId => text as ExecutionId;
export const toVersionHash = (text: string): VersionHash => text as VersionHash;
export const toContentHash = (text: string): ContentHash => text as ContentHash;
export const toOrderId = (text: string): OrderId => text as OrderId;
