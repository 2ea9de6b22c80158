import type { PackedExecution } from '#core/execution/pack.ts';
import type {
  ContentHash,
  ExecutionId,
  OrderId,
  VersionHash,
  WorkflowId,
} from '#core/shared/ids.ts';
import type { JsonValue } from '#core/shared/json.ts';
import type { Archive } from '#ports/backup.ts';
import type { Draft, DraftStep, DraftStore } from '#ports/draft-store.ts';
import type { ExecutionRow, ExecutionStore } from '#ports/execution-store.ts';
import type { Order } from '#ports/inbox.ts';
import { FencedError, StorageError, type Commit, type JournalRow } from '#ports/journal.ts';
import type { Settings } from '#ports/settings.ts';
import type { Store } from '#ports/store.ts';
import type { OpenedFile, SourceFiles } from '#ports/source-files.ts';
import type { LogLine } from '#ports/task-host.ts';
import { byAge, withoutSource, type Version, type WorkflowHead } from '#ports/workflow-store.ts';
import { createBackup } from '#storage/backup/backup.ts';

/** What a disk would hold; several stores may be open on one. */
export class MemoryDisk {
  epoch = 0;
  readonly rows: JournalRow[] = [];
  readonly executions = new Map<ExecutionId, ExecutionRow>();
  readonly states = new Map<ExecutionId, PackedExecution>();
  readonly logs = new Map<ExecutionId, LogLine[]>();
  readonly orders = new Map<OrderId, Order>();
  /** Of runs that were removed. */
  readonly forgottenOrders = new Set<OrderId>();
  readonly heads = new Map<WorkflowId, WorkflowHead>();
  readonly versions = new Map<VersionHash, Version>();
  readonly artifacts = new Map<ContentHash, Uint8Array>();
  readonly sources = new Map<string, { name: string; bytes: Uint8Array | null }>();
  readonly settings = new Map<string, JsonValue>();
  readonly drafts = new Map<WorkflowId, { draft: Draft; steps: readonly DraftStep[] }>();
}

/** The in-memory adapter of every store port. */
export function openMemoryStore(disk: MemoryDisk): Store {
  let epoch: number | null = null;
  const settings: Settings = {
    get: (key) => Promise.resolve(disk.settings.get(key) ?? null),
    set: (key, value) => {
      disk.settings.set(key, value);
      return Promise.resolve();
    },
  };
  return {
    ownership: {
      take: () => {
        disk.epoch += 1;
        epoch = disk.epoch;
        return Promise.resolve({ epoch, goodbye: false, healed: null });
      },
    },
    journal: {
      commit: (commit) => {
        if (epoch !== disk.epoch) return Promise.reject(new FencedError('A newer owner is there'));
        if (commit.rows.some((row) => isTaken(disk, row))) {
          return Promise.reject(new StorageError('write', 'journal', 'a number is taken'));
        }
        write(disk, commit);
        return Promise.resolve();
      },
      barrier: () => Promise.resolve(),
    },
    executions: executionsOf(disk),
    inbox: {
      put: (order) => {
        const isKnown = disk.orders.has(order.id) || disk.forgottenOrders.has(order.id);
        if (!isKnown) disk.orders.set(order.id, order);
        return Promise.resolve();
      },
      list: () => Promise.resolve([...disk.orders.values()]),
    },
    workflows: workflowsOf(disk),
    sources: sourcesOf(disk),
    drafts: draftsOf(disk),
    settings,
    safeCopy: {
      view: () => ({ kind: 'none' }),
      drain: () =>
        epoch === disk.epoch
          ? Promise.resolve()
          : Promise.reject(new FencedError('A newer owner is there')),
    },
    backup: createBackup(
      archiveOf(disk, () => epoch),
      { now: () => 7, onWritten: (key, at) => settings.set(key, at) },
    ),
    artifacts: {
      put: (hash, bytes) => {
        disk.artifacts.set(hash, bytes.slice());
        return Promise.resolve();
      },
      get: (hash) => Promise.resolve(disk.artifacts.get(hash) ?? null),
    },
    close: () => {
      epoch = null;
    },
  };
}

function isTaken(disk: MemoryDisk, { executionId, seq }: JournalRow): boolean {
  return disk.rows.some((row) => row.executionId === executionId && row.seq === seq);
}

function write(disk: MemoryDisk, commit: Commit): void {
  // Copied, because the caller goes on changing what it holds.
  const { rows, executions, states, logs, doneOrders } = structuredClone(commit);
  disk.rows.push(...rows);
  for (const row of executions) disk.executions.set(row.id, row);
  for (const state of states) disk.states.set(state.id, state);
  for (const { executionId, lines } of logs) {
    disk.logs.set(executionId, [...(disk.logs.get(executionId) ?? []), ...lines]);
  }
  for (const id of doneOrders) disk.orders.delete(id);
}

function executionsOf(disk: MemoryDisk): ExecutionStore {
  const eventsOf = (id: ExecutionId) =>
    disk.rows.filter((row) => row.executionId === id).flatMap((row) => row.events);
  return {
    get: (id) => Promise.resolve(disk.executions.get(id) ?? null),
    findByKey: (key) =>
      Promise.resolve([...disk.executions.values()].find((row) => row.key === key) ?? null),
    list: (workflowId) =>
      Promise.resolve(
        [...disk.executions.values()]
          .filter((row) => workflowId === undefined || row.workflowId === workflowId)
          .toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)),
      ),
    listLive: () =>
      Promise.resolve(
        [...new Set(disk.rows.map((row) => row.executionId))].filter(
          (id) => eventsOf(id).at(-1)?.type !== 'executionEnded',
        ),
      ),
    readState: (id) => Promise.resolve(structuredClone(disk.states.get(id) ?? null)),
    readEvents: (id, afterSeq) =>
      Promise.resolve(eventsOf(id).filter((event) => event.seq > afterSeq)),
    remove: (id) => {
      const events = eventsOf(id);
      const isKnown = events.length > 0 || disk.executions.has(id);
      const isLive = events.length > 0 && events.at(-1)?.type !== 'executionEnded';
      if (isLive) return Promise.reject(new StorageError('write', id, 'it has not ended'));
      disk.rows.splice(0, disk.rows.length, ...disk.rows.filter((row) => row.executionId !== id));
      for (const map of [disk.executions, disk.states, disk.logs]) map.delete(id);
      for (const { id: order, executionId } of disk.orders.values()) {
        if (executionId === id) disk.orders.delete(order);
      }
      const [first] = events;
      if (first?.type === 'executionCreated' && first.order !== null)
        disk.forgottenOrders.add(first.order);
      return Promise.resolve(isKnown);
    },
    readLogs: (id, limit) => Promise.resolve((disk.logs.get(id) ?? []).slice(-limit)),
  };
}

function workflowsOf(disk: MemoryDisk): Store['workflows'] {
  return {
    list: () =>
      Promise.resolve(
        [...disk.heads.values()].toSorted((a, b) =>
          a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1,
        ),
      ),
    get: (id) => Promise.resolve(disk.heads.get(id) ?? null),
    getVersion: (hash) => Promise.resolve(disk.versions.get(hash) ?? null),
    listVersions: (id) =>
      Promise.resolve(
        [...disk.versions.values()]
          .filter(({ workflowId }) => workflowId === id)
          .map(withoutSource)
          .toSorted(byAge),
      ),
    saveHead: (head, expected) => {
      if (disk.heads.get(head.id)?.revision !== expected) return Promise.resolve(false);
      disk.heads.set(head.id, head);
      return Promise.resolve(true);
    },
    save: (head, version, expected) => {
      if ((disk.heads.get(head.id)?.revision ?? null) !== expected) return Promise.resolve(false);
      disk.heads.set(head.id, head);
      if (!disk.versions.has(version.hash)) disk.versions.set(version.hash, version);
      return Promise.resolve(true);
    },
    remove: (id) => {
      disk.heads.delete(id);
      return Promise.resolve();
    },
  };
}

/** A file is its bytes; one whose handle is there has none until the person's word is given. */
function sourcesOf({ sources }: MemoryDisk): SourceFiles {
  return {
    keep: ({ name, file }, known) => {
      const id = known ?? `source-${String(sources.size + 1)}`;
      sources.set(id, { name, bytes: file instanceof Uint8Array ? file : null });
      return Promise.resolve(id);
    },
    open: (id) => {
      const { name = '', bytes = null } = sources.get(id) ?? {};
      const opened = { name, size: bytes?.length ?? 0, bytes: () => Promise.resolve(bytes) };
      return Promise.resolve(bytes === null ? null : (opened as OpenedFile));
    },
    handleOf: () => Promise.resolve(null),
  };
}

function draftsOf({ drafts }: MemoryDisk): DraftStore {
  return {
    get: (id) => Promise.resolve(drafts.get(id)?.draft ?? null),
    steps: (id) => Promise.resolve(drafts.get(id)?.steps ?? []),
    save: ({ draft, stepsFrom, steps, forgetBelow }, expected) => {
      const known = drafts.get(draft.workflowId);
      if ((known?.draft.revision ?? null) !== expected) return Promise.resolve(false);
      const kept = known?.steps.filter(({ n }) => n >= forgetBelow && n < stepsFrom) ?? [];
      drafts.set(draft.workflowId, structuredClone({ draft, steps: [...kept, ...steps] }));
      return Promise.resolve(true);
    },
    remove: (id) => {
      drafts.delete(id);
      return Promise.resolve();
    },
  };
}

function archiveOf(disk: MemoryDisk, epoch: () => number | null): Archive {
  const { executions, versions, heads, artifacts } = disk;
  const executionsById = executionsOf(disk);
  const addNew = <Key, Value>(
    map: Map<Key, Value>,
    entries: readonly (readonly [Key, Value])[],
  ) => {
    const added = entries.filter(([key]) => !map.has(key));
    for (const [key, value] of added) map.set(key, value);
    return Promise.resolve(added.length);
  };
  return {
    heads: () => Promise.resolve([...heads.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))),
    versionHashes: () => Promise.resolve([...versions.keys()].toSorted()),
    version: (hash) => Promise.resolve(versions.get(hash) ?? null),
    settings: () =>
      Promise.resolve([...disk.settings].map(([key, value]) => ({ key, value })).toSorted()),
    executions: async function* () {
      for (const id of [...executions.keys()].toSorted()) {
        const row = executions.get(id);
        const events = await executionsById.readEvents(id, 0);
        if (row !== undefined && events.length > 0) yield { row, events };
      }
    },
    artifact: (hash) => Promise.resolve(artifacts.get(hash) ?? null),
    isOwner: () => epoch() !== null && epoch() === disk.epoch,
    addVersions: (list) =>
      addNew(
        versions,
        list.map((one) => [one.hash, one] as const),
      ),
    addHeads: (list) =>
      addNew(
        heads,
        list.map((one) => [one.id, one] as const),
      ),
    addSetting: async (key, value) => {
      await addNew(disk.settings, [[key, value as JsonValue]]);
    },
    addExecution: ({ row, events }) => {
      if (disk.rows.some(({ executionId }) => executionId === row.id))
        return Promise.resolve(false);
      disk.rows.push({ executionId: row.id, seq: 1, events });
      executions.set(row.id, row);
      return Promise.resolve(true);
    },
    addArtifact: async (hash, bytes) => {
      await addNew(artifacts, [[hash, bytes]]);
    },
    settle: () => Promise.resolve(),
  };
}
