import type { Position } from '#core/workflow/patch/operation.ts';
import { kindOf } from './channel-kind.ts';
import type { ChannelEnds } from './channel-kind.ts';
import type { Told } from './canvas-state.ts';
import type { GraphProps } from './graph-contract.ts';
import type { Channel } from './route.ts';
import { middleOf } from './view.ts';

interface TellingGraph extends ChannelEnds {
  readonly channels: readonly Channel[];
  idOf(index: number): string;
}

/** Tells what came through a channel: one at a time, of full ones alone. */
export class FlowTeller {
  readonly #graph: TellingGraph;
  readonly #flowOf: () => GraphProps['flowOf'];
  told = $state.raw<Told | null>(null);

  constructor(graph: TellingGraph, flowOf: () => GraphProps['flowOf']) {
    this.#graph = graph;
    this.#flowOf = flowOf;
  }

  /** Where nothing flows, as in an editor. */
  get isMute(): boolean {
    return this.#flowOf() === undefined;
  }

  /** @param at where it is told, on the canvas; else in the middle of the channel. */
  tell(channel: Channel, at: Position = middleOf(channel.points)): void {
    const isFull = kindOf(this.#graph, channel) === 'full';
    const flow = isFull ? (this.#flowOf()?.(this.#graph.idOf(channel.from)) ?? null) : null;
    this.told = flow === null ? null : { channel, flow, at };
  }

  /** Of the dependency between two tasks, as far as it is in view. */
  tellBetween(from: number, to: number): void {
    const channel = this.#graph.channels.find((one) => one.from === from && one.to === to);
    if (channel === undefined) this.hush();
    else this.tell(channel);
  }

  hush(): void {
    this.told = null;
  }
}
