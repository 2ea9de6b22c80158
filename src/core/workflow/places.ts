import { isJsonObject, own, type JsonValue } from '#core/shared/json.ts';
import type { TaskId } from '#core/shared/ids.ts';
import type { Workflow } from './model.ts';
import type { Position } from './patch/operation.ts';

/** Positions that a person chose, of tasks that are there; whatever else stands in `x-layout` is left. */
export function readPlaces(
  found: JsonValue | undefined,
  tasks: { has(id: string): boolean },
): ReadonlyMap<string, Position> {
  const places = new Map<string, Position>();
  if (!isJsonObject(found)) return places;
  for (const id of Object.keys(found)) {
    const at = own(found, id);
    const [x, y] = Array.isArray(at) ? (at as readonly JsonValue[]) : [];
    if (tasks.has(id) && typeof x === 'number' && typeof y === 'number') places.set(id, [x, y]);
  }
  return places;
}

/** Of a workflow as it runs. */
export function placesOf({ extra, tasks }: Workflow): ReadonlyMap<string, Position> {
  return readPlaces(extra.get('x-layout'), { has: (id) => tasks.has(id as TaskId) });
}
