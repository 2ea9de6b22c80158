import { expose } from 'comlink';
import type { EngineApi } from '#ports/engine-api.ts';

/** What the page hands to the engine worker before anything else. */
export interface Boot {
  /** Which tab this is; a new one each time the page is loaded. */
  readonly tab: string;
  /** The epoch that an owner of this browser said goodbye to; null when none did. */
  readonly goodbye: number | null;
  /** Address of the folder that the app is served from, with a slash at its end. */
  readonly base: string;
  /** Of the page as it starts: a fresh profile gets its example in it. */
  readonly language: string;
  /** Isolates that run in parallel. */
  readonly processors: number;
  /** To the page's side of the isolates. */
  readonly isolates: MessagePort;
}

/** The engine worker as its page sees it. */
export interface EngineWorkerApi extends EngineApi {
  /** Must be called once, first. */
  boot(boot: Boot): Promise<void>;
  state(): Promise<RealmState>;
  /** Resolves when the page may be loaded anew: nothing is under way that must not be cut off. */
  comeToRest(): Promise<void>;
}

/** Of the engine's realm, for its page. */
export interface RealmState {
  /** The epoch to say goodbye to when the page goes away; null while it drives nothing. */
  readonly epoch: number | null;
  /** Whether executions are live there. */
  readonly isBusy: boolean;
}

interface Opened {
  readonly api: EngineApi;
  readonly state: () => RealmState;
  readonly comeToRest: () => Promise<void>;
}

/** To be called once in the worker: every other call waits for `boot` and fails when that fails. */
export function exposeEngine(open: (boot: Boot) => Promise<Opened>): void {
  const opened = Promise.withResolvers<Opened>();
  // Whoever calls sees the failure; nobody else has to.
  opened.promise.catch(() => undefined);
  const boot = async (given: Boot) => {
    open(given).then(opened.resolve, opened.reject);
    await opened.promise;
  };
  const state = async () => (await opened.promise).state();
  const comeToRest = async () => (await opened.promise).comeToRest();
  const later = (name: keyof EngineApi) => {
    return async (...args: readonly unknown[]) => {
      const { api } = await opened.promise;
      // Comlink hands over what the typed proxy on the page's side was called with.
      return (api[name] as (...given: readonly unknown[]) => unknown)(...args);
    };
  };
  const own: Readonly<Record<string, unknown>> = { boot, state, comeToRest };
  expose(
    new Proxy<object>(own, {
      get: (_target, name) =>
        Object.hasOwn(own, name) ? own[String(name)] : later(name as keyof EngineApi),
    }),
  );
}
