import { transfer, type Remote } from 'comlink';
import type {
  BackupMessage,
  EngineApi,
  RestoreResult,
  WatchMessage,
  WatchSubject,
} from '#ports/engine-api.ts';
import type { Boot, EngineWorkerApi, RealmState } from './engine-worker.ts';
import { WorkerLink } from './worker-link.ts';

/** A question about what is stored; a person who waits longer than this has seen it fail. */
const answerMs = 30_000;
/** Work that grows with the size of a file. */
const longAnswerMs = 300_000;

interface Watch {
  readonly subject: WatchSubject;
  readonly listener: (message: WatchMessage) => void;
  port: MessagePort | null;
}

/** The engine behind its worker: every call ends, also when the worker dies. */
export class RemoteEngine implements Omit<EngineApi, 'watch' | 'backUp' | 'restoreBackup'> {
  readonly #create: () => Worker;
  #link: WorkerLink<EngineWorkerApi>;
  readonly #watches = new Set<Watch>();
  readonly #lostListeners = new Set<(error: Error) => void>();

  constructor(create: () => Worker) {
    this.#create = create;
    this.#link = this.#open();
  }

  boot(boot: Boot): Promise<void> {
    return this.#link.call((api) => api.boot(transfer(boot, [boot.isolates])), longAnswerMs);
  }

  /**
   * Ends the worker as a crash would, without a goodbye, and begins another. Whoever watches goes on
   * watching; a call that was under way is made again, which is what every order is made for.
   */
  restart(boot: Boot): Promise<void> {
    this.#link.close();
    this.#link = this.#open();
    const booted = this.boot(boot);
    for (const watch of this.#watches) this.#subscribe(watch);
    return booted;
  }

  #open(): WorkerLink<EngineWorkerApi> {
    const link = new WorkerLink<EngineWorkerApi>(this.#create());
    link.whenLost((error) => {
      for (const listener of this.#lostListeners) listener(error);
    });
    return link;
  }

  state(): Promise<RealmState> {
    return this.#call((api) => api.state());
  }

  /** Before the page is loaded anew. */
  comeToRest(): Promise<void> {
    return this.#call((api) => api.comeToRest());
  }

  owner: EngineApi['owner'] = () => this.#call((api) => api.owner());
  listWorkflows: EngineApi['listWorkflows'] = () => this.#call((api) => api.listWorkflows());
  getWorkflow: EngineApi['getWorkflow'] = (id) => this.#long((api) => api.getWorkflow(id));
  importWorkflow: EngineApi['importWorkflow'] = (request) =>
    this.#long(async (api) => api.importWorkflow(request));
  putFile: EngineApi['putFile'] = (file) => this.#long((api) => api.putFile(file));
  keepSource: EngineApi['keepSource'] = (file, id) => this.#call((api) => api.keepSource(file, id));
  sourceHandle: EngineApi['sourceHandle'] = (id) => this.#call((api) => api.sourceHandle(id));
  filesReady: EngineApi['filesReady'] = () => this.#call((api) => api.filesReady());
  startExecution: EngineApi['startExecution'] = (request) =>
    this.#long(async (api) => api.startExecution(request));
  stopExecution: EngineApi['stopExecution'] = (order, id) =>
    this.#call(async (api) => api.stopExecution(order, id));
  answerTask: EngineApi['answerTask'] = (request) =>
    this.#call(async (api) => api.answerTask(request));
  getDraft: EngineApi['getDraft'] = (id) => this.#long((api) => api.getDraft(id));
  saveDraft: EngineApi['saveDraft'] = (request) =>
    this.#long(async (api) => api.saveDraft(request));
  getTyped: EngineApi['getTyped'] = (id) => this.#call((api) => api.getTyped(id));
  keepTyped: EngineApi['keepTyped'] = (id, changes) =>
    this.#call(async (api) => api.keepTyped(id, changes));
  saveVersion: EngineApi['saveVersion'] = (id, revision) =>
    this.#long(async (api) => api.saveVersion(id, revision));
  listVersions: EngineApi['listVersions'] = (id) => this.#call((api) => api.listVersions(id));
  getVersion: EngineApi['getVersion'] = (hash) => this.#call((api) => api.getVersion(hash));
  createWorkflow: EngineApi['createWorkflow'] = (name) =>
    this.#call(async (api) => api.createWorkflow(name));
  deleteWorkflow: EngineApi['deleteWorkflow'] = (id) => this.#call((api) => api.deleteWorkflow(id));
  undeleteWorkflow: EngineApi['undeleteWorkflow'] = (id) =>
    this.#call((api) => api.undeleteWorkflow(id));
  renameWorkflow: EngineApi['renameWorkflow'] = (id, name) =>
    this.#long(async (api) => api.renameWorkflow(id, name));
  duplicateWorkflow: EngineApi['duplicateWorkflow'] = (id) =>
    this.#long(async (api) => api.duplicateWorkflow(id));
  deleteExecution: EngineApi['deleteExecution'] = (id) =>
    this.#call(async (api) => api.deleteExecution(id));
  storage: EngineApi['storage'] = () => this.#call((api) => api.storage());
  getRetention: EngineApi['getRetention'] = () => this.#call((api) => api.getRetention());
  setRetention: EngineApi['setRetention'] = (retention) =>
    this.#long((api) => api.setRetention(retention));
  getAppearance: EngineApi['getAppearance'] = () => this.#call((api) => api.getAppearance());
  setAppearance: EngineApi['setAppearance'] = (chosen) =>
    this.#call((api) => api.setAppearance(chosen));
  notices: EngineApi['notices'] = () => this.#call((api) => api.notices());
  dismissNotice: EngineApi['dismissNotice'] = (id) => this.#call((api) => api.dismissNotice(id));
  listExecutions: EngineApi['listExecutions'] = () => this.#call((api) => api.listExecutions());
  getOutput: EngineApi['getOutput'] = (id, taskId) =>
    this.#long((api) => api.getOutput(id, taskId));
  exportExecution: EngineApi['exportExecution'] = (id) =>
    this.#long((api) => api.exportExecution(id));
  exportWorkflow: EngineApi['exportWorkflow'] = (id) => this.#call((api) => api.exportWorkflow(id));

  /** Everything as one file, put together from the parts as they come. */
  async backUp(): Promise<{ readonly blob: Blob; readonly fileName: string }> {
    const { port1, port2 } = new MessageChannel();
    const parts: BlobPart[] = [];
    const done = Promise.withResolvers<string>();
    port1.onmessage = ({ data }: MessageEvent<BackupMessage>) => {
      // Bytes that came by message are on memory of this realm's own.
      if (data.kind === 'part') parts.push(data.bytes as Uint8Array<ArrayBuffer>);
      else if (data.kind === 'end') done.resolve(data.fileName);
      else done.reject(new Error(data.reason));
    };
    try {
      await this.#long((api) => api.backUp(transfer(port2, [port2])));
      const fileName = await done.promise;
      return { blob: new Blob(parts, { type: 'application/octet-stream' }), fileName };
    } finally {
      port1.close();
    }
  }

  restoreBackup(file: Blob): Promise<RestoreResult> {
    return this.#long(async (api) => api.restoreBackup(file));
  }

  /** @returns the end of watching; after it the listener is not called again. */
  watch(subject: WatchSubject, listener: (message: WatchMessage) => void): () => void {
    const watch: Watch = { subject, listener, port: null };
    this.#watches.add(watch);
    this.#subscribe(watch);
    return () => {
      this.#watches.delete(watch);
      const { port } = watch;
      if (port === null) return;
      port.onmessage = null;
      port.postMessage('close');
      // Closed a moment later, so that the word still gets through.
      setTimeout(() => {
        port.close();
      });
    };
  }

  #subscribe(watch: Watch): void {
    watch.port?.close();
    const { port1, port2 } = new MessageChannel();
    watch.port = port1;
    port1.onmessage = ({ data }: MessageEvent<WatchMessage>) => {
      watch.listener(data);
    };
    const { subject } = watch;
    // A dead worker is told through `whenLost`; a watcher then simply hears nothing more.
    this.#link
      .call((api) => api.watch(subject, transfer(port2, [port2])), longAnswerMs)
      .catch(() => undefined);
  }

  whenLost(listener: (error: Error) => void): () => void {
    this.#lostListeners.add(listener);
    return () => {
      this.#lostListeners.delete(listener);
    };
  }

  close(): void {
    this.#link.close();
  }

  #call<T>(use: (api: Remote<EngineWorkerApi>) => Promise<T>): Promise<T> {
    return this.#ask(use, answerMs);
  }

  #long<T>(use: (api: Remote<EngineWorkerApi>) => Promise<T>): Promise<T> {
    return this.#ask(use, longAnswerMs);
  }

  async #ask<T>(use: (api: Remote<EngineWorkerApi>) => Promise<T>, deadlineMs: number): Promise<T> {
    const link = this.#link;
    try {
      return await link.call(use, deadlineMs);
    } catch (error) {
      if (link === this.#link) throw error;
      return this.#link.call(use, deadlineMs);
    }
  }
}
