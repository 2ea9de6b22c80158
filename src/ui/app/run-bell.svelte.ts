import type { ExecutionId } from '#core/shared/ids.ts';
import type { ExecutionRow } from '#ports/execution-store.ts';
import type { Session } from './session.svelte.ts';
import { runHref } from './route.ts';

/** A run that takes longer than this is worth a word when it ends: milliseconds. */
export const longRunMs = 20_000;
const wantedKey = 'millrace.bell';

interface Badge {
  readonly setAppBadge?: (count: number) => Promise<void>;
  readonly clearAppBadge?: () => Promise<void>;
}

/**
 * Tells of long runs that end while nobody looks: a notification, when the person wanted that, and a
 * number on the app's icon, which goes when the page is looked at again.
 */
export class RunBell {
  isWanted = $state(localStorage.getItem(wantedKey) === 'true');
  /** Whether asking makes sense: the browser has them, and has not been told no. */
  mayAsk = $state('Notification' in globalThis && Notification.permission !== 'denied');
  readonly #session: Session;
  /** Runs that were under way when the page was last looked at, or have begun since. */
  #live: readonly ExecutionId[] = [];
  #unseen = 0;

  constructor(session: Session) {
    this.#session = session;
  }

  /** The person's word; the browser asks in its own way. @returns whether it will ring. */
  async want(): Promise<boolean> {
    const answer = await Notification.requestPermission();
    this.mayAsk = answer !== 'denied';
    this.isWanted = answer === 'granted';
    localStorage.setItem(wantedKey, String(this.isWanted));
    return this.isWanted;
  }

  stop(): void {
    this.isWanted = false;
    localStorage.setItem(wantedKey, 'false');
  }

  /** @returns the end of listening. */
  follow(): () => void {
    const { client } = this.#session;
    const end = client.watch({ kind: 'lists' }, () => void this.#look());
    const seen = () => {
      if (document.visibilityState === 'visible') this.#clear();
      else void this.#look();
    };
    document.addEventListener('visibilitychange', seen);
    return () => {
      document.removeEventListener('visibilitychange', seen);
      end();
    };
  }

  async #look(): Promise<void> {
    // One tab tells, and only while nobody looks at it.
    if (this.#session.owner?.isOwner !== true || document.visibilityState !== 'hidden') return;
    try {
      const rows = await this.#session.client.listExecutions();
      const ended = rows.filter(({ id, endedAt }) => endedAt !== null && this.#live.includes(id));
      this.#live = rows.filter(({ endedAt }) => endedAt === null).map(({ id }) => id);
      for (const row of ended) if (isLong(row)) await this.#ring(row);
    } catch {
      // A dead engine has no runs to tell of.
    }
  }

  async #ring(row: ExecutionRow): Promise<void> {
    this.#unseen += 1;
    await (navigator as Badge).setAppBadge?.(this.#unseen);
    if (!this.isWanted || Notification.permission !== 'granted') return;
    const { states } = this.#session.text;
    const notification = new Notification(row.workflowName, {
      body: states.status[row.status],
      tag: row.id,
    });
    notification.onclick = () => {
      window.focus();
      this.#session.go(runHref(row.id));
      notification.close();
    };
  }

  #clear(): void {
    this.#live = [];
    if (this.#unseen === 0) return;
    this.#unseen = 0;
    // Where there is no badge there is none to take away.
    (navigator as Badge).clearAppBadge?.().catch(() => undefined);
  }
}

function isLong({ startedAt, endedAt }: ExecutionRow): boolean {
  return startedAt !== null && endedAt !== null && endedAt - startedAt >= longRunMs;
}
