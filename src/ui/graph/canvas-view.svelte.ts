import type { Position } from '#core/workflow/patch/operation.ts';
import {
  centredOn,
  fittedClear,
  legible,
  plainBelow,
  revealing,
  tilesOf,
  zoomedBy,
} from './view.ts';
import type { Rect, Size, Viewport } from './view.ts';

/** As wide as a telephone: there a graph is shown in parts that can be read. */
export const smallPanePx = 480;

interface Fitting {
  /** Kept free for tools, in pixels. */
  readonly below: number;
  /** Of the map, from the lower right corner of the pane. */
  readonly corner: Size | null;
  readonly start: Position | undefined;
}

/** What part of the canvas is seen, and whether a person decided that. */
export class CanvasView {
  /** The library's own; what the pointer and the keyboard are on. */
  element: HTMLElement | null = null;
  /** Moves the library's own view along. */
  helm: ((viewport: Viewport) => void) | null = null;
  /** The person moved or zoomed it: until they fit it again, nothing else does. */
  isOwn = false;
  readonly #interrupt: () => void;

  size = $state.raw<Size>({ width: 0, height: 0 });
  viewport = $state.raw<Viewport>({ x: 0, y: 0, zoom: 1 });
  readonly isSized = $derived(this.size.width > 0);
  readonly tiles = $derived.by(() => tilesOf(this.viewport, this.size));
  /** Second lines have no room. */
  readonly isPlain = $derived(this.viewport.zoom < plainBelow);

  /** @param interrupt ends what is still gliding: a person's act is there at once. */
  constructor(interrupt: () => void) {
    this.#interrupt = interrupt;
  }

  /** What is still gliding is there at once. */
  steer(viewport: Viewport): void {
    this.#interrupt();
    this.show(viewport);
  }

  show(viewport: Viewport): void {
    this.viewport = viewport;
    this.helm?.(viewport);
  }

  /** @param start is where a small pane begins, when names would not be legible in the whole of it. */
  fit(bounds: Rect, { below, corner, start }: Fitting): void {
    this.isOwn = false;
    const isSmall = start !== undefined && this.size.width < smallPanePx;
    this.steer(
      isSmall
        ? legible(bounds, this.size, { below, start })
        : fittedClear(bounds, this.size, below, corner),
    );
  }

  zoom(by: number): void {
    this.#move(zoomedBy(this.viewport, by, this.size));
  }

  reveal(place: Position): void {
    this.#move(revealing(this.viewport, place, this.size));
  }

  closeUp(place: Position): void {
    this.#move(centredOn(place, 1, this.size));
  }

  /** A place on the canvas comes to the middle, as near as it was. */
  centre([left, top]: Position): void {
    const { zoom } = this.viewport;
    const { width, height } = this.size;
    this.#move({ x: width / 2 - left * zoom, y: height / 2 - top * zoom, zoom });
  }

  #move(viewport: Viewport): void {
    if (viewport !== this.viewport) this.isOwn = true;
    this.steer(viewport);
  }

  /** On the canvas, of a place in the window. */
  toCanvas(event: { readonly clientX: number; readonly clientY: number }): Position {
    const box = this.element?.getBoundingClientRect();
    const { x, y, zoom } = this.viewport;
    return [
      (event.clientX - (box?.left ?? 0) - x) / zoom,
      (event.clientY - (box?.top ?? 0) - y) / zoom,
    ];
  }

  /** On the screen, from the canvas's corner. */
  toScreen([left, top]: Position): Position {
    const { x, y, zoom } = this.viewport;
    return [x + left * zoom, y + top * zoom];
  }
}
