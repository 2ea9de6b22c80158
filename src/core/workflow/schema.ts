import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import type { Descriptors, FieldSchema, HandlerDescriptor } from './descriptor.ts';
import { limits } from './limits.ts';
import { effects, noRetry, paramTypes } from './model.ts';
import { reservedTaskFields, reservedWorkflowFields } from './names.ts';

/**
 * The published JSON Schema of a workflow file, drawn from the same limits and descriptors as the
 * checks. It says what one value may be; what spans values (unknown tasks, cycles, references) only
 * `validate` can tell.
 */
export function workflowSchema(descriptors: Descriptors): JsonObject {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://millrace.invalid/schema/workflow-1.json',
    title: 'Millrace workflow',
    type: 'object',
    required: ['millrace', 'id', 'tasks'],
    properties: {
      millrace: { const: 1, description: 'Version of the file format.' },
      id: { ...text(limits.idCharacters), minLength: 1 },
      name: { ...text(limits.nameCharacters), description: 'The id by default.' },
      description: { type: 'string', default: '' },
      params: {
        type: 'object',
        propertyNames: { ...text(limits.idCharacters), minLength: 1 },
        additionalProperties: { $ref: '#/$defs/param' },
      },
      tasks: {
        type: 'object',
        maxProperties: limits.tasks,
        propertyNames: { ...text(limits.idCharacters), minLength: 1 },
        additionalProperties: { $ref: '#/$defs/task' },
      },
      metadata: { $ref: '#/$defs/metadata' },
      createdAt: { type: 'string', format: 'date-time' },
      updatedAt: { type: 'string', format: 'date-time' },
      'x-layout': {
        type: 'object',
        description: 'Positions that a person chose: task id to [x, y].',
        additionalProperties: { type: 'array', items: { type: 'number' } },
      },
      ...reserved(reservedWorkflowFields),
    },
    $defs: {
      metadata: { type: 'object', additionalProperties: { type: 'string' } },
      reference: { type: 'string', pattern: '\\$\\{\\{' },
      param: param(),
      retryPolicy: retryPolicy(),
      task: task(descriptors),
    },
  };
}

function text(characters: number): JsonObject {
  return { type: 'string', maxLength: characters };
}

/** A field of a later release is refused, so nothing is its value. */
function reserved(fields: readonly string[]): JsonObject {
  return Object.fromEntries(fields.map((field) => [field, false]));
}

function param(): JsonObject {
  return {
    type: 'object',
    properties: {
      type: { enum: paramTypes, default: 'json' },
      default: {},
      required: { type: 'boolean', default: false },
      enum: { type: 'array', minItems: 1 },
      minimum: { type: 'number' },
      maximum: { type: 'number' },
      description: { type: 'string', default: '' },
    },
  };
}

function retryPolicy(): JsonObject {
  const seconds = { type: 'number', minimum: 0, maximum: limits.durationSeconds };
  return {
    type: 'object',
    properties: {
      maxRetries: {
        type: 'integer',
        minimum: 0,
        maximum: limits.maxRetries,
        default: noRetry.maxRetries,
      },
      backoffSeconds: { ...seconds, default: noRetry.backoffSeconds },
      backoffCoefficient: { type: 'number', minimum: 1, default: noRetry.backoffCoefficient },
      maxBackoffSeconds: { ...seconds, default: noRetry.maxBackoffSeconds },
      jitter: { type: 'number', minimum: 0, maximum: 1, default: noRetry.jitter },
      nonRetryable: { type: 'array', items: { type: 'string' }, default: [] },
    },
  };
}

function task(descriptors: Descriptors): JsonObject {
  const timeout = { type: 'number', exclusiveMinimum: 0, maximum: limits.durationSeconds };
  const types = [...descriptors.keys()].sort();
  return {
    type: 'object',
    required: ['type'],
    properties: {
      name: { ...text(limits.nameCharacters), description: 'The id by default.' },
      type: { enum: types },
      with: { type: 'object', default: {} },
      dependencies: {
        type: 'array',
        items: { type: 'string' },
        maxItems: limits.dependencies,
        default: [],
      },
      triggerRule: { const: 'all_success', default: 'all_success' },
      retryPolicy: { $ref: '#/$defs/retryPolicy' },
      timeoutSeconds: timeout,
      totalTimeoutSeconds: timeout,
      effect: { enum: effects, default: 'pure' },
      metadata: { $ref: '#/$defs/metadata' },
      ...reserved(reservedTaskFields),
    },
    allOf: types.flatMap((type) => {
      const descriptor = descriptors.get(type);
      return descriptor === undefined ? [] : [withOfType(descriptor)];
    }),
  };
}

function withOfType({ type, schema, literal }: HandlerDescriptor): JsonObject {
  const properties = Object.fromEntries(
    Object.entries(schema.properties).map(([name, field]) => [
      name,
      literal.includes(name) ? fieldSchema(field) : referenceOr(field),
    ]),
  );
  const groups = (schema.exactlyOneOf ?? []).map((group) => ({
    oneOf: group.map((field) => ({ required: [field] })),
  }));
  const needsWith = schema.required.length + groups.length > 0;
  return {
    if: { required: ['type'], properties: { type: { const: type } } },
    then: {
      ...(needsWith ? { required: ['with'] } : {}),
      properties: {
        with: {
          properties,
          required: schema.required,
          ...(groups.length > 0 ? { allOf: groups } : {}),
        },
      },
    },
  };
}

function fieldSchema(field: FieldSchema): JsonObject {
  const entries = Object.entries(field) as [string, JsonValue | undefined][];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, JsonValue] => entry[1] !== undefined),
  );
}

/** A text with a reference stands for a value of any type. */
function referenceOr(field: FieldSchema): JsonObject {
  const { title, description, ...rest } = fieldSchema(field);
  const shown = {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
  };
  if (field.type === undefined && field.enum === undefined) return shown;
  return { ...shown, anyOf: [rest, { $ref: '#/$defs/reference' }] };
}
