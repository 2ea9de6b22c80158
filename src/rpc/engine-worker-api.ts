import type { EngineApi } from '#ports/engine-api.ts';

/** What the page hands to the engine worker before anything else. */
export interface Boot {
  /** Which tab this is; a new one each time the page is loaded. */
  readonly tab: string;
  /** The epoch that an owner of this browser said goodbye to; null when none did. */
  readonly goodbye: number | null;
  /** Address of the folder that the app is served from, with a slash at its end. */
  readonly base: string;
  /** Isolates that run in parallel. */
  readonly processors: number;
  /** To the page's side of the isolates. */
  readonly isolates: MessagePort;
}

/** The engine worker as its page sees it. */
export interface EngineWorkerApi extends EngineApi {
  /** Must be called once, first. */
  boot(boot: Boot): Promise<void>;
  /** The epoch to say goodbye to when the page goes away; null while it drives nothing. */
  epoch(): Promise<number | null>;
}
