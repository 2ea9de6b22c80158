import { suggestFrom } from '#core/shared/edit-distance.ts';
import { own, setOwn } from '#core/shared/json.ts';
import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import { ok, refused } from '#core/shared/result.ts';
import type { Result } from '#core/shared/result.ts';
import type { Param, Workflow } from '#core/workflow/model.ts';
import { paramMismatch } from '#core/workflow/param-value.ts';

export interface ParamProblem {
  readonly param: string;
  readonly reason:
    | 'missing'
    | 'unknown'
    | 'wrongType'
    | 'belowMinimum'
    | 'aboveMaximum'
    | 'notInEnum'
    | 'tooLarge';
  readonly args: JsonObject;
}

/**
 * The params of an execution: what was given, then defaults. One without either is absent, and a
 * problem if it is required. All problems at once, in the order of the definition.
 */
export function bindParams(
  { params }: Pick<Workflow, 'params'>,
  given: JsonObject,
): Result<JsonObject, readonly ParamProblem[]> {
  const problems: ParamProblem[] = [];
  const bound: Record<string, JsonValue> = {};
  for (const [name, param] of params) {
    const value = own(given, name) ?? param.default;
    if (value !== undefined) {
      const mismatch = paramMismatch(param, value);
      if (mismatch === null) setOwn(bound, name, value);
      else problems.push({ param: name, ...mismatch });
    } else if (param.required) {
      problems.push({ param: name, reason: 'missing', args: { type: param.type } });
    }
  }
  const suggest = suggestFrom(params.keys());
  for (const name of Object.keys(given)) {
    if (params.has(name)) continue;
    problems.push({ param: name, reason: 'unknown', args: { hint: suggest(name) } });
  }
  return problems.length === 0 ? ok(bound) : refused(problems);
}

export interface NamedParam {
  readonly name: string;
  readonly param: Param;
}

/** What a person typed into the field of a param: text as it is, the rest read by its type. */
export function paramFromText(named: NamedParam, text: string): Result<JsonValue, ParamProblem> {
  const { type } = named.param;
  if (type === 'string') return checked(named, text);
  const trimmed = text.trim();
  if (type === 'number' || type === 'integer') {
    const isNumber = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(trimmed);
    const number = Number(trimmed);
    return isNumber && Number.isFinite(number) ? checked(named, number) : wrongType(named);
  }
  if (type === 'boolean') {
    if (trimmed !== 'true' && trimmed !== 'false') return wrongType(named);
    return checked(named, trimmed === 'true');
  }
  return paramFromJson(named, trimmed);
}

/** `NAME=JSON` of the command line; bare words are text where text is wanted. */
export function paramFromJson(named: NamedParam, text: string): Result<JsonValue, ParamProblem> {
  const parsed = parseJson(text);
  if (named.param.type === 'string') {
    return checked(named, parsed.ok && typeof parsed.value === 'string' ? parsed.value : text);
  }
  return parsed.ok ? checked(named, parsed.value) : wrongType(named);
}

function parseJson(text: string): Result<JsonValue, null> {
  try {
    return ok(JSON.parse(text) as JsonValue);
  } catch {
    // The only failure is text that is no JSON, which the caller tells.
    return refused(null);
  }
}

function checked({ name, param }: NamedParam, value: JsonValue): Result<JsonValue, ParamProblem> {
  const mismatch = paramMismatch(param, value);
  return mismatch === null ? ok(value) : refused({ param: name, ...mismatch });
}

function wrongType({ name, param }: NamedParam): Result<JsonValue, ParamProblem> {
  return refused({ param: name, reason: 'wrongType', args: { type: param.type } });
}
