import { createContext, untrack } from 'svelte';
import { onGrid } from '#core/workflow/layout/size.ts';
import type { LayoutRequest } from '#core/workflow/layout/layout.ts';
import type { Position } from '#core/workflow/patch/operation.ts';
import { CanvasView } from './canvas-view.svelte.ts';
import { ChannelView } from './channel-view.svelte.ts';
import { circleFrom, dependantsOf, waysTo } from './circle.ts';
import { Course } from './course.svelte.ts';
import { Gliding } from './glide.ts';
import { directionOfPane, layOutFitting } from './direction.ts';
import type { Laid } from './direction.ts';
import { Fills } from './fills.svelte.ts';
import { FlowTeller } from './flow-teller.svelte.ts';
import { FlowNodes } from './flow-nodes.ts';
import type { FlowNode } from './flow-nodes.ts';
import type { GraphEdits, GraphNode, GraphProps } from './graph-contract.ts';
import type { NodeLook } from './node-states.svelte.ts';
import type { Asked, CanvasChoices, Drawn, Pull } from './canvas-state.ts';
import { isSameLists, lookupOf, setOf } from './lookup.ts';
import { Minimap } from './minimap.svelte.ts';
import { nearestTo } from './nearest.ts';
import { Places } from './places.ts';
import type { Channel, Direction } from './route.ts';
import { boundsOf, isIn, isOnTask, isOnWay, isSameSize, overviewBelow, rectOf } from './view.ts';
import type { Size, Viewport } from './view.ts';

const shownMost = 200;
const toolsPx = 40;
const trayPx = 84;
/** A pane that is pulled larger is looked at anew when it rests. */
const restMs = 150;

/**
 * What the canvas shows and what is done on it. The graph it shows is the last one whose tasks all
 * have a place; a task that comes moves none that is there.
 */
export class GraphModel {
  readonly #props: () => GraphProps;
  readonly #prefix: string;
  readonly #places = new Places();
  readonly #flowNodes = new FlowNodes();
  #laid = 0;
  readonly #gliding = new Gliding();
  /** The next drawing is fitted into the pane: there at once, or gliding after a person's act. */
  #wantsFit: 'atOnce' | 'gliding' | null = 'atOnce';
  #resting: ReturnType<typeof setTimeout> | undefined;
  readonly #course: Course;

  drawn = $state.raw<Drawn>({ nodes: [], dependencies: [], positions: [] });
  /** Whether a first layout has come. */
  isLaid = $state(false);
  readonly view = new CanvasView(() => {
    this.#endGlide();
  });
  active = $state<string | null>(null);
  /** For the polite region; two in a row that are the same are said twice. */
  message = $state.raw({ words: '' });
  dragged = $state.raw<ReadonlyMap<string, Position>>(lookupOf());
  pull = $state.raw<Pull | null>(null);
  asked = $state.raw<Asked | null>(null);
  /** A task on its way from the tray; a place on the canvas. */
  ghost = $state.raw<{ readonly type: string; readonly at: Position } | null>(null);
  /** A dependency that is in focus. */
  channel = $state.raw<Channel | null>(null);

  /** Also where too many tasks would be drawn as elements of the page to move smoothly. */
  readonly isOverview = $derived.by(
    () => this.view.viewport.zoom < overviewBelow || this.#shownCount > shownMost,
  );
  readonly #shownCount = $derived.by(() => {
    const rect = rectOf(this.view.tiles);
    return this.settled.filter((place) => isIn(place, rect)).length;
  });
  readonly indexById = $derived.by(() =>
    lookupOf(this.drawn.nodes.map(({ id }, index) => [id, index])),
  );
  readonly dependants = $derived.by(() => dependantsOf(this.dependencies));
  // Apart from what is drawn, so that new words on a node lead no channel anew.
  readonly dependencies = $derived(this.drawn.dependencies);
  readonly settled = $derived(this.drawn.positions);
  readonly positions = $derived.by(() =>
    this.dragged.size === 0
      ? this.settled
      : this.settled.map(
          (place, index) => this.dragged.get(this.drawn.nodes[index]?.id ?? '') ?? place,
        ),
  );
  readonly #channels = new ChannelView(this);
  readonly minimap: Minimap;
  readonly fills = new Fills(this);
  readonly teller = new FlowTeller(this, () => this.#props().flowOf);
  readonly chosen = $derived.by(() => setOf(this.#props().selected));
  readonly flowNodes = $derived.by(() => this.#toFlowNodes());
  readonly circle = $derived.by(() => setOf(this.pull?.circle ?? []));

  /** @param prefix of the ids of elements, one for each canvas. */
  constructor(props: () => GraphProps, prefix: string, choices: CanvasChoices) {
    this.#prefix = prefix;
    this.#props = props;
    this.#course = new Course(choices);
    this.minimap = new Minimap(this, choices);
  }

  get direction(): Direction {
    return this.#course.direction;
  }

  get edit(): GraphEdits | null {
    return this.#props().edit ?? null;
  }

  get selected(): readonly string[] {
    return this.#props().selected;
  }

  get changes(): number {
    return this.#props().states?.changes ?? 0;
  }

  get channels(): readonly Channel[] {
    return this.#channels.list;
  }

  get hasMoved(): boolean {
    return this.dragged.size > 0;
  }

  isMoved(index: number): boolean {
    return this.dragged.has(this.idOf(index));
  }

  lookOf(index: number): NodeLook | null {
    const node = this.drawn.nodes[index];
    return node === undefined ? null : (this.#props().states?.of(node.id) ?? null);
  }

  /** Of its element; task ids may hold what an id of the page may not. */
  domIdOf(index: number): string {
    return `${this.#prefix}-${String(index)}`;
  }

  idOf(index: number): string {
    return this.drawn.nodes[index]?.id ?? '';
  }

  /** As a person reads it, on the node and in every sentence. */
  nameOf(index: number): string {
    return this.drawn.nodes[index]?.name ?? '';
  }

  get activeIndex(): number {
    return this.active === null ? -1 : (this.indexById.get(this.active) ?? -1);
  }

  /** Takes over what was handed in; lays out what has no place yet. */
  follow(): void {
    const { nodes, dependencies, placed } = this.#props();
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
    const { arrange, nodes } = this.#props();
    const mayTry = this.#course.isOpen && nodes.length <= shownMost;
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
      this.fit();
      if (glides) this.#glideFrom(before, view);
    }
    if (!this.isLaid) this.#props().ondrawn?.();
    this.isLaid = true;
    this.#keepActive(before);
  }

  /** After an act of the person tasks move to their places; a crowd is there at once. */
  #glideFrom(before: Drawn, view: Viewport): void {
    if (this.drawn.nodes.length > shownMost || before.nodes.length === 0) return;
    const to = { drawn: this.drawn, view: this.view.viewport };
    this.#gliding.start({ drawn: before, view }, to, (seen, places) => {
      this.view.show(seen);
      this.dragged = places;
    });
  }

  /** Focus is never lost: it goes to what stands where the lost task stood. */
  #keepActive(before: Drawn): void {
    if (this.active === null || this.activeIndex !== -1) return;
    const was = before.nodes.findIndex(({ id }) => id === this.active);
    const index = this.drawn.nodes.length === before.nodes.length ? was : -1;
    const next = index === -1 ? this.neighbourOf(before.positions[was] ?? [0, 0]) : index;
    this.active = next === null ? null : this.idOf(next);
  }

  neighbourOf(place: Position): number | null {
    return nearestTo(this.drawn.positions, place);
  }

  #toFlowNodes(): FlowNode[] {
    if (this.isOverview) return [];
    const rect = rectOf(this.view.tiles);
    const found: FlowNode[] = [];
    this.positions.forEach((place, index) => {
      const id = this.drawn.nodes[index]?.id;
      if (id === undefined || !(isIn(place, rect) || this.dragged.has(id))) return;
      found.push(
        this.#flowNodes.of({
          id,
          index,
          place,
          selected: this.chosen.has(id),
          dragging: this.dragged.has(id),
        }),
      );
    });
    return found;
  }

  /** What the library did to the nodes it was given: selected or moved them. */
  takeFlowNodes(next: readonly FlowNode[]): void {
    const moved = lookupOf(this.dragged);
    let isMoved = false;
    const selected: string[] = [];
    for (const node of next) {
      if (node.selected === true) selected.push(node.id);
      const { x, y } = this.#flowNodes.placeOf(node.id) ?? node.position;
      if (node.position.x === x && node.position.y === y) continue;
      moved.set(node.id, [onGrid(node.position.x), onGrid(node.position.y)]);
      isMoved = true;
    }
    if (isMoved) this.dragged = moved;
    const isSame =
      selected.length === this.chosen.size && selected.every((id) => this.chosen.has(id));
    if (!isSame) this.select(selected);
  }

  select(ids: readonly string[]): void {
    const last = ids.at(-1);
    if (last !== undefined && (this.active === null || !ids.includes(this.active))) {
      this.active = last;
    }
    this.#props().onselect(ids);
  }

  open(id: string): void {
    this.#props().onopen(id);
  }

  dropDragged(): void {
    if (this.dragged.size === 0) return;
    this.place(this.dragged);
    this.dragged = lookupOf();
  }

  place(positions: ReadonlyMap<string, Position>): void {
    for (const [id, place] of positions) this.#places.move(id, place);
    this.#draw(this.drawn.nodes, this.drawn.dependencies);
    this.edit?.place(positions);
  }

  tidy(): void {
    this.edit?.place(null);
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
    this.fit();
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      // The one who arranges says what is wrong; the drawing stays as it is.
      this.#reconsider().catch(() => undefined);
    }, restMs);
  }

  async #reconsider(): Promise<void> {
    const { nodes, dependencies, placed, arrange } = this.#props();
    const isOpen = () => this.#course.isOfPane && placed.size === 0 && !this.view.isOwn;
    if (!isOpen() || nodes.length === 0) return;
    const { direction } = this;
    const wish = directionOfPane(this.view.size, direction);
    const request = this.#places.unplaced(nodes, dependencies, wish);
    const isLarge = nodes.length > shownMost;
    const better = isLarge
      ? wish
      : (await layOutFitting(request, arrange, this.view.size)).direction;
    if (better === direction || !isOpen() || this.direction !== direction) return;
    this.#course.take(better);
    this.#arrangeAnew('atOnce');
  }

  close(): void {
    this.fills.close();
    clearTimeout(this.#resting);
  }

  #endGlide(): void {
    if (this.#gliding.end()) this.dragged = lookupOf();
  }

  fit(): void {
    // Where tasks glide to, not where they are on their way.
    this.#endGlide();
    const bounds = boundsOf(this.positions);
    if (bounds !== null) this.view.fit(bounds, this.edit === null ? toolsPx : trayPx + toolsPx);
  }

  reveal(index: number): void {
    const place = this.positions[index];
    if (place !== undefined) this.view.reveal(place);
  }

  closeUp(index: number): void {
    const place = this.positions[index];
    if (place !== undefined) this.view.closeUp(place);
  }

  taskAt(at: Position, margin: number): number | null {
    const index = this.positions.findIndex((place) => isOnTask(place, at, margin));
    return index === -1 ? null : index;
  }

  /** The channel that is pressed: as wide as a finger needs. */
  channelAt(at: Position): Channel | null {
    const reach = Math.max(12, 12 / this.view.viewport.zoom);
    return this.channels.find(({ points }) => isOnWay(points, at, reach)) ?? null;
  }

  /** The circle it would close if `to` depended on `from`; null: it may. */
  circleOf(from: number, to: number): readonly number[] | null {
    return circleFrom(waysTo(this.drawn.dependencies, from), to);
  }

  say(words: string): void {
    this.message = { words };
  }

  focus(): void {
    this.view.element?.focus({ preventScroll: true });
  }
}

export const [getGraph, setGraph] = createContext<GraphModel>();
