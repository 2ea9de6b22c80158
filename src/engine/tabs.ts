import type { WatchMessage, WatchSubject } from '#ports/engine-api.ts';
import type { TabChannel, TabMessage } from '#ports/tabs.ts';
import type { Watchers } from './watchers.ts';

interface Watch {
  readonly subject: WatchSubject;
  readonly port: MessagePort;
  /** Ends what it is subscribed to now; null while it is subscribed to nothing. */
  cancel: (() => void) | null;
}

interface Parts {
  readonly channel: TabChannel;
  readonly watchers: Watchers;
  /** A name that no other tab uses. */
  readonly tab: string;
  /** The owner is asked to look into the inbox. */
  readonly onPoke: () => void;
  /** A waiter of this build, or of another. */
  readonly onPing: (code: number | undefined) => void;
  /** The owner could hand over now. */
  readonly onReady: () => void;
  readonly onPong: (code: number | undefined) => void;
  /** Another has taken over: this build is the older one, or not. */
  readonly onOwner: (code: number | undefined) => void;
  /** What this build writes as. */
  readonly code: number;
  /** Whether this tab holds the lock: also while it takes over, it lives. */
  readonly isHolding: () => boolean;
}

/**
 * What this page watches, wherever the owner is: its own watchers while this tab drives, else the
 * owner's through the channel. When the owner changes, every watch is begun anew with a snapshot.
 */
export class Tabs {
  readonly #parts: Parts;
  readonly #watches = new Map<string, Watch>();
  /** Watches of other tabs, while this one drives. */
  readonly #served = new Map<string, () => void>();
  #isOwner = false;
  #last = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.channel.listen((message) => {
      this.#hear(message);
    });
  }

  watch(subject: WatchSubject, port: MessagePort): void {
    this.#last += 1;
    const name = `${this.#parts.tab} ${String(this.#last)}`;
    const watch: Watch = { subject, port, cancel: null };
    this.#watches.set(name, watch);
    port.onmessage = () => {
      watch.cancel?.();
      this.#watches.delete(name);
      port.close();
    };
    this.#begin(name, watch);
  }

  poke(): void {
    this.#parts.channel.post({ kind: 'poke' });
  }

  ping(): void {
    this.#parts.channel.post({ kind: 'ping', code: this.#parts.code });
  }

  /** Asks whether a newer build still wants to drive. */
  ready(): void {
    this.#parts.channel.post({ kind: 'ready' });
  }

  /** Other tabs subscribe again when they hear it. */
  becomeOwner(epoch: number): void {
    this.#isOwner = true;
    this.#parts.channel.post({ kind: 'owner', epoch, code: this.#parts.code });
    this.#beginAll();
  }

  becomeViewer(): void {
    this.#isOwner = false;
    for (const cancel of this.#served.values()) cancel();
    this.#served.clear();
    this.#beginAll();
  }

  /** Lists of this page are asked anew, whoever drives. */
  listsChanged(): void {
    for (const { subject, port } of this.#watches.values()) {
      if (subject.kind === 'lists')
        port.postMessage({ kind: 'listsChanged' } satisfies WatchMessage);
    }
  }

  #beginAll(): void {
    for (const [name, watch] of this.#watches) {
      watch.cancel?.();
      this.#begin(name, watch);
    }
  }

  #begin(watcher: string, watch: Watch): void {
    const { channel, watchers } = this.#parts;
    const { subject, port } = watch;
    if (!this.#isOwner) {
      watch.cancel = () => {
        channel.post({ kind: 'unwatch', watcher });
      };
      channel.post({ kind: 'watch', watcher, subject });
      // What is recorded is there at once, also while nobody drives. It only reads.
      const send = (message: WatchMessage) => {
        port.postMessage(message);
      };
      watchers.sendRecorded(subject, send).catch(() => undefined);
      return;
    }
    watch.cancel = watchers.watch(subject, (message) => {
      port.postMessage(message);
    });
  }

  #hear(message: TabMessage): void {
    const { channel, onPoke, onPing, onReady, onPong, onOwner, isHolding, code } = this.#parts;
    switch (message.kind) {
      case 'ping':
        if (isHolding()) channel.post({ kind: 'pong', code });
        onPing(message.code);
        return;
      case 'ready':
        onReady();
        return;
      case 'pong':
        onPong(message.code);
        return;
      case 'owner':
        onOwner(message.code);
        if (!this.#isOwner) this.#beginAll();
        return;
      case 'poke':
        if (this.#isOwner) onPoke();
        return;
      case 'watch':
        if (this.#isOwner) this.#serve(message.watcher, message.subject);
        return;
      case 'unwatch':
        this.#served.get(message.watcher)?.();
        this.#served.delete(message.watcher);
        return;
      case 'watched':
        this.#watches.get(message.watcher)?.port.postMessage(message.message);
        return;
      default:
    }
  }

  #serve(watcher: string, subject: WatchSubject): void {
    this.#served.get(watcher)?.();
    const cancel = this.#parts.watchers.watch(subject, (message) => {
      this.#parts.channel.post({ kind: 'watched', watcher, message });
    });
    this.#served.set(watcher, cancel);
  }
}
