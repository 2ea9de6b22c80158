import { afterEach, describe, expect, test } from 'vitest';
import { frameDocument } from 'virtual:isolate-frame';
import { toExecutionId, toTaskId, toVersionHash, toWorkflowId } from '#core/shared/ids.ts';
import type { JsonObject } from '#core/shared/json.ts';
import { noRetry, type Task, type Workflow } from '#core/workflow/model.ts';
import type { AttemptCall, AttemptReport, LogLine, TaskHost } from '#ports/task-host.ts';
import { serveIsolates } from '#isolate/frame/frame.ts';
import { openIsolateHost } from '#isolate/host.ts';
import { isolateSourceOnPort } from '#isolate/source.ts';
import prelude from '../../workers/isolate.worker.ts?script-text';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

function aTask(id: string, code: string, more: JsonObject = {}): Task {
  return {
    id: toTaskId(id),
    name: id,
    type: 'js',
    with: { code, ...more },
    dependencies: [],
    triggerRule: 'all_success',
    retryPolicy: noRetry,
    timeoutSeconds: undefined,
    totalTimeoutSeconds: undefined,
    effect: 'pure',
    metadata: new Map(),
    extra: new Map(),
  };
}
function open(size = 2) {
  const { port1, port2 } = new MessageChannel();
  const stop = serveIsolates(port1, { frameDocument, prelude });
  const reports: AttemptReport[] = [];
  const logs: LogLine[] = [];
  const waiters: (() => void)[] = [];
  const host: TaskHost = openIsolateHost({
    source: isolateSourceOnPort(port2),
    size,
    events: {
      report: (r) => {
        reports.push(...r);
        for (const w of waiters.splice(0)) w();
      },
      log: (_id, l) => {
        logs.push(...l);
      },
      slotsChanged: () => undefined,
    },
  });
  closers.push(() => {
    host.close();
    stop();
  });
  const until = async (count: number) => {
    while (reports.length < count)
      await new Promise<void>((r) => {
        waiters.push(r);
      });
    return reports;
  };
  return { host, reports, logs, until };
}
let runs = 0;
function callsOf(tasks: Task[], more: Partial<AttemptCall> = {}): AttemptCall[] {
  runs += 1;
  const workflow: Workflow = {
    id: toWorkflowId('w'),
    name: 'w',
    description: '',
    params: new Map(),
    tasks: new Map(tasks.map((t) => [t.id, t])),
    metadata: new Map(),
    createdAt: undefined,
    updatedAt: undefined,
    extra: new Map(),
  };
  return tasks.map((t) => ({
    executionId: toExecutionId('e' + runs),
    taskId: t.id,
    attempt: 1,
    versionHash: toVersionHash('v' + runs),
    workflow,
    type: 'js',
    with: t.with,
    inputs: {},
    upstream: {},
    params: {},
    key: 'k',
    effect: 'pure',
    timeoutMs: undefined,
    ...more,
  }));
}

describe('smoke', () => {
  test('runs', async () => {
    const { host, until, logs } = open();
    host.start(
      callsOf([
        aTask(
          'a',
          'export default ({ inputs, log }) => { log("hi", 1, {a:1}); return { x: 1,  names: Object.getOwnPropertyNames(globalThis).length, protos: (() => { const r=[]; let o=Object.getPrototypeOf(globalThis); while(o && o!==Object.prototype){ r.push(Reflect.ownKeys(o).map(String)); o=Object.getPrototypeOf(o);} return r; })(), frozen: Object.isFrozen(globalThis), gen: Object.isFrozen(Object.getPrototypeOf(async function*(){}).prototype), uuid: crypto.randomUUID() }; }',
        ),
      ]),
    );
    const [r] = await until(1);
    console.log(JSON.stringify(r), JSON.stringify(logs));
    expect(r?.outcome.kind).toBe('succeeded');
  });
  test('speed', async () => {
    const { host, until, reports } = open();
    const many = Array.from({ length: 1000 }, (_, i) =>
      aTask('t' + i, `export default ({ params }) => ${i} + 1;`),
    );
    const calls = callsOf(many);
    for (let round = 0; round < 4; round += 1) {
      const t0 = performance.now();
      host.start(calls);
      await until(1000 * (round + 1));
      console.log('1000 distinct', performance.now() - t0, 'slots', host.slots());
    }
    const one = calls.slice(0, 1);
    let n = reports.length;
    const t1 = performance.now();
    for (let i = 0; i < 200; i += 1) {
      host.start(one);
      n += 1;
      await until(n);
    }
    console.log('one at a time', (performance.now() - t1) / 200);
    const t2 = performance.now();
    host.start(callsOf([aTask('new', 'export default () => 1')]));
    await until(n + 1);
    console.log('new version', performance.now() - t2);
    expect(reports.every((r) => r.outcome.kind === 'succeeded')).toBe(true);
  });
});
