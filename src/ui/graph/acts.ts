import { createContext, untrack } from 'svelte';
import { gridPx } from '#core/workflow/layout/size.ts';
import type { Position } from '#core/workflow/patch/operation.ts';
import type { Text } from '#text/text.ts';
import type { GraphModel } from './graph-model.svelte.ts';
import { nearestIn, stepOf } from './nearest.ts';
import type { Arrow } from './nearest.ts';
import type { Channel } from './route.ts';

/** Names that are said of one task; a hundred would be no answer. */
const namesMost = 4;
const gridStep = gridPx * 4;

/** What a person does, with the sentence that says it was done. */
export class GraphActs {
  readonly #model: GraphModel;
  readonly #text: Text;
  /** What the next graph is expected to bring: a new task, or one less. */
  #awaited: { readonly known: ReadonlySet<string>; readonly after: string | null } | null = null;
  #isRemoving = false;

  constructor(model: GraphModel, text: Text) {
    this.#model = model;
    this.#text = text;
  }

  /** After the graph has changed: the new task has focus, or the neighbour of the lost one. */
  settle(): void {
    const { nodes } = this.#model.drawn;
    untrack(() => {
      if (this.#awaited !== null) {
        const { known, after } = this.#awaited;
        const index = nodes.findIndex(({ id }) => !known.has(id));
        if (index !== -1) this.#welcome(index, after);
      } else if (this.#isRemoving) {
        this.#isRemoving = false;
        const { active } = this.#model;
        this.#model.select(active === null ? [] : [active]);
      }
    });
  }

  #welcome(index: number, after: string | null): void {
    this.#awaited = null;
    const id = this.#model.idOf(index);
    this.#model.active = id;
    this.#model.select([id]);
    this.#model.reveal(index);
    const { graph } = this.#text;
    this.#model.say(
      after === null
        ? graph.added(this.#model.nameOf(index), this.#placeOf(index))
        : graph.addedAfter(this.#model.nameOf(index), this.#titleOf(after)),
    );
  }

  add(type: string, at: Position | null, after: string | null): void {
    const { edit, drawn } = this.#model;
    if (edit === null) return;
    this.#awaited = { known: new Set(drawn.nodes.map(({ id }) => id)), after };
    edit.add(type, at, after);
    this.#model.focus();
  }

  connect(to: number, from: number): void {
    this.#model.edit?.connect(this.#model.idOf(to), this.#model.idOf(from));
    this.#model.say(this.#text.graph.connected(...this.#names(to, from)));
  }

  disconnect(to: number, from: number): void {
    this.#model.channel = null;
    this.#model.edit?.disconnect(this.#model.idOf(to), this.#model.idOf(from));
    this.#model.say(this.#text.graph.disconnected(...this.#names(to, from)));
  }

  choose(channel: Channel): void {
    this.#model.channel = channel;
    this.#model.teller.tell(channel);
    const { graph } = this.#text;
    const ends = graph.channel(this.#model.nameOf(channel.from), this.#model.nameOf(channel.to));
    this.#model.say(graph.parts([ends, ...this.#flow]));
  }

  isConnected(to: number, from: number): boolean {
    return this.#model.drawn.dependencies[to]?.includes(from) === true;
  }

  /** What is selected, or else the one that has focus. */
  get subjects(): readonly string[] {
    const { active, selected } = this.#model;
    if (active === null) return selected;
    return selected.includes(active) ? selected : [active];
  }

  remove(ids: readonly string[]): void {
    const { edit } = this.#model;
    if (edit === null || ids.length === 0) return;
    this.#isRemoving = true;
    const { graph, time } = this.#text;
    const names = ids.slice(0, namesMost).map((id) => this.#titleOf(id));
    edit.remove(ids);
    this.#model.say(
      ids.length > namesMost ? graph.removedMany(time.count(ids.length)) : graph.removed(names),
    );
  }

  duplicate(id: string): void {
    const { edit, drawn } = this.#model;
    if (edit === null) return;
    this.#awaited = { known: new Set(drawn.nodes.map((node) => node.id)), after: null };
    edit.duplicate(id);
  }

  /** To a task, by number; `extends` what is selected. */
  go(index: number, isExtending = false): void {
    const id = this.#model.idOf(index);
    const selected = this.#model.selected;
    this.#model.channel = null;
    this.#model.teller.hush();
    this.#model.active = id;
    this.#model.select(isExtending ? [...new Set([...selected, id])] : [id]);
    this.#model.reveal(index);
    const words = this.describe(index);
    const { graph, time } = this.#text;
    this.#model.say(
      isExtending
        ? graph.parts([words, graph.selected(time.count(this.#model.selected.length))])
        : words,
    );
  }

  goTowards(arrow: Arrow, isExtending: boolean): void {
    const { drawn, activeIndex } = this.#model;
    const next = activeIndex === -1 ? 0 : nearestIn(drawn.positions, activeIndex, arrow);
    if (next === null || drawn.nodes.length === 0) {
      this.#model.say(this.#text.graph.nothingThere);
    } else this.go(next, isExtending);
  }

  /** Along a channel, with the flow or against it. */
  followChannel(isForward: boolean): void {
    const { activeIndex, drawn, dependants } = this.#model;
    const next = (isForward ? dependants : drawn.dependencies)[activeIndex]?.[0];
    if (next === undefined) {
      this.#model.say(this.#text.graph.nothingThere);
      return;
    }
    this.go(next);
    const [from, to] = isForward ? [activeIndex, next] : [next, activeIndex];
    this.#model.teller.tellBetween(from, to);
    this.#model.say(this.#text.graph.parts([this.describe(next), ...this.#flow]));
  }

  /** What came through the channel that is told of, for a sentence. */
  get #flow(): readonly string[] {
    const { told } = this.#model.teller;
    return told === null ? [] : [this.#text.graph.cameThrough(told.flow)];
  }

  moveBy(arrow: Arrow): void {
    const [right, down] = stepOf(arrow);
    const { drawn, indexById } = this.#model;
    const moved = new Map<string, Position>();
    for (const id of this.subjects) {
      const [x, y] = drawn.positions[indexById.get(id) ?? -1] ?? [0, 0];
      moved.set(id, [x + right * gridStep, y + down * gridStep]);
    }
    if (moved.size === 0) return;
    this.#model.place(moved);
    this.#model.reveal(this.#model.activeIndex);
    const { graph, problems } = this.#text;
    const names = this.subjects.map((id) => this.#titleOf(id));
    this.#model.say(graph.moved(names.join(problems.separator)));
  }

  /** "checkUnits, failed, unit unknown, 3 of 11, feeds pseudonymise and outliers" */
  describe(index: number): string {
    const { graph } = this.#text;
    const { drawn, dependants } = this.#model;
    const node = drawn.nodes[index];
    if (node === undefined) return '';
    const look = this.#model.lookOf(index);
    const needs = look === null ? this.#named(drawn.dependencies[index] ?? []) : [];
    const feeds = this.#named(dependants[index] ?? []);
    const parts = [
      node.name,
      ...(look === null ? [node.type] : [graph.state[look.state]]),
      look === null ? (node.hasProblem ?? '') : look.second,
      this.#placeOf(index),
      needs.length === 0 ? '' : graph.needs(needs),
      feeds.length === 0 ? '' : graph.feeds(feeds),
    ];
    return graph.parts(parts.filter((part) => part !== ''));
  }

  #named(indexes: readonly number[]): readonly string[] {
    const names = indexes.slice(0, namesMost).map((index) => this.#model.nameOf(index));
    const more = indexes.length - names.length;
    return more === 0 ? names : this.#text.graph.andMore(names, this.#text.time.count(more));
  }

  #names(to: number, from: number): [string, string] {
    return [this.#model.nameOf(to), this.#model.nameOf(from)];
  }

  #titleOf(id: string): string {
    return this.#model.nameOf(this.#model.indexById.get(id) ?? -1);
  }

  #placeOf(index: number): string {
    const { time, graph } = this.#text;
    return graph.place(time.count(index + 1), time.count(this.#model.drawn.nodes.length));
  }
}

export const [getActs, setActs] = createContext<GraphActs>();
