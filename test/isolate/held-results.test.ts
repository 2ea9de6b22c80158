import { afterEach, describe, expect, test } from 'vitest';
import { Runner } from '#isolate/prelude/runner.ts';
import type { FromIsolate, WireCall } from '#isolate/messages.ts';
import { callsOf, type TaskSketch } from '../fixtures/isolate-calls.ts';
import { localPlatform } from '../fixtures/isolate-local.ts';
import { aWorld, closeWorlds, turns, type World } from '../fixtures/isolate-world.ts';

afterEach(closeWorlds);

const quick = (count: number, more: Partial<TaskSketch> = {}): TaskSketch[] =>
  Array.from({ length: count }, (_item, index) => ({
    id: `t${String(index)}`,
    code: 'export default () => 1;',
    ...more,
  }));

/** So many short calls that the next ones are given to their isolate many at a time. */
async function aQuickWorld(size = 1): Promise<World> {
  const world = aWorld(size);
  world.host.start(callsOf('run', [...quick(300), ...late]).slice(0, 300));
  await world.until(300);
  world.reports.splice(0);
  world.batches.splice(0);
  return world;
}

const late: readonly TaskSketch[] = [
  { id: 'before', code: 'export default () => 1;' },
  { id: 'hog', code: 'export default () => new Promise(() => {});' },
  { id: 'after', code: 'export default () => 2;' },
];
const lateCalls = () => callsOf('run', [...quick(300), ...late]).slice(300);

/** What an isolate posts, call by call: the ids of the results in each message. */
async function postsOf(calls: readonly Partial<WireCall>[], code: string): Promise<number[][]> {
  const posts: FromIsolate[] = [];
  const runner = new Runner(localPlatform(), (message) => posts.push(message));
  runner.receive({ kind: 'load', parts: [code], starts: [1] });
  while (posts.length === 0) await turns(1);
  runner.receive({
    kind: 'calls',
    calls: calls.map((call, id) => ({
      ...{ id, task: 0, attempt: 1, key: 'k', isTimed: false, json: '{}' },
      ...call,
    })),
  });
  const results = () =>
    posts.flatMap((post) => (post.kind === 'news' ? [post.results.map(({ id }) => id)] : []));
  while (results().flat().length < calls.length) await turns(1);
  return results();
}

describe('the results of tiny calls', () => {
  test('reach the engine many at a time', async () => {
    const world = await aQuickWorld(2);

    world.host.start(callsOf('run', quick(300)));
    await world.until(300);

    expect(world.batches.length).toBeLessThan(60);
  });

  test('are posted one by one when the calls have deadlines', async () => {
    const timed = [{ isTimed: true }, { isTimed: true }, { isTimed: true }];

    const posts = await postsOf(timed, 'async (e) => { e.default = () => 1; }');

    expect(posts).toEqual([[0], [1], [2]]);
  });

  test('are posted before a call with a deadline begins', async () => {
    const mixed = [{}, {}, { isTimed: true }, {}, {}];

    const posts = await postsOf(mixed, 'async (e) => { e.default = () => 1; }');

    expect(posts.map((ids) => ids.at(-1))).toEqual(expect.arrayContaining([1, 2, 4]));
  });

  test('are not kept by one that waits', async () => {
    const code =
      'async (e) => { e.default = ({ ms }) => new Promise((r) => setTimeout(r, ms, 1)); }'.replace(
        '(e)',
        '(e, console, setTimeout)',
      );

    const posts = await postsOf(
      [{ json: '{"ms":0}' }, { json: '{"ms":40}' }, { json: '{"ms":0}' }],
      code,
    );

    expect(posts[0]).toEqual([0]);
  });
});

describe('an isolate that is silent', () => {
  test('is ended, and what was given to it runs elsewhere', async () => {
    const world = await aQuickWorld();
    world.source.hang(1);

    world.host.start(lateCalls().filter(({ taskId }) => taskId !== 'hog'));
    await world.until(2);

    expect(world.outcomes()).toEqual({ before: 1, after: 2 });
    expect(world.source.live.has(1)).toBe(false);
  });

  test('may be asked, and if it answers is left alone', async () => {
    const world = await aQuickWorld();

    world.host.start(lateCalls());
    await world.until(1);
    await new Promise((resolve) => setTimeout(resolve, 300));

    expect(world.outcomes()).toEqual({ before: 1 });
    expect(world.source.live.has(1)).toBe(true);
  });
});

describe('the death of an isolate with several calls', () => {
  test('costs only the one under which it dies again', async () => {
    const world = await aQuickWorld();
    world.host.start(lateCalls());

    world.source.crash();
    await world.until(1);
    await turns(50);
    world.source.crash();
    await world.until(3);

    expect(world.outcomes()).toEqual({ before: 1, hog: 'isolateLost', after: 2 });
  });
});
