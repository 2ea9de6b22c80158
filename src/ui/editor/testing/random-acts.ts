import type { Chance } from '#core/shared/testing/chance.ts';
import type { Outline } from '#core/workflow/outline.ts';
import type { Position, TextChange, TextOperation } from '#core/workflow/patch/operation.ts';

/** Words of a workflow, and what breaks its form. */
const typed = [
  'a',
  ' ',
  'x: 1',
  '\n',
  '\n  late: { type: noop }',
  '\n    dependencies: [one]',
  '# why\n',
  '"',
  '[',
  '{',
  '}',
  ': ',
  '\t',
  '- ',
  '👍',
  '名',
  '\r\n',
  '&a ',
  '*a',
  '${{ params.x }}',
  'metadata: { owner: me }\n',
] as const;

/** One thing typed, pasted or taken out; also in the middle of a word. */
export function randomTyping(chance: Chance, text: string): readonly TextChange[] {
  const from = chance.is(0.4) ? text.length : chance.below(text.length + 1);
  const to = chance.is(0.35) ? Math.min(text.length, from + chance.below(12)) : from;
  return [{ from, to, insert: chance.is(0.2) && to > from ? '' : chance.of(typed) }];
}

const names = ['one', 'two', 'three', 'late', 'python3.11', '名'] as const;

/** What a person does on the canvas or in a form. */
export function randomOperation(chance: Chance, outline: Outline | null): TextOperation {
  const known = outline?.tasks.map(({ id }) => id) ?? [];
  const any = () => known[chance.below(known.length)] ?? chance.of(names);
  const fresh = () => `${chance.of(names)}${String(chance.below(30))}`;
  const position = (): Position => [chance.below(400), chance.below(400)];
  switch (chance.below(9)) {
    case 0:
    case 1: {
      const task = { id: fresh(), type: 'noop', dependencies: chance.is(0.5) ? [any()] : [] };
      const after = chance.is(0.5) ? any() : null;
      return { kind: 'addTask', task, after, position: chance.is(0.5) ? position() : null };
    }
    case 2:
      return { kind: 'duplicateTask', id: any(), newId: fresh() };
    case 3:
      return { kind: 'removeTasks', ids: [any()] };
    case 4:
      return { kind: 'renameTask', id: any(), newId: fresh() };
    case 5:
      return { kind: 'connect', id: any(), dependency: any() };
    case 6:
      return { kind: 'disconnect', id: any(), dependency: any() };
    case 7:
      return { kind: 'place', positions: chance.is(0.2) ? null : new Map([[any(), position()]]) };
    default: {
      const value = chance.of([null, 3, 'a longer text', { k: [1, null] }, true]);
      return {
        kind: 'setValue',
        path: ['tasks', any(), 'with', 'output'],
        value: value ?? undefined,
      };
    }
  }
}
