import { createContext } from 'svelte';
import { onGrid } from '#core/workflow/layout/size.ts';
import type { Position } from '#core/workflow/patch/operation.ts';
import type { CanvasView } from './canvas-view.svelte.ts';
import { ChannelView } from './channel-view.svelte.ts';
import { circleFrom, dependantsOf, waysTo } from './circle.ts';
import { crowdFrom, Drawing } from './drawing.svelte.ts';
import { Fills } from './fills.svelte.ts';
import { FlowTeller } from './flow-teller.svelte.ts';
import { FlowNodes } from './flow-nodes.ts';
import type { FlowNode } from './flow-nodes.ts';
import type { GraphEdits, GraphProps } from './graph-contract.ts';
import type { NodeLook } from './node-states.svelte.ts';
import type { Asked, CanvasChoices, Drawn, Pull } from './canvas-state.ts';
import { lookupOf, setOf } from './lookup.ts';
import { Minimap } from './minimap.svelte.ts';
import { nearestTo } from './nearest.ts';
import type { Channel, Direction } from './route.ts';
import { boundsOf, isIn, isOnTask, isOnWay, overviewBelow, rectOf } from './view.ts';

const pressing = ['failed', 'running', 'waiting'] as const;

/** What the canvas shows and what is done on it. */
export class GraphModel {
  readonly #props: () => GraphProps;
  readonly #prefix: string;
  readonly #flowNodes = new FlowNodes();
  readonly drawing: Drawing;

  active = $state<string | null>(null);
  /** For the polite region; two in a row that are the same are said twice. */
  message = $state.raw({ words: '' });
  pull = $state.raw<Pull | null>(null);
  asked = $state.raw<Asked | null>(null);
  /** A task on its way from the tray; a place on the canvas. */
  ghost = $state.raw<{ readonly type: string; readonly at: Position } | null>(null);
  /** A dependency that is in focus. */
  channel = $state.raw<Channel | null>(null);

  /** Also where too many tasks would be drawn as elements of the page to move smoothly. */
  readonly isOverview = $derived.by(
    () => this.view.viewport.zoom < overviewBelow || this.#shownCount > crowdFrom,
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
    this.drawing = new Drawing({
      props,
      choices,
      startAt: () => this.#startAt(),
      mapCorner: () => this.minimap.corner,
      ondrawn: (before) => {
        this.#keepActive(before);
      },
    });
    this.minimap = new Minimap(this, choices);
  }

  get drawn(): Drawn {
    return this.drawing.drawn;
  }

  get view(): CanvasView {
    return this.drawing.view;
  }

  get positions(): readonly Position[] {
    return this.drawing.positions;
  }

  get direction(): Direction {
    return this.drawing.direction;
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
    return this.drawing.dragged.size > 0;
  }

  isMoved(index: number): boolean {
    return this.drawing.dragged.has(this.idOf(index));
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
    const { dragged } = this.drawing;
    const rect = rectOf(this.view.tiles);
    const found: FlowNode[] = [];
    this.positions.forEach((place, index) => {
      const id = this.drawn.nodes[index]?.id;
      if (id === undefined || !(isIn(place, rect) || dragged.has(id))) return;
      found.push(
        this.#flowNodes.of({
          id,
          index,
          place,
          selected: this.chosen.has(id),
          dragging: dragged.has(id),
        }),
      );
    });
    return found;
  }

  /** What the library did to the nodes it was given: selected or moved them. */
  takeFlowNodes(next: readonly FlowNode[]): void {
    const moved = lookupOf(this.drawing.dragged);
    let isMoved = false;
    const selected: string[] = [];
    for (const node of next) {
      if (node.selected === true) selected.push(node.id);
      const { x, y } = this.#flowNodes.placeOf(node.id) ?? node.position;
      if (node.position.x === x && node.position.y === y) continue;
      moved.set(node.id, [onGrid(node.position.x), onGrid(node.position.y)]);
      isMoved = true;
    }
    if (isMoved) this.drawing.dragged = moved;
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
    const placed = this.drawing.drop();
    if (placed.size > 0) this.edit?.place(placed);
  }

  place(positions: ReadonlyMap<string, Position>): void {
    this.drawing.place(positions);
    this.edit?.place(positions);
  }

  tidy(): void {
    this.edit?.place(null);
    this.drawing.tidy();
  }

  close(): void {
    this.fills.close();
    this.drawing.close();
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

  /** Where a person looks first: what they chose, what failed, what is under way; else the first. */
  #startAt(): number {
    const chosen = this.indexById.get(this.selected.at(-1) ?? '');
    if (chosen !== undefined) return chosen;
    const states = this.drawn.nodes.map((_, index) => this.lookOf(index)?.state);
    const found = pressing.map((state) => states.indexOf(state)).find((index) => index !== -1);
    const bounds = boundsOf(this.settled);
    return found ?? nearestTo(this.settled, [bounds?.left ?? 0, bounds?.top ?? 0]) ?? 0;
  }

  say(words: string): void {
    this.message = { words };
  }

  focus(): void {
    this.view.element?.focus({ preventScroll: true });
  }
}

export const [getGraph, setGraph] = createContext<GraphModel>();
