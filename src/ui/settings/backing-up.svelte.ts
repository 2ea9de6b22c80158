import type { RestoreResult } from '#ports/engine-api.ts';
import type { Text } from '#text/text.ts';
import { downloadBlob } from '#ui/app/download.ts';
import type { Session } from '#ui/app/session.svelte.ts';

export type BackupStep =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy'; readonly sentence: string }
  | { readonly kind: 'done'; readonly sentence: string }
  | { readonly kind: 'failed'; readonly sentence: string };

/** Making and reading the backup file; one of them at a time. */
export class BackingUp {
  step = $state.raw<BackupStep>({ kind: 'idle' });
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  get isBusy(): boolean {
    return this.step.kind === 'busy';
  }

  async backUp(): Promise<void> {
    if (this.isBusy) return;
    const { client, text } = this.#session;
    const words = text.settings.backup;
    this.step = { kind: 'busy', sentence: words.backingUp };
    try {
      const { blob, fileName } = await client.backUp();
      const name = downloadBlob(fileName, blob);
      this.step = { kind: 'done', sentence: words.backedUp(name, text.time.bytes(blob.size)) };
    } catch (error) {
      // The engine is dead or could not read everything; half a backup is none.
      const reason = error instanceof Error ? error.message : String(error);
      this.step = { kind: 'failed', sentence: words.backUpFailed(reason) };
    }
  }

  async restore(file: File): Promise<void> {
    if (this.isBusy) return;
    const { client, text } = this.#session;
    const words = text.settings.backup;
    this.step = { kind: 'busy', sentence: words.restoring(file.name) };
    try {
      this.step = toStep(await client.restoreBackup(file), file.name, text);
    } catch {
      // The engine is dead; what had come whole by then is there, and asking again adds the rest.
      this.step = { kind: 'failed', sentence: words.restoreFailed };
    }
  }
}

function toStep(result: RestoreResult, fileName: string, text: Text): BackupStep {
  const words = text.settings.backup;
  switch (result.kind) {
    case 'restored':
      return { kind: 'done', sentence: restoredSentence(result, text) };
    case 'notABackup':
      return {
        kind: 'failed',
        sentence: words.notABackup(fileName, words.refusals[result.reason]),
      };
    case 'notRestored':
      return { kind: 'failed', sentence: words[result.reason] };
  }
}

type Restored = Extract<RestoreResult, { readonly kind: 'restored' }>;

function restoredSentence(
  { workflows, versions, executions, known }: Restored,
  { settings, time }: Text,
): string {
  const words = settings.backup;
  if (workflows + versions + executions === 0) return words.nothingNew;
  const parts = [
    [workflows, words.workflows],
    [versions, words.versions],
    [executions, words.executions],
    [known, words.known],
  ] as const;
  return words.restored(
    parts
      .filter(([count]) => count > 0)
      .map(([count, say]) => say(count, time.count(count)))
      .join(words.separator),
  );
}
