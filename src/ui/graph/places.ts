import type { LayoutRequest } from '#core/workflow/layout/layout.ts';
import type { Position } from '#core/workflow/patch/operation.ts';
import type { GraphNode } from './graph-contract.ts';

/** Where each task stands: what does not have to move stays where it is. */
export class Places {
  #known = new Map<string, Position>();
  #placed: ReadonlyMap<string, Position> = new Map();
  #ids: readonly string[] = [];

  of(id: string): Position | undefined {
    return this.#known.get(id);
  }

  move(id: string, to: Position): void {
    this.#known.set(id, to);
  }

  /** So that everything is laid out anew, save what a person placed. */
  forget(): void {
    this.#known = new Map(this.#placed);
  }

  /** Takes over what a person placed, and carries a renamed task's place along. */
  follow(nodes: readonly GraphNode[], placed: ReadonlyMap<string, Position>): void {
    for (const id of this.#placed.keys()) if (!placed.has(id)) this.#known.delete(id);
    if (nodes.length === this.#ids.length) {
      nodes.forEach(({ id }, index) => {
        const before = this.#ids[index] ?? id;
        const place = this.#known.get(before);
        if (before !== id && place !== undefined && !this.#known.has(id)) {
          this.#known.set(id, place);
        }
      });
    }
    for (const [id, place] of placed) this.#known.set(id, place);
    this.#placed = placed;
    this.#ids = nodes.map(({ id }) => id);
    const there = new Set(this.#ids);
    for (const id of this.#known.keys()) if (!there.has(id)) this.#known.delete(id);
  }

  /** What is to be laid out; null when every task has its place. */
  request(
    nodes: readonly GraphNode[],
    dependencies: LayoutRequest['dependencies'],
    direction: LayoutRequest['direction'],
  ): LayoutRequest | null {
    const fixed = nodes.map(({ id }) => this.#known.get(id) ?? null);
    if (!fixed.includes(null)) return null;
    // Plain lists, so that they may go to a worker.
    return { dependencies: dependencies.map((own) => [...own]), direction, fixed };
  }

  /** As if nothing had a place but what a person placed. */
  unplaced(
    nodes: readonly GraphNode[],
    dependencies: LayoutRequest['dependencies'],
    direction: LayoutRequest['direction'],
  ): LayoutRequest {
    const fixed = nodes.map(({ id }) => this.#placed.get(id) ?? null);
    return { dependencies: dependencies.map((own) => [...own]), direction, fixed };
  }

  take(nodes: readonly GraphNode[], positions: readonly Position[]): void {
    nodes.forEach(({ id }, index) => {
      const place = positions[index];
      if (place !== undefined && !this.#known.has(id)) this.#known.set(id, place);
    });
  }
}
