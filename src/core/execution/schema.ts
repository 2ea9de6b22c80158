import type { JsonObject } from '#core/shared/json.ts';
import { executionStatuses, taskStates } from './events.ts';

/** The published JSON Schema of an exported execution (surface, section 3). */
export function executionSchema(): JsonObject {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://millrace.invalid/schema/execution-1.json',
    title: 'Millrace execution',
    ...record({
      millraceExecution: { const: 1 },
      id: { type: 'string', pattern: '^[A-Za-z0-9-]+$' },
      key: { type: ['string', 'null'] },
      workflowId: { type: 'string' },
      workflowName: { type: 'string' },
      versionHash: ref('hash'),
      builtWith: record({
        millrace: { type: 'string' },
        handlers: { type: 'object', additionalProperties: { type: 'integer' } },
      }),
      status: { enum: executionStatuses },
      cause: ref('cause'),
      params: { type: 'object' },
      createdAt: ref('instant'),
      startedAt: orNull(ref('instant')),
      endedAt: orNull(ref('instant')),
      tasks: { type: 'object', additionalProperties: ref('task') },
      outputsHash: ref('hash'),
      journal: { type: 'array', items: ref('event') },
      logs: { type: 'array', items: ref('log') },
    }),
    $defs: parts(),
  };
}

function parts(): JsonObject {
  return {
    hash: { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' },
    instant: {
      type: 'string',
      pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$',
    },
    cause: orNull({
      type: 'object',
      required: ['code'],
      properties: { code: { type: 'string' } },
    }),
    failure: record({
      code: { type: 'string' },
      message: { type: 'string' },
      retryable: { type: 'boolean' },
      details: {},
    }),
    task: record({
      name: { type: 'string' },
      state: { enum: taskStates },
      cause: ref('cause'),
      attempts: { type: 'array', items: ref('attempt') },
      output: {},
      outputHash: orNull(ref('hash')),
      logLines: count,
      droppedLogLines: count,
    }),
    attempt: record({
      number: { type: 'integer', minimum: 1 },
      startedAt: ref('instant'),
      endedAt: orNull(ref('instant')),
      failure: orNull(ref('failure')),
      recovered: { type: 'boolean' },
    }),
    event: {
      type: 'object',
      required: ['seq', 'at', 'type'],
      properties: {
        seq: { type: 'integer', minimum: 1 },
        at: ref('instant'),
        // Later releases add types and never change one.
        type: { type: 'string' },
        taskId: { type: 'string' },
        attempt: count,
      },
    },
    log: record({
      time: ref('instant'),
      level: { enum: ['debug', 'info', 'warn', 'error'] },
      message: { type: 'string' },
      taskId: { type: ['string', 'null'] },
      attempt: { type: ['integer', 'null'] },
    }),
  };
}

const count: JsonObject = { type: 'integer', minimum: 0 };

function record(properties: JsonObject): JsonObject {
  return { type: 'object', required: Object.keys(properties), properties };
}

function ref(name: string): JsonObject {
  return { $ref: `#/$defs/${name}` };
}

function orNull(schema: JsonObject): JsonObject {
  return { anyOf: [schema, { type: 'null' }] };
}
