import { describe, expect, test } from 'vitest';
import { longRunMs, type FromIsolate, type WireResult } from '#isolate/messages.ts';
import { Runner } from '#isolate/prelude/runner.ts';
import { localPlatform } from '../fixtures/isolate-local.ts';
import { turns } from '../fixtures/isolate-world.ts';

/** Runs the only task of a version so often, each time for `tookMs` by a clock of our own. */
async function runOf(code: string, tookMs: readonly number[], loadsMax = Infinity) {
  const platform = localPlatform();
  const loaded: string[] = [];
  const results: WireResult[] = [];
  let now = 0;
  let attempt = 0;
  const loading = Promise.withResolvers<undefined>();
  const runner = new Runner(
    {
      ...platform,
      now: () => now,
      load: (text) => {
        loaded.push(text);
        const isLost = loaded.length > loadsMax;
        return platform.load(isLost ? 'throw new Error("lost")' : text);
      },
      nextTurn: (callback) => {
        now += tookMs[attempt] ?? 0;
        platform.nextTurn(callback);
      },
    },
    (message: FromIsolate) => {
      if (message.kind === 'loaded') loading.resolve(undefined);
      else results.push(...message.results);
    },
  );
  runner.receive({ kind: 'load', parts: [code], starts: [1] });
  await loading.promise;
  for (; attempt < tookMs.length; attempt += 1) {
    const call = { id: attempt, task: 0, attempt: 1, key: 'k', isTimed: true, json: '{}' };
    runner.receive({ kind: 'calls', calls: [call] });
    while (results.length <= attempt) await turns(1);
    await turns(20);
  }
  return { ends: results.map(({ end }) => end), loads: loaded.length };
}

const counting = 'async (e) => { let n = 0; e.default = () => (n += 1); }';
const throwing = 'async (e) => {{\n\n  e.default = () => { throw new Error("no"); };\n}}';

describe('code that has computed for long', () => {
  test('is parsed anew behind its result', async () => {
    const { loads } = await runOf(counting, [longRunMs, longRunMs]);

    expect(loads).toBe(3);
  });

  test('runs as before', async () => {
    const { ends } = await runOf(counting, [longRunMs, longRunMs, longRunMs]);

    expect(ends).toEqual(Array.from({ length: 3 }, () => ({ kind: 'output', json: '1' })));
  });

  test('runs as it was when it cannot be parsed anew', async () => {
    const { ends, loads } = await runOf(counting, [longRunMs, longRunMs], 1);

    expect(loads).toBe(3);
    expect(ends).toEqual(Array.from({ length: 2 }, () => ({ kind: 'output', json: '1' })));
  });

  test('fails at the same place as before', async () => {
    const { ends } = await runOf(throwing, [longRunMs, 0]);

    expect(ends[0]).toMatchObject({ kind: 'failure', failure: { place: { line: 2 } } });
    expect(ends[1]).toEqual(ends[0]);
  });
});

test('code that took no time is parsed once', async () => {
  const { loads } = await runOf(counting, [0, longRunMs - 1, 0]);

  expect(loads).toBe(1);
});

test('code that is long is parsed once', async () => {
  const { loads } = await runOf(`${counting}/*${' '.repeat(70_000)}*/`, [longRunMs, longRunMs]);

  expect(loads).toBe(1);
});
