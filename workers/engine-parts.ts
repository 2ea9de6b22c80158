import { validateText } from '#core/dataflow/validate.ts';
import { withId } from '#core/workflow/with-id.ts';
import type { WaitingCause } from '#core/execution/events.ts';
import type { Task } from '#core/workflow/model.ts';
import { browserClock } from '#browser/clock.ts';
import { readExampleFrom } from '#browser/examples.ts';
import { readSnapshot } from '#engine/api.ts';
import { Engine, type EngineObserver } from '#engine/engine.ts';
import { InProcessHost } from '#engine/in-process-host.ts';
import { Library } from '#engine/library.ts';
import { createPlanLoader } from '#engine/plans.ts';
import { createReferences } from '#engine/references.ts';
import { Values } from '#engine/values.ts';
import { Watchers } from '#engine/watchers.ts';
import { descriptors } from '#handlers/descriptors.ts';
import { createFilesRun } from '#handlers/files/run.ts';
import { runNoop } from '#handlers/noop/run.ts';
import { runWait } from '#handlers/wait/run.ts';
import { openIsolateHost } from '#isolate/host.ts';
import { isolateSourceOnPort } from '#isolate/source.ts';
import type { Run } from '#ports/handler.ts';
import type { HostEvents, TaskHost } from '#ports/task-host.ts';
import type { Boot } from '#rpc/engine-worker-api.ts';
import { openStore } from '#storage/store.ts';

const decoder = new TextDecoder();
const exampleName = 'delayed-flights.yaml';

/** Every adapter of the engine's realm. `engine` gives the one that drives now, if any. */
export async function assemble(boot: Boot, engine: () => Engine | null) {
  const { tab, goodbye } = boot;
  const store = await openStore({ name: 'millrace', tab, goodbye });
  const values = new Values(store.artifacts, (bytes) => decoder.decode(bytes));
  const readExample = readExampleFrom(boot.base);
  const loadPlan = createPlanLoader(
    store.workflows,
    ({ source, format }) => validateText(source, format, descriptors).workflow,
  );
  const watchers = new Watchers({
    clock: browserClock,
    live: (id) => engine()?.get(id),
    readLogs: (id, limit) => store.executions.readLogs(id, limit),
    readSnapshot: (id) => readSnapshot({ store, loadPlan }, id),
    barrier: () => engine()?.barrier() ?? Promise.resolve(),
  });
  const library = new Library({
    clock: browserClock,
    workflows: store.workflows,
    executions: store.executions,
    check: (text, format) => validateText(text, format, descriptors),
    withId,
  });
  const hosts = createHosts(boot, store.artifacts, readExample);
  return {
    clock: browserClock,
    store,
    values,
    library,
    watchers,
    loadPlan,
    /** A fresh profile holds exactly one workflow. */
    ensureExample: async () => {
      if ((await store.workflows.list()).length > 0) return;
      const bytes = await readExample(exampleName);
      if (bytes === null) return;
      await library.import({ text: decoder.decode(bytes), fileName: exampleName, over: 'ask' });
    },
    createEngine: (observer: EngineObserver) =>
      new Engine({
        ...store,
        clock: browserClock,
        random: Math.random,
        values,
        references: createReferences(descriptors),
        builtWith: { millrace: import.meta.env.VITE_VERSION, handlers: handlerVersions() },
        loadPlan,
        missing: whatIsMissing,
        concurrency: () => hosts.slots(),
        hosts: hosts.open,
        observer,
      }),
  };
}

function createHosts(
  boot: Boot,
  artifacts: Awaited<ReturnType<typeof openStore>>['artifacts'],
  readExample: ReturnType<typeof readExampleFrom>,
) {
  let isolates: TaskHost | null = null;
  return {
    slots: () => isolates?.slots() ?? boot.processors,
    open: (events: HostEvents) => {
      const source = isolateSourceOnPort(boot.isolates);
      isolates = openIsolateHost({ source, events, size: boot.processors });
      const runs = new Map<string, Run>([
        ['noop', runNoop],
        ['wait', runWait],
        ['files', createFilesRun(readExample)],
      ]);
      const beside = new InProcessHost({ clock: browserClock, runs, artifacts, events });
      const hosts = new Map<string, TaskHost>([['js', isolates]]);
      for (const type of runs.keys()) hosts.set(type, beside);
      return hosts;
    },
  };
}

function whatIsMissing({ type }: Task): WaitingCause | null {
  const place = descriptors.get(type)?.place;
  if (place === undefined || typeof place === 'string') return null;
  return { code: place.missing, type, what: place.what };
}

function handlerVersions(): Record<string, number> {
  return Object.fromEntries([...descriptors.values()].map((one) => [one.type, one.version]));
}
