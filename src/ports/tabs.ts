import type { WatchMessage, WatchSubject } from '#ports/engine-api.ts';

/** What the engines of several tabs of one browser profile tell each other. */
export type TabMessage =
  /**
   * A waiter asks whether the owner lives; it answers at once. From a build with a newer `code` it is
   * also the wish to drive, which lapses when it is not repeated.
   */
  | { readonly kind: 'ping'; readonly code?: number }
  /** An owner that was asked to hand over can do so now; who still wishes it pings. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'pong'; readonly code?: number }
  /** Somebody has taken over; `code` tells a newer build from an older one. */
  | { readonly kind: 'owner'; readonly epoch: number; readonly code?: number }
  /** There is something in the inbox, or to be copied. */
  | { readonly kind: 'poke' }
  /** A watcher in another tab; its messages come back under its name. */
  | { readonly kind: 'watch'; readonly watcher: string; readonly subject: WatchSubject }
  | { readonly kind: 'unwatch'; readonly watcher: string }
  | { readonly kind: 'watched'; readonly watcher: string; readonly message: WatchMessage };

export interface TabChannel {
  post(message: TabMessage): void;
  /** One listener; what it is not made for it ignores, since another build may speak here. */
  listen(listener: (message: TabMessage) => void): void;
}
