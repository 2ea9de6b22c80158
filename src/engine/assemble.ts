import { bindParams } from '#core/dataflow/params.ts';
import { validateText } from '#core/dataflow/validate.ts';
import type { WaitingCause } from '#core/execution/events.ts';
import type { Random } from '#core/shared/random.ts';
import type { Descriptors } from '#core/workflow/descriptor.ts';
import type { SourceFormat } from '#core/workflow/source.ts';
import type { Task } from '#core/workflow/model.ts';
import type { Clock } from '#ports/clock.ts';
import type { EngineApi, OwnerView } from '#ports/engine-api.ts';
import type { Run } from '#ports/handler.ts';
import type { AskQuota } from '#ports/quota.ts';
import type { Store } from '#ports/store.ts';
import type { HostEvents, TaskHost } from '#ports/task-host.ts';
import { createEngineApi } from './api.ts';
import { Drafts } from './drafts.ts';
import { Engine } from './engine.ts';
import { InProcessHost } from './in-process-host.ts';
import { Library } from './library.ts';
import { Notices } from './notices.ts';
import type { EngineObserver } from './parts.ts';
import { createPlanLoader } from './plans.ts';
import { createReferences } from './references.ts';
import { RetentionKeeper } from './retention.ts';
import { readSnapshot } from './stored.ts';
import { Values } from './values.ts';
import { Watchers } from './watchers.ts';

/** What a host brings along; everything else is the same in the page, the terminal and the bench. */
export interface Adapters {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly decodeUtf8: (bytes: Uint8Array) => string;
  readonly descriptors: Descriptors;
  /** Handlers that run beside the engine, by type. */
  readonly runs: ReadonlyMap<string, Run>;
  /** Where sealed code runs, for the types it runs; a host without isolates has none. */
  readonly isolates: {
    readonly types: readonly string[];
    readonly open: (events: HostEvents) => TaskHost;
  } | null;
  /** Attempts that may be live at once; by default what the isolates can usefully hold. */
  readonly concurrency: number | null;
  readonly version: string;
  readonly askQuota: AskQuota;
}

/** The rooms of the engine around one store, without an owner yet. */
export type Assembly = ReturnType<typeof assemble>;

export function assemble(adapters: Adapters, engine: () => Engine | null) {
  const { store, clock, descriptors } = adapters;
  const values = new Values(store.artifacts, adapters.decodeUtf8);
  const loadPlan = createPlanLoader(store.workflows, ({ source, format, canonical }) =>
    canonical === undefined
      ? validateText(source, format, descriptors).workflow
      : validateText(canonical, 'json', descriptors).workflow,
  );
  const watchers = new Watchers({
    clock,
    live: (id) => engine()?.get(id),
    readLogs: (id, limit) => store.executions.readLogs(id, limit),
    readSnapshot: (id) => readSnapshot({ store, loadPlan }, id),
    covered: () => engine()?.coverSoon() ?? Promise.resolve(),
  });
  const check = (text: string, format: SourceFormat) => validateText(text, format, descriptors);
  const library = new Library({
    clock,
    workflows: store.workflows,
    drafts: store.drafts,
    executions: store.executions,
    settings: store.settings,
    check,
  });
  const drafts = new Drafts({
    ...store,
    library,
    check,
    changed: () => {
      watchers.listsChanged();
    },
  });
  const notices = new Notices(clock, () => {
    watchers.listsChanged();
  });
  const hosts = createHosts(adapters);
  const rooms = { clock, store, values, loadPlan, watchers, library, notices };
  const retention = new RetentionKeeper({ ...store, clock });
  const desk = { ...rooms, drafts, retention };
  return {
    ...rooms,
    retention,
    createEngine: (observer: EngineObserver) =>
      new Engine({
        ...store,
        ...rooms,
        random: adapters.random,
        references: createReferences(descriptors),
        builtWith: { millrace: adapters.version, handlers: versionsOf(descriptors) },
        missing: (task) => whatIsMissing(task, descriptors),
        concurrency: () => adapters.concurrency ?? hosts.slots(),
        hosts: hosts.open,
        observer,
      }),
    createApi: (owner: () => OwnerView, poke: () => void): Omit<EngineApi, 'watch'> =>
      createEngineApi({ ...desk, askQuota: adapters.askQuota, bindParams, engine, owner, poke }),
  };
}

function createHosts({ clock, store, runs, isolates }: Adapters) {
  let widest: TaskHost | null = null;
  return {
    slots: () => widest?.slots() ?? 1,
    open: (events: HostEvents): ReadonlyMap<string, TaskHost> => {
      const beside = new InProcessHost({
        clock,
        runs,
        artifacts: store.artifacts,
        sources: store.sources,
        events,
      });
      const hosts = new Map<string, TaskHost>();
      for (const type of runs.keys()) hosts.set(type, beside);
      const sealed = isolates?.open(events) ?? null;
      for (const type of isolates?.types ?? []) if (sealed !== null) hosts.set(type, sealed);
      widest = sealed ?? beside;
      return hosts;
    },
  };
}

function whatIsMissing({ type }: Task, descriptors: Descriptors): WaitingCause | null {
  const place = descriptors.get(type)?.place;
  if (place === undefined || typeof place === 'string') return null;
  return { code: place.missing, type, what: place.what };
}

function versionsOf(descriptors: Descriptors): Record<string, number> {
  return Object.fromEntries([...descriptors.values()].map(({ type, version }) => [type, version]));
}
