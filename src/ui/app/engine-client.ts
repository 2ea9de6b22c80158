import type { EngineApi, RestoreResult, WatchMessage, WatchSubject } from '#ports/engine-api.ts';

/**
 * The engine as the page sees it. Every call ends; when the engine is dead it rejects with an
 * `Error`, and whoever asked shows that.
 */
export interface EngineClient extends Omit<EngineApi, 'watch' | 'backUp' | 'restoreBackup'> {
  /** @returns the end of watching; after it the listener is not called again. */
  watch(subject: WatchSubject, listener: (message: WatchMessage) => void): () => void;
  /** Calls the listener once when the engine has died. @returns the end of listening. */
  whenLost(listener: (error: Error) => void): () => void;
  /** Everything as one file; rejects with what went wrong. */
  backUp(): Promise<BackupFile>;
  restoreBackup(file: Blob): Promise<RestoreResult>;
}

export interface BackupFile {
  readonly blob: Blob;
  readonly fileName: string;
}
