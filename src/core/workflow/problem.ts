import type { TaskId } from '#core/shared/ids.ts';
import type { JsonValue } from '#core/shared/json.ts';

export const errorCodes = [
  'encoding',
  'syntax',
  'duplicateKey',
  'missingField',
  'wrongType',
  'outOfRange',
  'unsupported',
  'unknownType',
  'unknownTask',
  'cycle',
  'badReference',
  'badCondition',
  'limit',
] as const;
export const warningCodes = [
  'unknownField',
  'duplicateDependency',
  'inexactNumber',
  'lookalikeId',
] as const;
export type ErrorCode = (typeof errorCodes)[number];
export type WarningCode = (typeof warningCodes)[number];
export type ProblemCode = ErrorCode | WarningCode;

/** From 1; a column counts UTF-16 code units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Keys and indexes from the root of the file, as in `["tasks", "b", "dependencies", 0]`. */
export type Path = readonly (string | number)[];

/**
 * What is wrong and where. No sentence: `text/` makes it from `code` and `args`, the hint from
 * `hint`, so that each language has its own.
 */
export interface Problem extends Place {
  readonly code: ProblemCode;
  readonly severity: 'error' | 'warning';
  /** Which sentence of the code it is, and what stands in it; closed sets per code. */
  readonly reason: string;
  readonly args: Readonly<Record<string, JsonValue>>;
  readonly path: Path;
  readonly taskIds: readonly TaskId[];
  /** For "did you mean": the likely word; null without one. */
  readonly hint: string | null;
}
