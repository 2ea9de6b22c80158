import type { Position } from '#core/workflow/patch/operation.ts';
import { framed, whereTrue } from './task-group.ts';
import type { TaskGroup } from './task-group.ts';

/** More of them are too small to be named. */
const groupsMost = 20;
const tasksLeast = 2;
/** Of all tasks: what stays outside is what leads in and out. */
const shareLeast = 2 / 3;
/** How finely names are taken apart: `a-b-c-d`. */
const depthMost = 4;
/** Of a name; nobody writes what tasks have in common behind that. */
const unitsMost = 200;
const seam = /[-_./\s]+|\d+/g;

/**
 * Tasks whose names begin alike, when they also stand together in the drawing and are most of it.
 * The widest beginnings that make groups at all are taken: `fetch` before `fetch_rates`.
 */
export function prefixGroupsOf(
  names: readonly string[],
  positions: readonly Position[],
): readonly TaskGroup[] {
  const all = names.map(prefixesOf);
  for (let depth = 0; depth < depthMost; depth += 1) {
    const groups = groupsAt(depth, all, positions);
    if (groups.length > 0) return groups;
  }
  return [];
}

function groupsAt(
  depth: number,
  all: readonly (readonly string[])[],
  positions: readonly Position[],
): readonly TaskGroup[] {
  const found = new Map<string, number[]>();
  all.forEach((prefixes, task) => {
    const prefix = prefixes[depth] ?? prefixes.at(-1) ?? '';
    const same = found.get(prefix);
    if (same === undefined) found.set(prefix, [task]);
    else same.push(task);
  });
  const kept = [...found].filter(([prefix, { length }]) => prefix !== '' && length >= tasksLeast);
  if (kept.length < 2 || kept.length > groupsMost) return [];
  const covered = kept.reduce((sum, [, { length }]) => sum + length, 0);
  if (covered < all.length * shareLeast) return [];
  const groups = kept.map(([prefix, tasks]) =>
    framed(tasks, { kind: 'prefix', prefix }, positions),
  );
  return whereTrue(groups, positions);
}

/** Up to each seam of a name, the shortest first; the whole name is the last. */
function prefixesOf(name: string): readonly string[] {
  const own = name.slice(0, unitsMost);
  const ends: number[] = [];
  for (const { index, 0: part } of own.matchAll(seam)) {
    const isNumber = /^\d/.test(part);
    // What stands between two parts belongs to neither; a number is a part of its own.
    const before = own.slice(0, index).replace(/[-_./\s]+$/, '').length;
    for (const end of isNumber ? [before, index + part.length] : [index]) {
      if (end > (ends.at(-1) ?? 0)) ends.push(end);
    }
    if (ends.length >= depthMost) break;
  }
  if (ends.length < depthMost && own.length > (ends.at(-1) ?? 0)) ends.push(own.length);
  return ends.map((end) => own.slice(0, end));
}
