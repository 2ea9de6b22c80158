import type { Position } from '#core/workflow/patch/operation.ts';
import type { GraphNode } from './graph-contract.ts';
import type { Channel, Direction } from './route.ts';

/** A graph whose tasks all have a place. */
export interface Drawn {
  readonly nodes: readonly GraphNode[];
  readonly dependencies: readonly (readonly number[])[];
  readonly positions: readonly Position[];
}
/** A connection that is being pulled. */
export interface Pull {
  readonly from: number;
  /** On the canvas. */
  readonly at: Position;
  readonly target: number | null;
  /** What it would close; null when it may be made. */
  readonly circle: readonly number[] | null;
}
/** A channel of which it is told what came through it. */
export interface Told {
  readonly channel: Channel;
  readonly flow: string;
  /** On the canvas. */
  readonly at: Position;
}
/** What lies over the canvas and asks for an answer; at a place on the screen. */
export type Asked =
  | { readonly kind: 'connect'; readonly from: number; readonly at: Position }
  | { readonly kind: 'type'; readonly from: number; readonly at: Position; readonly to: Position };
/** What a person chose of how this canvas is shown; kept on this device. */
export interface CanvasChoices {
  /** Null: it goes by its pane. */
  direction: Direction | null;
  isMinimapWanted: boolean;
}
