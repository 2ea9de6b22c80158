import { suggestFrom } from '#core/shared/edit-distance.ts';
import type { FieldNames } from './fields.ts';

/** Fields of the file format, and those that later releases will bring (surface, section 2). */
export interface FormatNames {
  readonly workflow: FieldNames;
  readonly task: FieldNames;
  readonly param: FieldNames;
  readonly retryPolicy: FieldNames;
}

const workflowFields =
  'millrace id name description params tasks metadata createdAt updatedAt'.split(' ');
export const reservedWorkflowFields =
  'permissions strategy concurrency resources triggers defaults tags onSuccess onFailure onCancel finally'.split(
    ' ',
  );
const taskFields =
  'name type with dependencies triggerRule retryPolicy timeoutSeconds totalTimeoutSeconds effect metadata'.split(
    ' ',
  );
export const reservedTaskFields =
  'when foreach repeat cache priority resources continueOn queueTimeoutSeconds heartbeatTimeoutSeconds inputs outputs runsOn'.split(
    ' ',
  );
const paramFields = 'type default required enum minimum maximum description'.split(' ');
const retryPolicyFields =
  'maxRetries backoffSeconds backoffCoefficient maxBackoffSeconds jitter nonRetryable'.split(' ');

export function formatNames(): FormatNames {
  return {
    workflow: fieldNames(workflowFields, reservedWorkflowFields),
    task: fieldNames(taskFields, reservedTaskFields),
    param: fieldNames(paramFields, []),
    retryPolicy: fieldNames(retryPolicyFields, []),
  };
}

function fieldNames(known: readonly string[], reserved: readonly string[]): FieldNames {
  return { known: new Set(known), reserved: new Set(reserved), suggest: suggestFrom(known) };
}
