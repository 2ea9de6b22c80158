import { nodeHeightPx, nodeWidthPx } from '#core/workflow/layout/size.ts';
import type { Position } from '#core/workflow/patch/operation.ts';
import type { CanvasChoices } from './canvas-state.ts';
import { smallPanePx } from './canvas-view.svelte.ts';
import type { CanvasView } from './canvas-view.svelte.ts';
import { boundsOf, fitted, legibleFrom } from './view.ts';
import type { Rect, Size, Viewport } from './view.ts';

/** Below it names cannot be read: a graph that fits no nearer needs a map. */
const readableZoom = 0.6;
/** In a lower pane it would lie on tasks that have no room to get out of the way. */
const paneHeightLeast = 240;
/** More than these cost more to draw again and again than the map tells. */
const tasksMost = 20_000;
const mapMost: Size = { width: 148, height: 100 };
/** As wide as the tools leave room beside them. */
const smallMapMost: Size = { width: 46, height: 44 };
const mapLeastPx = 28;
const marginPx = 4;
/** Its borders, the room to the pane's edges, and to the tasks. */
const besidePx = 2 + 14 + 10;
const belowPx = 2 + 12 + 10;

/** What a map depends on; reactive. */
interface MappedGraph {
  readonly view: CanvasView;
  readonly settled: readonly Position[];
}

/** A small drawing of the whole graph, with what is in view. */
export class Minimap {
  readonly #graph: MappedGraph;
  readonly #choices: CanvasChoices;
  /** What the person chose; kept. */
  isWanted = $state(true);
  readonly #bounds = $derived.by(() => boundsOf(this.#graph.settled));
  readonly #seen = $derived.by(() => seenIn(this.#graph.view.viewport, this.#graph.view.size));
  /** Whether this graph, in this pane, is one that a map helps with. */
  readonly isOffered = $derived.by(() => {
    const { size } = this.#graph.view;
    if (this.#bounds === null || this.#graph.settled.length > tasksMost) return false;
    if (size.height < paneHeightLeast) return false;
    // A small pane opens a graph in part, as soon as its names would be too small.
    const least = this.isSmall ? legibleFrom : readableZoom;
    return fitted(this.#bounds, size, 0).zoom < least;
  });
  readonly isSmall = $derived.by(() => this.#graph.view.size.width < smallPanePx);
  /** Whenever it is switched on: also of a graph that is whole in view. */
  readonly isShown = $derived.by(() => this.isOffered && this.isWanted);
  readonly size: Size = $derived.by(() => {
    const { left, top, right, bottom } = this.#bounds ?? noRect;
    const sized = (length: number) => Math.round(Math.max(mapLeastPx, length * this.#zoom));
    return {
      width: sized(right - left) + 2 * marginPx,
      height: sized(bottom - top) + 2 * marginPx,
    };
  });
  /** What it takes from the lower right corner of a wide pane; beside a small one's tools lies no task. */
  get corner(): Size | null {
    if (!this.isShown || this.isSmall) return null;
    const { width, height } = this.size;
    return { width: width + besidePx, height: height + belowPx };
  }
  /** Where the drawing stands on the map. */
  readonly viewport: Viewport = $derived.by(() => {
    const { left, top, right, bottom } = this.#bounds ?? noRect;
    const zoom = this.#zoom;
    const { width, height } = this.size;
    return {
      x: (width - (right - left) * zoom) / 2 - left * zoom,
      y: (height - (bottom - top) * zoom) / 2 - top * zoom,
      zoom,
    };
  });
  /** What is in view, on the map, as far as it lies on it. */
  readonly frame: Rect = $derived.by(() => {
    const { x, y, zoom } = this.viewport;
    const { width, height } = this.size;
    return {
      left: Math.max(0, Math.min(width - 3, x + this.#seen.left * zoom)),
      top: Math.max(0, Math.min(height - 3, y + this.#seen.top * zoom)),
      right: Math.max(3, Math.min(width, x + this.#seen.right * zoom)),
      bottom: Math.max(3, Math.min(height, y + this.#seen.bottom * zoom)),
    };
  });
  /** How much of the graph's area is in view, in percent. */
  readonly share = $derived.by(() => {
    const bounds = this.#bounds ?? noRect;
    const { left, top, right, bottom } = overlapOf(this.#seen, bounds);
    const all = (bounds.right - bounds.left) * (bounds.bottom - bounds.top);
    const part = Math.max(0, right - left) * Math.max(0, bottom - top);
    return all === 0 ? 100 : Math.round((part / all) * 100);
  });
  readonly #zoom = $derived.by(() => {
    const { left, top, right, bottom } = this.#bounds ?? noRect;
    const most = this.isSmall ? smallMapMost : mapMost;
    return Math.min(most.width / (right - left), most.height / (bottom - top));
  });

  constructor(graph: MappedGraph, choices: CanvasChoices) {
    this.#graph = graph;
    this.#choices = choices;
    this.isWanted = choices.isMinimapWanted;
  }

  toggle(): void {
    this.isWanted = !this.isWanted;
    this.#choices.isMinimapWanted = this.isWanted;
  }

  /** Brings what lies at a place of the map to the middle of the view, never beside the graph. */
  lookAt([x, y]: Position): void {
    const { viewport } = this;
    const { left, top, right, bottom } = this.#bounds ?? noRect;
    this.#graph.view.centre([
      Math.max(left, Math.min(right, (x - viewport.x) / viewport.zoom)),
      Math.max(top, Math.min(bottom, (y - viewport.y) / viewport.zoom)),
    ]);
  }
}

const noRect: Rect = { left: 0, top: 0, right: nodeWidthPx, bottom: nodeHeightPx };

function seenIn({ x, y, zoom }: Viewport, { width, height }: Size): Rect {
  return {
    left: -x / zoom,
    top: -y / zoom,
    right: (width - x) / zoom,
    bottom: (height - y) / zoom,
  };
}

function overlapOf(one: Rect, other: Rect): Rect {
  return {
    left: Math.max(one.left, other.left),
    top: Math.max(one.top, other.top),
    right: Math.min(one.right, other.right),
    bottom: Math.min(one.bottom, other.bottom),
  };
}
