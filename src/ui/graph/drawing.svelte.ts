import { untrack } from 'svelte';
import type { LayoutRequest } from '#core/workflow/layout/layout.ts';
import type { Position } from '#core/workflow/patch/operation.ts';
import type { CanvasChoices, Drawn } from './canvas-state.ts';
import { CanvasView } from './canvas-view.svelte.ts';
import { Course } from './course.svelte.ts';
import { directionOfPane, layOutFitting } from './direction.ts';
import type { Laid } from './direction.ts';
import { Gliding } from './glide.ts';
import type { GraphNode, GraphProps } from './graph-contract.ts';
import { isSameLists, lookupOf } from './lookup.ts';
import { Places } from './places.ts';
import type { Direction } from './route.ts';
import { boundsOf, isSameSize } from './view.ts';
import type { Size, Viewport } from './view.ts';

/** A crowd is laid out in one direction alone, and is at its places at once. */
export const crowdFrom = 200;
const toolsPx = 40;
const trayPx = 84;
/** A pane that is pulled larger is looked at anew when it rests. */
const restMs = 150;

interface Parts {
  readonly props: () => GraphProps;
  readonly choices: CanvasChoices;
  /** The task at which a small pane opens a graph that it cannot show as a whole. */
  readonly startAt: () => number;
  /** What the map takes from the lower right corner, above the tray. */
  readonly mapCorner: () => Size | null;
  readonly ondrawn: (before: Drawn) => void;
}

/**
 * Where tasks stand and how they are brought into view. The graph that is drawn is the last one whose
 * tasks all have a place; a task that comes moves none that is there.
 */
export class Drawing {
  readonly #parts: Parts;
  readonly #places = new Places();
  readonly #course: Course;
  readonly #gliding = new Gliding();
  #laid = 0;
  /** The next drawing is fitted into the pane: there at once, or gliding after a person's act. */
  #wantsFit: 'atOnce' | 'gliding' | null = 'atOnce';
  /** The person wants to see all of it, however small. */
  #isWhole = false;
  #resting: ReturnType<typeof setTimeout> | undefined;

  drawn = $state.raw<Drawn>({ nodes: [], dependencies: [], positions: [] });
  /** Whether a first layout has come. */
  isLaid = $state(false);
  /** Where tasks are while they are pulled, or on their way. */
  dragged = $state.raw<ReadonlyMap<string, Position>>(lookupOf());
  readonly view = new CanvasView(() => {
    this.#endGlide();
  });
  readonly positions = $derived.by(() => {
    const { nodes, positions } = this.drawn;
    if (this.dragged.size === 0) return positions;
    return positions.map((place, index) => this.dragged.get(nodes[index]?.id ?? '') ?? place);
  });

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#course = new Course(parts.choices);
  }

  get direction(): Direction {
    return this.#course.direction;
  }

  get #props(): GraphProps {
    return this.#parts.props();
  }

  /** Takes over what was handed in; lays out what has no place yet. */
  follow(): void {
    const { nodes, dependencies, placed } = this.#props;
    if (!this.view.isSized) return;
    untrack(() => {
      this.#places.follow(nodes, placed);
      const places = nodes.map(({ id }) => placed.get(id) ?? null);
      this.#course.begin(places, dependencies, this.view.size);
      const request = this.#places.request(nodes, dependencies, this.direction);
      this.#laid += 1;
      if (request === null) {
        this.#draw(nodes, dependencies);
        return;
      }
      const own = this.#laid;
      void this.#layOut(request).then(
        ({ direction, positions }) => {
          // Also when the page went on to another screen meanwhile.
          if (own !== this.#laid || this.view.element?.isConnected === false) return;
          if (nodes.length > 0) this.#course.take(direction);
          this.#places.take(nodes, positions);
          this.#draw(nodes, dependencies);
        },
        // The one who arranges says what is wrong; the last drawing stays.
        () => undefined,
      );
    });
  }

  async #layOut(request: LayoutRequest): Promise<Laid> {
    const { arrange, nodes } = this.#props;
    const mayTry = this.#course.isOpen && nodes.length <= crowdFrom;
    if (mayTry) return layOutFitting(request, arrange, this.view.size);
    return { direction: request.direction, positions: (await arrange(request)).positions };
  }

  #draw(nodes: readonly GraphNode[], dependencies: Drawn['dependencies']): void {
    const before = this.drawn;
    const positions = nodes.map(({ id }): Position => this.#places.of(id) ?? [0, 0]);
    const view = this.view.viewport;
    this.drawn = {
      nodes,
      dependencies: isSameLists(before.dependencies, dependencies)
        ? before.dependencies
        : dependencies,
      positions: isSameLists(before.positions, positions) ? before.positions : positions,
    };
    if (this.#wantsFit !== null && nodes.length > 0) {
      const glides = this.#wantsFit === 'gliding' && this.isLaid;
      this.#wantsFit = null;
      this.#fit();
      if (glides) this.#glideFrom(before, view);
    }
    if (!this.isLaid) this.#props.ondrawn?.();
    this.isLaid = true;
    this.#parts.ondrawn(before);
  }

  /** After an act of the person tasks move to their places; a crowd is there at once. */
  #glideFrom(before: Drawn, view: Viewport): void {
    if (this.drawn.nodes.length > crowdFrom || before.nodes.length === 0) return;
    const to = { drawn: this.drawn, view: this.view.viewport };
    this.#gliding.start({ drawn: before, view }, to, (seen, places) => {
      this.view.show(seen);
      this.dragged = places;
    });
  }

  #endGlide(): void {
    if (this.#gliding.end()) this.dragged = lookupOf();
  }

  /** @returns what was pulled, and stands where it is now. */
  drop(): ReadonlyMap<string, Position> {
    const { dragged } = this;
    if (dragged.size > 0) this.place(dragged);
    this.dragged = lookupOf();
    return dragged;
  }

  place(positions: ReadonlyMap<string, Position>): void {
    for (const [id, place] of positions) this.#places.move(id, place);
    this.#draw(this.drawn.nodes, this.drawn.dependencies);
  }

  /** Forgets where tasks stand, and lays all of them out. */
  tidy(): void {
    this.#arrangeAnew('gliding');
  }

  turn(): void {
    this.#course.turn();
    this.#arrangeAnew('gliding');
  }

  #arrangeAnew(how: 'atOnce' | 'gliding'): void {
    this.#places.forget();
    this.#wantsFit = how;
    this.follow();
  }

  /** Of its pane. What a person neither moved nor zoomed is fitted anew, and turned when they did not choose. */
  resize(size: Size): void {
    // Hidden for a moment: it comes back as it was.
    if (size.width === 0 || isSameSize(size, this.view.size)) return;
    this.view.size = size;
    if (!this.isLaid || this.view.isOwn) return;
    this.#fit();
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      // The one who arranges says what is wrong; the drawing stays as it is.
      this.#reconsider().catch(() => undefined);
    }, restMs);
  }

  async #reconsider(): Promise<void> {
    const { nodes, dependencies, placed, arrange } = this.#props;
    const isOpen = () => this.#course.isOfPane && placed.size === 0 && !this.view.isOwn;
    if (!isOpen() || nodes.length === 0) return;
    const { direction } = this;
    const wish = directionOfPane(this.view.size, direction);
    const request = this.#places.unplaced(nodes, dependencies, wish);
    const isCrowd = nodes.length > crowdFrom;
    const better = isCrowd
      ? wish
      : (await layOutFitting(request, arrange, this.view.size)).direction;
    if (better === direction || !isOpen() || this.direction !== direction) return;
    this.#course.take(better);
    this.#arrangeAnew('atOnce');
  }

  /** A person's act: all of it, however small. */
  fit(): void {
    this.#isWhole = true;
    this.#fit();
  }

  #fit(): void {
    // Where tasks glide to, not where they are on their way.
    this.#endGlide();
    const bounds = boundsOf(this.positions);
    if (bounds === null) return;
    const tray = this.#props.edit ? trayPx : 0;
    const start = this.#isWhole ? undefined : this.positions[this.#parts.startAt()];
    const map = this.#parts.mapCorner();
    const corner = map === null ? null : { ...map, height: map.height + tray };
    this.view.fit(bounds, { below: tray + toolsPx, corner, start });
  }

  close(): void {
    clearTimeout(this.#resting);
  }
}
