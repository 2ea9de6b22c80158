/**
 * A small layered drawing of a graph. Tasks stand in the layer of their longest path; a channel
 * over several layers passes through places of its own, so that it never runs under a task.
 */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly nodeWidth: number;
  /** Top left corners, by task index. */
  readonly nodes: readonly { readonly x: number; readonly y: number }[];
  /** Channels that share an end join; groups that do not cross as an aqueduct. */
  readonly groups: readonly (readonly Channel[])[];
}
export interface Channel {
  readonly from: number;
  readonly to: number;
  readonly path: string;
  /** Of the last bend or the middle, where a gate stands. */
  readonly gate: string;
}
type Direction = 'right' | 'down';

export const nodeHeight = 50;
const nodeWidths = { right: 112, down: 100, most: 150 } as const;
const gaps = { right: { layer: 40, row: 26 }, down: { layer: 34, row: 12 } } as const;
const lanePx = 14;
const bendPx = 13;
const sweeps = 6;

interface Place {
  readonly layer: number;
  row: number;
  /** No task: a long channel passes through. */
  readonly isPassage: boolean;
  readonly before: Place[];
  readonly after: Place[];
}
interface Route {
  readonly from: number;
  readonly to: number;
  readonly places: readonly Place[];
}

/**
 * Left to right where that fits, with nodes as wide as there is room for; otherwise top to bottom.
 * @param dependencies of each task, by index; without a cycle.
 * @param widthPx what there is; 0 while nobody knows.
 */
export function drawPicture(
  dependencies: readonly (readonly number[])[],
  widthPx: number,
): Picture {
  const graph = toGraph(dependencies);
  const across = drawFitting(graph, 'right', widthPx);
  if (widthPx === 0 || across.width <= widthPx) return across;
  const down = drawFitting(graph, 'down', widthPx);
  // Where neither fits, the one of which more is seen at once.
  return down.width <= Math.max(widthPx, across.width) ? down : across;
}

/** With nodes as wide as there is room for, between the least and the most. */
function drawFitting(graph: Graph, direction: Direction, widthPx: number): Picture {
  const least = nodeWidths[direction];
  const narrow = draw(graph, direction, least);
  const rows = Math.max(0, ...graph.places.map(({ row }) => row)) + 1;
  const nodesAcross = direction === 'right' ? Math.max(1, graph.layers.length) : rows;
  const spare = Math.floor((widthPx - narrow.width) / nodesAcross);
  const width = Math.min(nodeWidths.most, least + Math.max(0, spare));
  return width === least ? narrow : draw(graph, direction, width);
}

interface Graph {
  readonly places: readonly Place[];
  readonly layers: readonly Place[][];
  readonly groups: readonly (readonly Route[])[];
  readonly taskCount: number;
}

function toGraph(dependencies: readonly (readonly number[])[]): Graph {
  const { places, routes } = toPlaces(dependencies);
  const layers = toLayers(places);
  untangle(layers);
  settleRows(layers);
  return { places, layers, groups: groupByEnd(routes), taskCount: dependencies.length };
}

function draw(graph: Graph, direction: Direction, width: number): Picture {
  const { layers, groups } = graph;
  const scale = toScale(direction, width, layers, toLanes(groups));
  return {
    ...scale.size,
    nodeWidth: width,
    nodes: graph.places.slice(0, graph.taskCount).map((place) => scale.corner(place)),
    groups: groups.map((group, index) =>
      group.map((route) => toChannel(route, (layer) => scale.lane(layer, index), scale, direction)),
    ),
  };
}

function layersOf(dependencies: readonly (readonly number[])[]): number[] {
  const layers = dependencies.map(() => -1);
  const visit = (task: number): number => {
    const known = layers[task] ?? 0;
    if (known >= 0) return known;
    const deepest = (dependencies[task] ?? []).reduce((max, one) => Math.max(max, visit(one)), -1);
    layers[task] = deepest + 1;
    return deepest + 1;
  };
  dependencies.forEach((_, task) => visit(task));
  return layers;
}

function toPlaces(dependencies: readonly (readonly number[])[]): {
  places: Place[];
  routes: Route[];
} {
  const layers = layersOf(dependencies);
  const at = (layer: number, isPassage: boolean): Place => ({
    layer,
    row: 0,
    isPassage,
    before: [],
    after: [],
  });
  const places = layers.map((layer) => at(layer, false));
  const routes: Route[] = [];
  dependencies.forEach((own, to) => {
    for (const from of own) {
      const start = places[from];
      const end = places[to];
      if (start === undefined || end === undefined) continue;
      const between = Array.from({ length: end.layer - start.layer - 1 }, (_, step) =>
        at(start.layer + step + 1, true),
      );
      places.push(...between);
      const all = [start, ...between, end];
      all.slice(1).forEach((place, index) => {
        const previous = all[index];
        if (previous === undefined) return;
        place.before.push(previous);
        previous.after.push(place);
      });
      routes.push({ from, to, places: all });
    }
  });
  return { places, routes };
}

function toLayers(places: readonly Place[]): Place[][] {
  const layers: Place[][] = [];
  for (const place of places) {
    const layer = (layers[place.layer] ??= []);
    place.row = layer.length;
    layer.push(place);
  }
  return layers;
}

/** Orders each layer by where its neighbours stand, and keeps the order with the fewest crossings. */
function untangle(layers: readonly Place[][]): void {
  let best = { crossings: crossingsOf(layers), rows: rowsOf(layers) };
  for (let sweep = 0; sweep < sweeps && best.crossings > 0; sweep += 1) {
    const isForth = sweep % 2 === 0;
    for (const layer of isForth ? layers : layers.toReversed()) {
      const wishes = wishesOf(layer, (place) => (isForth ? place.before : place.after));
      const wishOf = (place: Place) => wishes.get(place) ?? 0;
      layer.sort((a, b) => wishOf(a) - wishOf(b) || straightFirst(a, b) || a.row - b.row);
      layer.forEach((place, index) => (place.row = index));
    }
    const crossings = crossingsOf(layers);
    if (crossings < best.crossings) best = { crossings, rows: rowsOf(layers) };
  }
  for (const layer of layers) {
    for (const place of layer) place.row = best.rows.get(place) ?? place.row;
    layer.sort((a, b) => a.row - b.row);
  }
}

/** A long channel that need not bend is calmer than a task that stands higher. */
function straightFirst(a: Place, b: Place): number {
  return Number(b.isPassage) - Number(a.isPassage);
}

function rowsOf(layers: readonly Place[][]): Map<Place, number> {
  return new Map(layers.flat().map((place) => [place, place.row]));
}

function crossingsOf(layers: readonly Place[][]): number {
  let count = 0;
  for (const layer of layers) {
    const edges = layer.flatMap((place) =>
      place.before.map(({ row }) => [row, place.row] as const),
    );
    edges.forEach(([from, to], index) => {
      for (const [otherFrom, otherTo] of edges.slice(index + 1)) {
        if ((from - otherFrom) * (to - otherTo) < 0) count += 1;
      }
    });
  }
  return count;
}

/** Keeps the order; moves each place level with what leads to it, where there is room. */
function settleRows(layers: readonly Place[][]): void {
  for (const layer of layers) {
    const wishes = wishesOf(layer, (place) => place.before);
    let free = 0;
    for (const place of layer) {
      place.row = Math.max(free, Math.floor(wishes.get(place) ?? 0));
      free = place.row + 1;
    }
  }
  // What has no task before it moves level with what it leads to.
  for (const layer of layers.toReversed()) {
    layer.toReversed().forEach((place, index, reversed) => {
      if ((place.before.length > 0 && !place.isPassage) || place.after.length === 0) return;
      const wish = Math.min(...place.after.map(({ row }) => row));
      const limit = (reversed[index - 1]?.row ?? Number.POSITIVE_INFINITY) - 1;
      place.row = Math.max(place.row, Math.min(wish, limit));
    });
  }
}

/** The mean of its neighbours' rows; its own row when it has none. */
function wishesOf(
  layer: readonly Place[],
  neighbours: (place: Place) => readonly Place[],
): Map<Place, number> {
  return new Map(
    layer.map((place) => {
      const rows = neighbours(place).map(({ row }) => row);
      const sum = rows.reduce((total, row) => total + row, 0);
      return [place, rows.length === 0 ? place.row : sum / rows.length];
    }),
  );
}

function groupByEnd(routes: readonly Route[]): Route[][] {
  const sources = new Map<number, Route[]>();
  const groupOf = new Map<Route, Route[]>();
  const targets = new Map<number, Route[]>();
  const merge = (into: Route[], other: Route[]): void => {
    if (into === other) return;
    into.push(...other);
    for (const route of other) groupOf.set(route, into);
    other.length = 0;
  };
  for (const route of routes) {
    const group = [route];
    groupOf.set(route, group);
    for (const [map, key] of [
      [sources, route.from],
      [targets, route.to],
    ] as const) {
      const peers = map.get(key) ?? [];
      const first = peers[0];
      const known = first === undefined ? undefined : groupOf.get(first);
      const own = groupOf.get(route);
      if (known !== undefined && own !== undefined) merge(known, own);
      peers.push(route);
      map.set(key, peers);
    }
  }
  return [...new Set(groupOf.values())].filter((group) => group.length > 0);
}

/** Which groups bend in the gap after a layer, in the order of their lanes. */
function toLanes(groups: readonly (readonly Route[])[]): Map<number, number[]> {
  const lanes = new Map<number, number[]>();
  groups.forEach((group, index) => {
    for (const { places } of group) {
      places.slice(1).forEach((place, step) => {
        const before = places[step];
        if (before === undefined || before.row === place.row) return;
        const gap = lanes.get(before.layer) ?? [];
        if (!gap.includes(index)) gap.push(index);
        lanes.set(before.layer, gap);
      });
    }
  });
  return lanes;
}

interface Scale {
  readonly size: { readonly width: number; readonly height: number };
  corner(place: Place): { x: number; y: number };
  /** Along the flow: where a place begins, ends, and its middle across. */
  span(place: Place): { start: number; end: number; middle: number };
  lane(layer: number, group: number): number;
}

function toScale(
  direction: Direction,
  width: number,
  layers: readonly Place[][],
  lanes: ReadonlyMap<number, readonly number[]>,
): Scale {
  const isRight = direction === 'right';
  const along = isRight ? width : nodeHeight;
  const across = isRight ? nodeHeight : width;
  const gap = gaps[direction];
  const gapAfter = (layer: number) =>
    gap.layer + Math.max(0, (lanes.get(layer)?.length ?? 0) - 1) * lanePx;
  const starts: number[] = [];
  let length = 0;
  layers.forEach((_, layer) => {
    starts.push(length);
    length += along + (layer === layers.length - 1 ? 0 : gapAfter(layer));
  });
  const rows = Math.max(0, ...layers.flat().map(({ row }) => row + 1));
  const breadth = Math.max(0, rows * (across + gap.row) - gap.row);
  const span = (place: Place) => {
    const start = starts[place.layer] ?? 0;
    return { start, end: start + along, middle: place.row * (across + gap.row) + across / 2 };
  };
  return {
    size: isRight ? { width: length, height: breadth } : { width: breadth, height: length },
    span,
    corner: (place) => {
      const { start, middle } = span(place);
      const side = middle - across / 2;
      return isRight ? { x: start, y: side } : { x: side, y: start };
    },
    lane: (layer, group) => {
      const own = lanes.get(layer) ?? [];
      const first =
        (starts[layer] ?? 0) + along + (gapAfter(layer) - (own.length - 1) * lanePx) / 2;
      return first + Math.max(0, own.indexOf(group)) * lanePx;
    },
  };
}

function toChannel(
  route: Route,
  laneAfter: (layer: number) => number,
  scale: Scale,
  direction: Direction,
): Channel {
  const point = (along: number, across: number) =>
    direction === 'right' ? `${px(along)} ${px(across)}` : `${px(across)} ${px(along)}`;
  const first = scale.span(route.places[0] ?? noPlace);
  const last = scale.span(route.places.at(-1) ?? noPlace);
  let path = `M${point(first.end, first.middle)}`;
  route.places.slice(1).forEach((place, index) => {
    const before = route.places[index] ?? noPlace;
    const start = scale.span(before).middle;
    const end = scale.span(place).middle;
    if (start !== end) path += bend(point, laneAfter(before.layer), start, end);
  });
  path += `L${point(last.start, last.middle)}`;
  const gateAt = last.start - 11;
  const gate = `M${point(gateAt, last.middle - 7)}L${point(gateAt, last.middle + 7)}`;
  return { from: route.from, to: route.to, path, gate };
}

const noPlace: Place = { layer: 0, row: 0, isPassage: true, before: [], after: [] };

function bend(
  point: (along: number, across: number) => string,
  lane: number,
  start: number,
  end: number,
): string {
  const side = Math.sign(end - start);
  const radius = Math.min(bendPx, Math.abs(end - start) / 2);
  return (
    `L${point(lane - radius, start)}Q${point(lane, start)} ${point(lane, start + side * radius)}` +
    `L${point(lane, end - side * radius)}Q${point(lane, end)} ${point(lane + radius, end)}`
  );
}

const px = (value: number): string => String(Math.round(value * 100) / 100);
