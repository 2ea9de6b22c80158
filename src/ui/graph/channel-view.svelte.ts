import type { Position } from '#core/workflow/patch/operation.ts';
import { routeChannels } from './route.ts';
import type { Channel, Direction } from './route.ts';
import { isIn, rectOf, touches } from './view.ts';

/** What the ways of channels depend on; reactive. */
interface ChannelSource {
  readonly dependencies: readonly (readonly number[])[];
  /** Where tasks stand while none is moved, and where they stand now. */
  readonly settled: readonly Position[];
  readonly positions: readonly Position[];
  readonly hasMoved: boolean;
  isMoved(index: number): boolean;
  readonly view: { readonly tiles: string };
  readonly direction: Direction;
  readonly isOverview: boolean;
}
interface Pair {
  readonly from: number;
  readonly to: number;
}

/** More dependencies than these are led around tasks only where they are seen. */
const routedMost = 4_000;

/** The channels in view: led once, and again only for tasks that are being moved. */
export class ChannelView {
  readonly #source: ChannelSource;
  readonly #pairs = $derived.by(() => {
    const { dependencies, settled, view } = this.#source;
    const pairs = dependencies.flatMap((own, to) => own.map((from): Pair => ({ from, to })));
    if (pairs.length <= routedMost) return pairs;
    const rect = rectOf(view.tiles);
    const isSeen = (index: number) => isIn(settled[index] ?? [0, 0], rect);
    return pairs.filter(({ from, to }) => isSeen(from) || isSeen(to));
  });
  readonly #all = $derived.by(() =>
    routeChannels(this.#source.settled, this.#pairs, this.#source.direction),
  );
  readonly #shown = $derived.by(() => {
    const rect = rectOf(this.#source.view.tiles);
    return this.#all.filter(({ points }) => touches(points, rect));
  });
  readonly list: readonly Channel[] = $derived.by(() => {
    if (this.#source.isOverview) return [];
    if (!this.#source.hasMoved) return this.#shown;
    const { positions, direction } = this.#source;
    const touched = ({ from, to }: Pair) => this.#source.isMoved(from) || this.#source.isMoved(to);
    return [
      ...this.#shown.filter((channel) => !touched(channel)),
      ...routeChannels(positions, this.#pairs.filter(touched), direction),
    ];
  });

  constructor(source: ChannelSource) {
    this.#source = source;
  }
}
