/** Orders of the engine to the frame's broker, through a port of their own. */
export type ToBroker =
  /** Comes with the port of the new isolate. */
  | { readonly kind: 'spawn'; readonly isolate: number }
  | { readonly kind: 'terminate'; readonly isolate: number }
  /** Ends the isolate after so much awake time; null takes the order back. */
  | { readonly kind: 'guard'; readonly isolate: number; readonly withinMs: number | null }
  | { readonly kind: 'ping' };

export type FromBroker =
  | { readonly kind: 'ready' | 'pong' }
  /** By its guard. No port tells that: Chromium closes none when a worker is ended. */
  | { readonly kind: 'ended'; readonly isolate: number };

/** Between the engine and the page, which alone can open a frame. */
export interface ToPage {
  readonly kind: 'rebuild';
}
/** Comes with the port to the broker. */
export interface FromPage {
  readonly kind: 'frame';
}
