import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isJsonObject, own } from '#core/shared/json.ts';
import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import type { Path } from '#core/workflow/problem.ts';
import { parseSource } from '#core/workflow/read.ts';
import type { SourceFormat } from '#core/workflow/source.ts';
import type { Position, TextChange, TextOperation } from './operation.ts';
import { patchText } from './patch-text.ts';
import { applied, dependenciesOf } from './plain-patch.ts';
import { Chance } from '#core/shared/testing/chance.ts';
import { ids, randomMap, randomValue, randomWorkflow, render } from './testing/random-text.ts';

function randomOperation(random: Chance, root: JsonObject): TextOperation {
  const tasks = own(root, 'tasks');
  const known = isJsonObject(tasks) ? Object.keys(tasks) : [];
  const any = () => (known.length > 0 && random.is(0.95) ? random.of(known) : random.of(ids));
  switch (random.below(9)) {
    case 0: {
      const dependencies = random.some(known, 0.3);
      return {
        kind: 'addTask',
        task: {
          id: random.of([...ids, 'new']),
          type: 'js',
          ...(random.is(0.5) ? { dependencies } : {}),
          ...(random.is(0.5) ? { with: randomMap(random, 0) } : {}),
        },
        after: random.is(0.5) ? any() : null,
        position: random.is(0.3) ? [5, -6] : null,
      };
    }
    case 1:
      return { kind: 'duplicateTask', id: any(), newId: random.of([...ids, 'copy']) };
    case 2:
      return { kind: 'removeTasks', ids: random.some(known, 0.4) };
    case 3:
      return { kind: 'renameTask', id: any(), newId: random.of([...ids, 'renamed']) };
    case 4:
      return { kind: 'connect', id: any(), dependency: any() };
    case 5: {
      const id = any();
      const dependencies = isJsonObject(tasks) ? dependenciesOf(own(tasks, id)) : [];
      const dependency = dependencies.length > 0 ? random.of(dependencies) : any();
      return { kind: 'disconnect', id, dependency };
    }
    case 6: {
      const positions = new Map<string, Position>();
      for (const id of random.some(known, 0.5)) positions.set(id, [random.below(500), 3]);
      return { kind: 'place', positions: random.is(0.2) ? null : positions };
    }
    default: {
      const path = randomPath(random, root);
      return {
        kind: 'setValue',
        path,
        value: random.is(0.3) ? undefined : randomValue(random, 1),
      };
    }
  }
}

function randomPath(random: Chance, root: JsonObject): Path {
  const tasks = own(root, 'tasks');
  const known = isJsonObject(tasks) ? Object.keys(tasks) : [];
  if (known.length === 0 || random.is(0.1)) {
    return random.of([['name'], ['metadata', 'owner'], ['params', 'p', 'type'], ['x-layout']]);
  }
  const path: (string | number)[] = ['tasks', random.of(known)];
  let value: JsonValue | undefined = isJsonObject(tasks) ? own(tasks, String(path[1])) : undefined;
  while (path.length < 3 || random.is(0.6)) {
    if (Array.isArray(value) && value.length > 0 && random.is(0.8)) {
      const index = random.below(value.length);
      path.push(index);
      value = (value as readonly JsonValue[])[index];
    } else if (isJsonObject(value) && Object.keys(value).length > 0 && random.is(0.8)) {
      const key = random.of(Object.keys(value));
      path.push(key);
      value = own(value, key);
    } else {
      path.push(random.of(['with', 'name', 'retryPolicy', 'code']));
      value = undefined;
    }
  }
  return path;
}

function textAfter(text: string, changes: readonly TextChange[]): string {
  let made = '';
  let at = 0;
  for (const { from, to, insert } of changes) {
    expect(from).toBeGreaterThanOrEqual(at);
    expect(to).toBeGreaterThanOrEqual(from);
    made += text.slice(at, from) + insert;
    at = to;
  }
  return made + text.slice(at);
}

function read(text: string, format: SourceFormat): JsonObject | null {
  const { tree } = parseSource({ text, format });
  return tree !== null && isJsonObject(tree.root) ? tree.root : null;
}

function startsWith(path: Path, prefix: Path): boolean {
  return prefix.every((part, index) => String(path[index]) === String(part));
}

/** What an operation takes away or writes anew, with the comments in it. */
function touched(root: JsonObject, operation: TextOperation): readonly Path[] {
  const tasks = own(root, 'tasks');
  switch (operation.kind) {
    case 'removeTasks':
      return [
        ...operation.ids.flatMap((id) => [
          ['tasks', id],
          ['x-layout', id],
        ]),
        ...(isJsonObject(tasks)
          ? Object.keys(tasks).map((id) => ['tasks', id, 'dependencies'])
          : []),
        ['x-layout'],
      ];
    case 'connect':
    case 'disconnect':
      return [['tasks', operation.id, 'dependencies']];
    case 'place':
      return [['x-layout']];
    case 'setValue':
      // A map that is left empty goes, too; a value that is no map is replaced on the way.
      return [
        operation.path.slice(0, operation.value === undefined || operation.path.length > 3 ? 3 : 9),
        ...(operation.path.length > 1 && operation.path[0] !== 'tasks'
          ? [[operation.path[0] ?? '']]
          : []),
      ];
    default:
      return [];
  }
}

describe('any workflow in any layout, patched in any way', () => {
  test('says what a plain object would, and keeps every other comment and character', () => {
    let done = 0;
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = new Chance(seed);
        const model = randomWorkflow(random);
        const { text: first, format, comments } = render(random, model);
        let text = first;
        let root = read(text, format);
        let isTracked = true;
        expect(root).toEqual(model);
        for (let step = 0; step < 4 && root !== null; step += 1) {
          const operation = randomOperation(random, root);
          const result = patchText({ text, format }, operation);
          if (!result.ok) {
            // Only where there is an anchor.
            const refusals = /: &n\d/.test(text) ? ['unreadable'] : ['shared', 'unreadable'];
            expect(refusals).not.toContain(result.problem.code);
            continue;
          }
          done += 1;
          const after = textAfter(text, result.value);
          const context = () => `${JSON.stringify(operation)}\n${text}\n=>\n${after}`;
          const next = read(after, format);
          const wanted = applied(root, operation);
          expect(next, context()).toEqual(wanted);
          const order = (value: JsonObject | null) => Object.keys(own(value ?? {}, 'tasks') ?? {});
          expect(order(next), context()).toEqual(order(wanted));
          const gone = touched(root, operation);
          isTracked &&= operation.kind !== 'duplicateTask' && operation.kind !== 'renameTask';
          for (const [comment, path] of comments) {
            if (
              !isTracked ||
              !text.includes(comment) ||
              gone.some((prefix) => startsWith(path, prefix))
            )
              continue;
            expect(after.includes(comment), `${comment} of ${path.join('/')}\n${context()}`).toBe(
              true,
            );
          }
          text = after;
          root = next;
        }
      }),
      { numRuns: Number(process.env['RUNS'] ?? 300) },
    );
    expect(done).toBeGreaterThan(300);
  }, 300_000);
});
