import { expect, test } from '@playwright/test';
import type { AttemptReport, LogLine } from '#ports/task-host.ts';
import type { TaskSketch } from '../test/fixtures/isolate-calls.ts';
import { ablations } from './isolate-ablations.ts';
import { openIsolateSite, type IsolateSite } from './isolate-site.ts';
import { openRawPage, type RawPage } from './raw-page.ts';

/**
 * Each layer of the boundary is needed: without it, its own probe does harm; with it, the probe does
 * none. `without` names the layers in front of it, which would keep the probe from it.
 */
type LayerName = keyof typeof ablations;
interface Layer {
  readonly layer: LayerName;
  readonly without: readonly LayerName[];
  readonly does: string;
  readonly probe: (world: World) => Promise<unknown>;
  readonly held: unknown;
  readonly harmed: unknown;
}

interface World {
  readonly page: RawPage;
  readonly site: IsolateSite;
}

const runName = 'layers';

/** Gives what was reported after so many reports, or so much time. */
async function run({ page }: World, tasks: readonly TaskSketch[], waitMs = 5_000) {
  await page.evaluate(`probe.start('${runName}', ${JSON.stringify(tasks)})`);
  const endAt = Date.now() + waitMs;
  let reports: readonly AttemptReport[] = [];
  while (reports.length < tasks.length && Date.now() < endAt) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    reports = (await page.evaluate('probe.reports')) as readonly AttemptReport[];
  }
  const ends = reports.map(({ taskId, outcome }): [string, unknown] => {
    if (outcome.kind === 'succeeded') return [taskId, outcome.output];
    return [taskId, outcome.kind === 'failed' ? outcome.failure.code : outcome.kind];
  });
  return Object.fromEntries(ends) as Readonly<Record<string, unknown>>;
}

async function countLines({ page }: World): Promise<number> {
  return ((await page.evaluate('probe.logs')) as readonly LogLine[]).length;
}

const logging = (lines: number) =>
  `export default ({ log }) => { for (let i = 0; i < ${String(lines)}; i++) log('x'); return 1; };`;
const endless = 'export default () => { for (;;); };';
const spill =
  'export default () => "x".repeat(17 * 1024 * 1024).length > 0 ? "x".repeat(17 * 1024 * 1024) : 0;';

async function lengthOfSpill(world: World): Promise<unknown> {
  const { task } = await run(world, [{ id: 'task', code: spill }]);
  return typeof task === 'string' && task.length > 100 ? task.length : task;
}

const layers: readonly Layer[] = [
  {
    layer: 'frameOrigin',
    without: ['removedGlobals', 'frozenIntrinsics'],
    does: 'keeps a task from the stores of our origin',
    probe: async (world) => {
      const code = `export default () => new Promise((resolve) => {
        try {
          const opening = indexedDB.open('canary');
          opening.onsuccess = () => {
            const reading = opening.result.transaction('rows').objectStore('rows').get(1);
            reading.onsuccess = () => resolve(reading.result);
          };
          opening.onerror = () => resolve(opening.error.name);
        } catch (error) { resolve(error.name); }
      });`;
      return (await run(world, [{ id: 'task', code }]))['task'];
    },
    held: 'SecurityError',
    harmed: 'CANARY-4242',
  },
  {
    layer: 'framePolicy',
    without: ['removedGlobals', 'frozenIntrinsics', 'pagePolicy'],
    does: 'keeps a task from the network',
    probe: reachSink,
    held: 0,
    harmed: 1,
  },
  {
    layer: 'pagePolicy',
    without: ['removedGlobals', 'frozenIntrinsics', 'framePolicy'],
    does: 'keeps a task from the network, because the frame inherits it',
    probe: reachSink,
    held: 0,
    harmed: 1,
  },
  {
    layer: 'removedGlobals',
    without: [],
    does: 'takes away all that reaches anything',
    probe: async (world) => {
      const code =
        'export default () => [typeof fetch, typeof indexedDB, typeof postMessage, typeof importScripts, typeof WebSocket];';
      return (await run(world, [{ id: 'task', code }]))['task'];
    },
    held: Array.from({ length: 5 }, () => 'undefined'),
    harmed: ['function', 'object', 'function', 'function', 'function'],
  },
  {
    layer: 'frozenIntrinsics',
    without: [],
    does: 'lets no attempt leave anything to the next one',
    probe: async (world) => {
      const code =
        'export default () => { const before = [].left ?? 0; try { Array.prototype.left = before + 1; } catch {} return before; };';
      const tasks = Array.from({ length: 4 }, (_item, index) => ({
        id: `t${String(index)}`,
        code,
      }));
      return Math.max(...Object.values(await run(world, tasks)).map(Number)) > 0;
    },
    held: false,
    harmed: true,
  },
  {
    layer: 'boundedResult',
    without: ['decodedResult'],
    does: 'refuses a result that is too large, in the isolate',
    probe: lengthOfSpill,
    held: 'outputTooLarge',
    harmed: 17 * 1024 * 1024,
  },
  {
    layer: 'decodedResult',
    without: ['boundedResult'],
    does: 'believes no isolate that its result is small',
    probe: lengthOfSpill,
    held: 'isolateLost',
    harmed: 17 * 1024 * 1024,
  },
  {
    layer: 'deadline',
    without: [],
    does: 'ends an attempt at its time limit',
    probe: async (world) =>
      (await run(world, [{ id: 'task', code: endless, timeoutMs: 300 }], 3_000))['task'],
    held: 'timeout',
    harmed: undefined,
  },
  {
    layer: 'guard',
    without: ['deadline'],
    does: 'ends the attempt some seconds later, when the engine does not',
    probe: async (world) =>
      (await run(world, [{ id: 'task', code: endless, timeoutMs: 300 }], 9_000))['task'],
    held: 'isolateLost',
    harmed: undefined,
  },
  {
    layer: 'logLimit',
    without: [],
    does: 'cuts the lines of an attempt',
    probe: async (world) => {
      await run(world, [{ id: 'task', code: logging(3_000) }]);
      return countLines(world);
    },
    held: 1_000,
    harmed: 3_000,
  },
  {
    layer: 'logCredit',
    without: ['returnedCredit'],
    does: 'begins nothing when the engine has not taken the lines there are',
    probe: async (world) => {
      const tasks = Array.from({ length: 8 }, (_item, index) => ({
        id: `t${String(index)}`,
        code: logging(1_000),
      }));
      await run(world, tasks, 2_000);
      return countLines(world);
    },
    held: 4_000,
    harmed: 8_000,
  },
];

async function reachSink(world: World): Promise<number> {
  const code = `export default async () => { try { await fetch('${world.site.sinkUrl}', { mode: 'no-cors' }); return 1; } catch (error) { return error.name; } };`;
  await run(world, [{ id: 'task', code }]);
  return world.site.hits.length;
}

async function probeWithout(names: readonly LayerName[], probe: Layer['probe']): Promise<unknown> {
  const site = await openIsolateSite(names.map((name) => ablations[name]));
  const page = await openRawPage(`${site.url}?size=1`);
  try {
    while ((await page.evaluate('typeof probe')) !== 'object') {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await page.evaluate('probe.plant()');
    return await probe({ page, site });
  } finally {
    await page.close();
    await site.close();
  }
}

for (const { layer, without, does, probe, held, harmed } of layers) {
  test(`the layer ${layer} ${does}`, async () => {
    // Each has a build and a browser of its own, and most of their time is waiting.
    const outcomes = await Promise.all([
      probeWithout(without, probe),
      probeWithout([...without, layer], probe),
    ]);

    expect(outcomes).toEqual([held, harmed]);
  });
}
