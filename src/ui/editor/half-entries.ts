import { isJsonObject } from '#core/shared/json.ts';
import type { Outline } from '#core/workflow/outline.ts';
import type { Path } from '#core/workflow/problem.ts';
import { halfUnitsMax, type HalfText } from '#ports/draft-store.ts';

/** What is half written, by the path of its field as JSON text; the oldest first. */
export type HalfEntries = ReadonlyMap<string, HalfText>;
export type StoredHalf = Readonly<Record<string, HalfText>>;

/** Of a long text its ends are enough: marked alike by chance, something is kept that could have gone. */
const markUnitsMax = 100;

export function keyOf(at: Path): string {
  return JSON.stringify(at);
}

export function placeOf(key: string): Path {
  return JSON.parse(key) as Path;
}

export function markOf(text: string): string {
  if (text.length <= markUnitsMax) return text;
  const ends = markUnitsMax / 2;
  return `${String(text.length)} ${text.slice(0, ends)} ${text.slice(-ends)}`;
}

/** Of what anyone has stored; what is no such entry is left out. */
export function readEntries(stored: unknown): HalfEntries {
  const entries = new Map<string, HalfText>();
  if (!isJsonObject(stored)) return entries;
  for (const [key, value] of Object.entries(stored)) {
    if (!isPath(key) || !isJsonObject(value)) continue;
    const { text, over } = value;
    if (typeof text !== 'string' || !Array.isArray(over)) continue;
    entries.set(key, { text, over: over.filter((mark) => typeof mark === 'string') });
  }
  return entries;
}

/** As many as a draft may hold. */
export function storedEntries(entries: HalfEntries): StoredHalf {
  let units = 0;
  const kept = [...entries].filter(([key, { text, over }]) => {
    units += key.length + text.length + over.join().length;
    return units <= halfUnitsMax;
  });
  return Object.fromEntries(kept);
}

export function withEntry(entries: HalfEntries, key: string, entry: HalfText): HalfEntries {
  return new Map(entries).set(key, entry);
}

export function withoutEntry(entries: HalfEntries, key: string): HalfEntries {
  return new Map([...entries].filter(([other]) => other !== key));
}

/** A task has another id; what stands in its form goes along, but for the id. */
export function renamedEntries(entries: HalfEntries, from: string, to: string): HalfEntries {
  return new Map(
    [...entries].flatMap(([key, entry]) => {
      const [kind, id, ...rest] = placeOf(key);
      if (kind !== 'tasks' || id !== from) return [[key, entry] as const];
      return rest.length === 0 ? [] : [[keyOf(['tasks', to, ...rest]), entry] as const];
    }),
  );
}

/** Without the fields of tasks and params that are no more. */
export function entriesIn(entries: HalfEntries, { tasks, params }: Outline): HalfEntries {
  const kept = [...entries].filter(([key]) => {
    const [kind, id] = placeOf(key);
    if (id === undefined) return true;
    if (kind === 'tasks') return tasks.some((task) => task.id === id);
    return kind !== 'params' || params.some(({ name }) => name === id);
  });
  return kept.length === entries.size ? entries : new Map(kept);
}

/** What another tab has stored, with what was changed here since `base` was stored. */
export function mergedEntries(
  own: HalfEntries,
  { theirs, base }: { readonly theirs: HalfEntries; readonly base: HalfEntries },
): HalfEntries {
  const merged = new Map(theirs);
  for (const key of new Set([...base.keys(), ...own.keys()])) {
    const [here, before] = [own.get(key), base.get(key)];
    const isOurs = here?.text !== before?.text || theirs.get(key)?.text === here?.text;
    if (!isOurs) continue;
    if (here === undefined) merged.delete(key);
    else merged.set(key, here);
  }
  return merged;
}

function isPath(key: string): boolean {
  try {
    const path: unknown = JSON.parse(key);
    return Array.isArray(path) && path.every((part) => typeof part === 'string');
  } catch {
    // No key of ours, as from a file that somebody wrote.
    return false;
  }
}
