import type { JsonValue } from '#core/shared/json.ts';
import type { Param } from '#core/workflow/model.ts';
import type { ParamProblem } from '#core/dataflow/params.ts';
import type { Text } from '#text/text.ts';

export type FieldKind = 'text' | 'number' | 'check' | 'choice' | 'json' | 'file';

export function kindOf(param: Param): FieldKind {
  if (param.enum !== undefined) return 'choice';
  switch (param.type) {
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return param.default === undefined ? 'choice' : 'check';
    case 'json':
      return 'json';
    case 'file':
      return 'file';
    case 'string':
      return 'text';
  }
}

/** A dialog asks when a param has no value yet, or a file must be chosen. */
export function needsDialog(params: ReadonlyMap<string, Param>): boolean {
  return [...params.values()].some((param) => param.type === 'file' || param.default === undefined);
}

/** What a choice offers, as JSON text each. */
export function choicesOf(param: Param): readonly string[] {
  return (param.enum ?? [true, false]).map((value) => JSON.stringify(value));
}

/** What stands in a field before a person types. */
export function initialText(param: Param): string {
  const value = param.default;
  if (value === undefined) return '';
  const kind = kindOf(param);
  if (kind === 'text' && typeof value === 'string') return value;
  return kind === 'json' ? JSON.stringify(value, null, 2) : JSON.stringify(value);
}

/** What stands in a field for a value of an earlier run. */
export function textOfGiven(param: Param, value: JsonValue): string {
  const kind = kindOf(param);
  if (kind === 'file') return '';
  if (kind === 'text' && typeof value === 'string') return value;
  return kind === 'json' ? JSON.stringify(value, null, 2) : JSON.stringify(value);
}

export type Reading =
  /** `undefined` for a field that gives no value: its default holds. */
  | { readonly ok: true; readonly value: JsonValue | undefined }
  | { readonly ok: false; readonly problem: 'missing' | 'wrongType' | 'notJson' };

/** The engine judges; here only what cannot be sent at all is refused. */
export function readField(param: Param, text: string): Reading {
  const kind = kindOf(param);
  if (param.default !== undefined && text === initialText(param)) {
    return { ok: true, value: undefined };
  }
  if (text.trim() === '' && kind !== 'text') return missingOr(param);
  switch (kind) {
    case 'text':
      return text === '' && param.default === undefined
        ? missingOr(param)
        : { ok: true, value: text };
    case 'number':
      return readNumber(param, text);
    case 'json':
      return readJson(text);
    case 'check':
    case 'choice':
      return readJson(text);
    case 'file':
      return missingOr(param);
  }
}

function missingOr(param: Param): Reading {
  return param.required && param.default === undefined
    ? { ok: false, problem: 'missing' }
    : { ok: true, value: undefined };
}

function readNumber(param: Param, text: string): Reading {
  const value = Number(text.trim());
  const isRight = Number.isFinite(value) && (param.type === 'number' || Number.isInteger(value));
  return isRight ? { ok: true, value } : { ok: false, problem: 'wrongType' };
}

function readJson(text: string): Reading {
  try {
    return { ok: true, value: JSON.parse(text) as JsonValue };
  } catch {
    // Not JSON yet: the field says so.
    return { ok: false, problem: 'notJson' };
  }
}

/** What can be given, in a line beside the name. */
export function kindWords(param: Param, { params }: Text): string {
  const range = params.range(param.minimum, param.maximum);
  const words = [params.types[param.type]];
  if (range !== '') words.push(range);
  if (!param.required && param.default === undefined) words.push(params.optional);
  return params.about(words);
}

export function problemText(
  problem: ParamProblem,
  param: Param | undefined,
  { params }: Text,
): string {
  const words = params.problems;
  switch (problem.reason) {
    case 'wrongType':
      return words.wrongType(param === undefined ? 'value' : params.types[param.type]);
    case 'belowMinimum':
      return words.belowMinimum(String(param?.minimum ?? ''));
    case 'aboveMaximum':
      return words.aboveMaximum(String(param?.maximum ?? ''));
    case 'notInEnum':
      return words.notInEnum(param?.enum ?? []);
    case 'missing':
    case 'unknown':
    case 'tooLarge':
      return words[problem.reason];
  }
}
