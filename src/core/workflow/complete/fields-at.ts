import type { Descriptors, FieldSchema } from '#core/workflow/descriptor.ts';
import { effects, paramTypes, triggerRules } from '#core/workflow/model.ts';
import { formatNames } from '#core/workflow/names.ts';
import type { Path } from '#core/workflow/problem.ts';
import type { Topic } from './completion.ts';
import type { Known } from './known.ts';

export interface FieldAt {
  readonly name: string;
  readonly topic: Topic;
  /** What stands behind its colon. */
  readonly holds: 'value' | 'map';
}

const maps: ReadonlySet<string> = new Set([
  'params',
  'tasks',
  'metadata',
  'with',
  'retryPolicy',
  'x-layout',
]);

/** The fields of the map at a path; none where the keys are a person's own. */
export function fieldsAt(path: Path, known: Known, descriptors: Descriptors): readonly FieldAt[] {
  const names = formatNames();
  const [first, second, third] = path;
  if (path.length === 0) return named('workflow', [...names.workflow.known, 'x-layout']);
  if (path.length === 2 && first === 'params') return named('param', names.param.known);
  if (first !== 'tasks' || path.length < 2) return [];
  if (path.length === 2) return named('task', names.task.known);
  if (path.length > 3) return [];
  if (third === 'retryPolicy') return named('task.retryPolicy', names.retryPolicy.known);
  if (third !== 'with') return [];
  const type = known.tasks.get(String(second))?.type ?? '';
  return Object.keys(descriptors.get(type)?.schema.properties ?? {}).map((field) => ({
    name: field,
    topic: { kind: 'with', type, field },
    holds: 'value',
  }));
}

function named(above: string, fields: Iterable<string>): readonly FieldAt[] {
  return [...fields].map((name) => ({
    name,
    topic: { kind: 'field', name: `${above}.${name}` },
    holds: maps.has(name) ? 'map' : 'value',
  }));
}

/** A closed set of values for the field at a path; null where there is none. */
export function valuesAt(
  path: Path,
  known: Known,
  descriptors: Descriptors,
): readonly (string | number | boolean)[] | null {
  const [first, second, third, fourth] = path;
  if (path.length === 1 && first === 'millrace') return [1];
  if (path.length === 3 && first === 'params') {
    if (third === 'type') return paramTypes;
    return third === 'required' ? [true, false] : null;
  }
  if (first !== 'tasks') return null;
  if (path.length === 3) {
    if (third === 'type') return [...descriptors.keys()].sort();
    if (third === 'triggerRule') return triggerRules;
    return third === 'effect' ? effects : null;
  }
  if (path.length !== 4 || third !== 'with') return null;
  const schema = descriptors.get(known.tasks.get(String(second))?.type ?? '')?.schema;
  return valuesOf(schema?.properties[String(fourth)]);
}

function valuesOf(field: FieldSchema | undefined): readonly (string | number | boolean)[] | null {
  if (field?.type === 'boolean') return [true, false];
  const values = field?.enum?.filter((value) => value !== null && typeof value !== 'object');
  return (values as readonly (string | number | boolean)[] | undefined) ?? null;
}
