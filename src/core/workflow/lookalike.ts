import type { TaskId } from '#core/shared/ids.ts';
import type { Report } from './draft.ts';

/**
 * Warns of ids that a person could take for one another: equal but for case, spaces, characters
 * without a width, compatibility forms, and letters of other scripts (or digits) that look the same.
 * Small on purpose, after the idea of UTS 39: it must catch what is taken for a Latin word.
 */
export function reportLookalikes(ids: Iterable<TaskId>, report: Report): void {
  const first = new Map<string, TaskId>();
  for (const id of ids) {
    const skeleton = skeletonOf(id);
    const other = first.get(skeleton);
    if (other === undefined) {
      first.set(skeleton, id);
    } else {
      const args = { task: id, other };
      const taskIds = [other, id];
      const place = { path: ['tasks', id], at: 'key' } as const;
      report({ code: 'lookalikeId', reason: 'lookalikeId', args, ...place, taskIds });
    }
  }
}

// Latin letters and digits that share a shape, after lower-casing: 0 and o; 1, l and i.
const sameShape = /[01i]/g;
const notShown = /[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]/gu;

function skeletonOf(id: string): string {
  const text = isPlain(id) ? id : folded(id);
  return text
    .toLowerCase()
    .replaceAll(' ', '')
    .replace(sameShape, (letter) => (letter === '0' ? 'o' : 'l'));
}

function isPlain(id: string): boolean {
  return /^[\x20-\x7e]*$/.test(id);
}

function folded(id: string): string {
  const compatible = id.normalize('NFKC').replace(notShown, '').toLowerCase();
  let text = '';
  for (const character of compatible) text += confusables.get(character) ?? character;
  return text;
}

/** Lower-case letters of Cyrillic, Greek and Armenian, and marks, by the Latin they look like. */
const confusables: ReadonlyMap<string, string> = new Map(
  [
    ['аɑα', 'a'],
    ['вʙβ', 'b'],
    ['сϲ', 'c'],
    ['ԁ', 'd'],
    ['еҽε', 'e'],
    ['ɡց', 'g'],
    ['һհн', 'h'],
    ['іıιӏ|ǀ', 'l'],
    ['јϳ', 'j'],
    ['кκ', 'k'],
    ['мμ', 'm'],
    ['пոη', 'n'],
    ['оοօס', 'o'],
    ['рρ', 'p'],
    ['ԛ', 'q'],
    ['г', 'r'],
    ['ѕ', 's'],
    ['тτ', 't'],
    ['υս', 'u'],
    ['ѵν', 'v'],
    ['ԝω', 'w'],
    ['хχ', 'x'],
    ['уγү', 'y'],
    ['ζ', 'z'],
    ['‐‑‒–—―−', '-'],
    ['’‘´`', "'"],
  ].flatMap(([letters = '', latin = '']) =>
    Array.from(letters, (letter): [string, string] => [letter, latin]),
  ),
);
