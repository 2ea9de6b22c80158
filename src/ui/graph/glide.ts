import type { Position } from '#core/workflow/patch/operation.ts';
import type { Drawn } from './canvas-state.ts';
import type { Viewport } from './view.ts';

const glideMs = 240;

interface Scene {
  readonly drawn: Drawn;
  readonly view: Viewport;
}

/** Tasks and the view on their way from one drawing to the next; one way at a time. */
export class Gliding {
  #stop: () => void = () => undefined;
  #isUnderWay = false;

  /** @param show is called once a frame; at last without places: tasks stand where they are drawn. */
  start(
    from: Scene,
    to: Scene,
    show: (view: Viewport, places: ReadonlyMap<string, Position>) => void,
  ): void {
    const before = new Map(
      from.drawn.nodes.map(({ id }, index) => [id, from.drawn.positions[index]]),
    );
    const { nodes, positions } = to.drawn;
    this.#isUnderWay = true;
    this.#stop = glide((part) => {
      this.#isUnderWay = part < 1;
      const places =
        part < 1 ? placesBetween(nodes, before, positions, part) : new Map<string, Position>();
      show(viewBetween(from.view, to.view, part), places);
    });
  }

  /** @returns whether something was under way. */
  end(): boolean {
    const wasUnderWay = this.#isUnderWay;
    this.#isUnderWay = false;
    this.#stop();
    return wasUnderWay;
  }
}

/**
 * Calls `show` with the part of the way that is done, once a frame, at last with 1. Where less
 * motion is wanted, only that.
 * @returns what stops it.
 */
function glide(show: (part: number) => void): () => void {
  if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) {
    show(1);
    return () => undefined;
  }
  const start = performance.now();
  const step = (now: number) => {
    const part = Math.min(1, Math.max(0, (now - start) / glideMs));
    // Fast at first, as everything in the product.
    show(1 - (1 - part) ** 3);
    if (part < 1) frame = requestAnimationFrame(step);
  };
  let frame = requestAnimationFrame(step);
  show(0);
  return () => {
    cancelAnimationFrame(frame);
  };
}

function between([x, y]: Position, [toX, toY]: Position, part: number): Position {
  return [x + (toX - x) * part, y + (toY - y) * part];
}

function viewBetween(from: Viewport, to: Viewport, part: number): Viewport {
  const [x, y] = between([from.x, from.y], [to.x, to.y], part);
  return { x, y, zoom: from.zoom + (to.zoom - from.zoom) * part };
}

/** Of each task on its way to where it stands; a new one is there already. */
function placesBetween(
  nodes: readonly { readonly id: string }[],
  from: ReadonlyMap<string, Position | undefined>,
  to: readonly Position[],
  part: number,
): Map<string, Position> {
  return new Map(
    nodes.map(({ id }, index) => {
      const place: Position = to[index] ?? [0, 0];
      return [id, between(from.get(id) ?? place, place, part)];
    }),
  );
}
