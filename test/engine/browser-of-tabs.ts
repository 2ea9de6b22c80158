import { openRealm } from '#engine/realm.ts';
import { descriptors } from '#handlers/descriptors.ts';
import { createRuns } from '#handlers/runs.ts';
import type { HandlerDescriptor } from '#core/workflow/descriptor.ts';
import type { Run } from '#ports/handler.ts';
import type { HeldLock, OwnerLock } from '#ports/owner-lock.ts';
import type { TabMessage } from '#ports/tabs.ts';
import { MemoryDisk, openMemoryStore } from '../memory/memory-store.ts';
import { HandClock, settle } from './hand-clock.ts';

interface Tab {
  readonly name: string;
  isAlive: boolean;
  listen: (message: TabMessage) => void;
}

/** The lock of one browser profile: in the order in which tabs ask. */
class Locks {
  #holder: { readonly tab: Tab; readonly lose: () => void } | null = null;
  #queue: { readonly tab: Tab; readonly grant: (held: HeldLock) => void }[] = [];

  for(tab: Tab): OwnerLock {
    return {
      tryTake: () => Promise.resolve(this.#holder === null ? this.#hold(tab) : null),
      wait: (signal) =>
        new Promise((resolve, reject) => {
          const waiting = { tab, grant: resolve };
          signal.addEventListener('abort', () => {
            this.#queue = this.#queue.filter((one) => one !== waiting);
            reject(new Error('aborted'));
          });
          this.#queue.push(waiting);
          this.#grantNext();
        }),
      steal: () => {
        this.#holder?.lose();
        return Promise.resolve(this.#hold(tab));
      },
    };
  }

  /** As by a thief that is gone again at once. */
  rob(): void {
    this.#holder?.lose();
    this.#holder = null;
    this.#grantNext();
  }

  died(tab: Tab): void {
    this.#queue = this.#queue.filter((waiting) => waiting.tab !== tab);
    if (this.#holder?.tab === tab) this.#holder = null;
    this.#grantNext();
  }

  #hold(tab: Tab): HeldLock {
    const lost = Promise.withResolvers<undefined>();
    const holder = {
      tab,
      lose: () => {
        lost.resolve(undefined);
      },
    };
    this.#holder = holder;
    const release = () => {
      if (this.#holder === holder) this.#holder = null;
      this.#grantNext();
    };
    return { lost: lost.promise, release };
  }

  #grantNext(): void {
    if (this.#holder !== null) return;
    const next = this.#queue.shift();
    next?.grant(this.#hold(next.tab));
  }
}

interface Opening {
  readonly code: number;
  /** Of a build that was made before there were wishes. */
  readonly isDeaf?: boolean;
}

const held: HandlerDescriptor = {
  type: 'held',
  version: 1,
  schema: { properties: {}, required: [], open: false },
  literal: [],
  effect: 'pure',
  place: 'engine',
};

/** Several tabs of one profile, the real engine in each; `held` tasks end when the test says so. */
export class BrowserOfTabs {
  readonly clock = new HandClock();
  readonly #disk = new MemoryDisk();
  readonly #locks = new Locks();
  readonly #tabs = new Set<Tab>();
  #held: (() => void)[] = [];

  async open({ code, isDeaf = false }: Opening) {
    const name = `tab ${String(this.#tabs.size + 1)}`;
    const tab: Tab = { name, isAlive: true, listen: () => undefined };
    this.#tabs.add(tab);
    const run: Run = async () => {
      await new Promise<void>((resolve) => this.#held.push(resolve));
      return { kind: 'succeeded', output: 7 };
    };
    const realm = await openRealm({
      store: openMemoryStore(this.#disk),
      lock: this.#locks.for(tab),
      channel: {
        post: (message) => {
          this.#tell(tab, message);
        },
        listen: (listener) => {
          tab.listen = (message) => {
            listener(isDeaf && message.kind === 'ping' ? { kind: 'ping' } : message);
          };
        },
      },
      tab: name,
      code,
      whenGone: () => undefined,
      readExample: () => Promise.resolve(null),
      isForgetful: () => Promise.resolve(false),
      report: (what, reason) => {
        throw new Error(what, { cause: reason });
      },
      clock: this.#clockOf(tab),
      random: () => 0.5,
      decodeUtf8: (bytes) => Buffer.from(bytes).toString('utf8'),
      descriptors: new Map([...descriptors, ['held', held]]),
      runs: new Map([...createRuns(() => Promise.resolve(null)), ['held', run]]),
      isolates: null,
      concurrency: 8,
      version: 'test',
      askQuota: () => Promise.resolve({ usedBytes: null, quotaBytes: null, isPersistent: null }),
    });
    await settle();
    return {
      ...realm,
      close: () => {
        tab.isAlive = false;
        this.#tabs.delete(tab);
        this.#locks.died(tab);
      },
    };
  }

  /** Every attempt that is under way, in whatever tab. */
  endHeld(): void {
    for (const end of this.#held.splice(0)) end();
  }

  /** Takes the lock from whoever drives. */
  rob(): void {
    this.#locks.rob();
  }

  #tell(from: Tab, message: TabMessage): void {
    if (!from.isAlive) return;
    for (const tab of this.#tabs) {
      if (tab === from) continue;
      setImmediate(() => {
        if (tab.isAlive) tab.listen(message);
      });
    }
  }

  #clockOf(tab: Tab) {
    const { clock } = this;
    return {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      after: (ms: number, callback: () => void) =>
        clock.after(ms, () => {
          if (tab.isAlive) callback();
        }),
    };
  }
}
