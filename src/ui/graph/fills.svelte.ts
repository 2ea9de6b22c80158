import { untrack } from 'svelte';
import { kindOf } from './channel-kind.ts';
import type { ChannelEnds, ChannelKind } from './channel-kind.ts';
import { lookupOf, setOf } from './lookup.ts';
import type { Channel } from './route.ts';

/** More channels that move are more than anybody can follow: beyond it they stand still. */
export const movingMost = 40;
/** As long as `--t-fill`. */
const fillMs = 420;

interface Filled extends ChannelEnds {
  readonly channels: readonly Channel[];
}

/**
 * Channels that fill just now, each once: when what it leads out of has its first output while one
 * looks. One that was full when it came into view, or when the page opened, is full.
 */
export class Fills {
  readonly #graph: Filled;
  /** Of the channels in view as they were last looked at. */
  #before: ReadonlyMap<string, ChannelKind> = lookupOf();
  #timers: readonly ReturnType<typeof setTimeout>[] = [];
  keys = $state.raw<ReadonlySet<string>>(setOf());

  constructor(graph: Filled) {
    this.#graph = graph;
  }

  /** Looks at the channels in view, and is to be called again when they or their tasks change. */
  follow(): void {
    const graph = this.#graph;
    const before = this.#before;
    const kinds = graph.channels.map((channel) => [channel.key, kindOf(graph, channel)] as const);
    this.#before = lookupOf(kinds);
    const fresh = kinds.filter(([key, kind]) => kind === 'full' && isEmpty(before.get(key)));
    if (fresh.length === 0 || isMotionUnwanted()) return;
    const moving = kinds.filter(([, kind]) => kind === 'moving').length;
    untrack(() => {
      const room = Math.max(0, movingMost - moving - this.keys.size);
      this.#fill(fresh.slice(0, room).map(([key]) => key));
    });
  }

  #fill(keys: readonly string[]): void {
    if (keys.length === 0) return;
    this.keys = setOf([...this.keys, ...keys]);
    const timer = setTimeout(() => {
      this.keys = setOf([...this.keys].filter((key) => !keys.includes(key)));
      this.#timers = this.#timers.filter((one) => one !== timer);
    }, fillMs);
    this.#timers = [...this.#timers, timer];
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}

function isEmpty(kind: ChannelKind | undefined): boolean {
  return kind === 'dry' || kind === 'skipped';
}

function isMotionUnwanted(): boolean {
  return document.hidden || window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
