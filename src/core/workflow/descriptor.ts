import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import type { Effect } from './model.ts';

/** The part of JSON Schema that a handler's `with` is described in; the inspector draws from it. */
export interface FieldSchema {
  readonly type?: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';
  readonly title?: string;
  readonly description?: string;
  readonly enum?: readonly JsonValue[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly default?: JsonValue;
}

export interface WithSchema {
  readonly properties: Readonly<Record<string, FieldSchema>>;
  readonly required: readonly string[];
  /** Exactly one of each group must be there, as `files` wants `example` or `param`. */
  readonly exactlyOneOf?: readonly (readonly string[])[];
  /** Whether further fields are the person's own (`js`) or unknown (all others). */
  readonly open: boolean;
}

/** What a type of task is, as pure data. Core never knows a type by name: they are handed in. */
export interface HandlerDescriptor {
  readonly type: string;
  readonly version: number;
  readonly schema: WithSchema;
  /** Fields of `with` in which references are not replaced (code, queries). */
  readonly literal: readonly string[];
  readonly effect: Effect;
  /**
   * Where it runs. `missing` is a reserved type: it validates, and its task waits with the cause,
   * saying what is missing.
   */
  readonly place:
    'isolate' | 'engine' | { readonly missing: 'agent' | 'resource'; readonly what: string };
}

/** The known types by name. */
export type Descriptors = ReadonlyMap<string, HandlerDescriptor>;

/** A task's `with` after its references were replaced. */
export type With = JsonObject;
