import { frameDocument } from 'virtual:isolate-frame';
import { serveIsolates } from '#isolate/frame/frame.ts';
import { toOrderId, toWorkflowId } from '#core/shared/ids.ts';
import type { WatchMessage } from '#ports/engine-api.ts';
import { RemoteEngine } from '#rpc/remote-engine.ts';
import { createTrust } from '#rpc/trusted.ts';
import engineUrl from '../../workers/engine.worker.ts?worker&url';
import prelude from '../../workers/isolate.worker.ts?script-text';

/** The page's composition root without a page: what the bench drives speaks to `EngineApi`. */
const trust = createTrust(frameDocument);
const engine = new RemoteEngine(
  new Worker(trust.scriptUrl(engineUrl), { type: 'module', name: 'engine' }),
);
const isolates = new MessageChannel();
serveIsolates(isolates.port1, { frameDocument: trust.frameDocument(frameDocument), prelude });
await engine.boot({
  tab: crypto.randomUUID(),
  goodbye: null,
  base: new URL('./', document.baseURI).href,
  processors: navigator.hardwareConcurrency,
  isolates: isolates.port2,
});

/** Milliseconds from the order to the news that the run has ended, behind its barrier. */
async function run(workflowId: string): Promise<{ readonly ms: number; readonly id: string }> {
  const order = toOrderId(crypto.randomUUID());
  const startedAt = performance.now();
  const ended = Promise.withResolvers<undefined>();
  const started = engine.startExecution({
    order,
    workflowId: toWorkflowId(workflowId),
    params: {},
  });
  const stop = engine.watch({ kind: 'execution', id: order as never }, (message: WatchMessage) => {
    const isOver =
      (message.kind === 'events' && message.events.at(-1)?.type === 'executionEnded') ||
      (message.kind === 'snapshot' && message.execution.ended !== null);
    if (isOver) ended.resolve(undefined);
  });
  const result = await started;
  if (result.kind !== 'started') throw new Error(JSON.stringify(result));
  await ended.promise;
  const ms = performance.now() - startedAt;
  stop();
  return { ms, id: result.id };
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

const bench = {
  import: (text: string) => engine.importWorkflow({ text, fileName: 'w.json', over: 'newVersion' }),
  runMany,
  output: async (id: string, taskId: string) =>
    (await engine.getOutput(id as never, taskId))?.value ?? null,
};
export type Bench = typeof bench;
Object.assign(globalThis, { bench });
