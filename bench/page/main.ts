import { wrap } from 'comlink';
import { frameDocument } from 'virtual:isolate-frame';
import { serveIsolates } from '#isolate/frame/frame.ts';
import { toOrderId, toWorkflowId } from '#core/shared/ids.ts';
import type { WatchMessage } from '#ports/engine-api.ts';
import { RemoteEngine } from '#rpc/remote-engine.ts';
import { createTrust } from '#rpc/trusted.ts';
import type { CommitJob, StoreBench } from './store.worker.ts';
import engineUrl from '../../workers/engine.worker.ts?worker&url';
import prelude from '../../workers/isolate.worker.ts?script-text';
import storeUrl from './store.worker.ts?worker&url';

/** The page's composition root without a page: what the bench drives speaks to `EngineApi`. */
const trust = createTrust(frameDocument);
const engine = new RemoteEngine(
  () => new Worker(trust.scriptUrl(engineUrl), { type: 'module', name: 'engine' }),
);
const isolates = new MessageChannel();
const closeIsolates = serveIsolates(isolates.port1, {
  frameDocument: trust.frameDocument(frameDocument),
  prelude,
});
await engine.boot({
  tab: crypto.randomUUID(),
  goodbye: null,
  base: new URL('./', document.baseURI).href,
  language: 'en',
  processors: navigator.hardwareConcurrency,
  isolates: isolates.port2,
});

// As the app does: whoever goes away frees its locks and files at once.
window.addEventListener('pagehide', () => {
  engine.close();
  closeIsolates();
});

/** A worker of its own, so that the store is measured without the engine around it. */
function openStoreWorker() {
  return wrap<StoreBench>(new Worker(trust.scriptUrl(storeUrl), { type: 'module', name: 'store' }));
}
let storeWorker: ReturnType<typeof openStoreWorker> | null = null;
function store() {
  storeWorker ??= openStoreWorker();
  return storeWorker;
}

interface Ran {
  /** From the order to the news that the run has ended, behind its barrier. */
  readonly ms: number;
  /** To the news of its first result. */
  readonly firstMs: number;
  readonly id: string;
}

async function run(workflowId: string): Promise<Ran> {
  const order = toOrderId(crypto.randomUUID());
  const startedAt = performance.now();
  const first = Promise.withResolvers<number>();
  const ended = Promise.withResolvers<undefined>();
  const started = engine.startExecution({
    order,
    workflowId: toWorkflowId(workflowId),
    params: {},
  });
  const stop = engine.watch({ kind: 'execution', id: order as never }, (message: WatchMessage) => {
    if (hasResult(message)) first.resolve(performance.now() - startedAt);
    if (!isOver(message)) return;
    first.reject(new Error('It ended without a result'));
    ended.resolve(undefined);
  });
  const result = await started;
  if (result.kind !== 'started') throw new Error(JSON.stringify(result));
  await ended.promise;
  const ms = performance.now() - startedAt;
  stop();
  return { ms, firstMs: await first.promise, id: result.id };
}

function hasResult(message: WatchMessage): boolean {
  if (message.kind === 'snapshot') return message.execution.counts.succeeded > 0;
  return message.kind === 'events' && message.events.some(({ type }) => type === 'taskSucceeded');
}

function isOver(message: WatchMessage): boolean {
  if (message.kind === 'snapshot') return message.execution.ended !== null;
  return message.kind === 'events' && message.events.at(-1)?.type === 'executionEnded';
}

/** Many executions, so many at a time; the time of all of them, and the last one's id. */
async function runMany(workflowId: string, count: number, atOnce: number) {
  const startedAt = performance.now();
  let left = count;
  let id = '';
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      ({ id } = await run(workflowId));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return { ms: performance.now() - startedAt, id };
}

let owned: Promise<number> | null = null;

/** Resolves when this page waits for its turn and will note the moment at which it drives. */
async function awaitOwner(): Promise<void> {
  const taken = Promise.withResolvers<number>();
  const look = async () => {
    const { isOwner } = await engine.owner();
    if (isOwner) taken.resolve(Date.now());
    return isOwner;
  };
  const stop = engine.watch({ kind: 'lists' }, () => {
    look().catch(taken.reject);
  });
  owned = taken.promise.finally(stop);
  if (await look()) throw new Error('This page drives already');
}

const bench = {
  import: (text: string) => engine.importWorkflow({ text, fileName: 'w.json', over: 'newVersion' }),
  run,
  runMany,
  awaitOwner,
  ownedAt: () => owned ?? Promise.reject(new Error('Nobody waits')),
  output: async (id: string, taskId: string) =>
    (await engine.getOutput(id as never, taskId))?.value ?? null,
  storeOpen: () => store().open(),
  storeReopen: () => store().reopen(),
  storeBackup: () => store().backup(),
  storeCommit: (job: CommitJob) => store().commit(job),
  storeFill: (count: number) => store().fill(count),
  storeDrop: () => store().drop(),
  storeCount: () => store().count(),
  storeRaw: (job: CommitJob) => store().writeRaw(job),
};
export type Bench = typeof bench;
Object.assign(globalThis, { bench });
