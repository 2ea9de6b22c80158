import type { Text } from '#text/text.ts';
import { circleFrom, waysTo } from './circle.ts';

/** A task that another may feed, or why it may not. */
export interface ConnectOption {
  readonly index: number;
  readonly kind: 'possible' | 'present' | 'circle' | 'self';
  readonly reason: string;
}

const order = { possible: 0, present: 1, circle: 2, self: 3 } as const;

/** Every task as a target of a connection from one: possible ones first, impossible ones with their reason. */
export function connectOptions(
  dependencies: readonly (readonly number[])[],
  from: number,
  { graph }: Text,
  nameOf: (index: number) => string,
): readonly ConnectOption[] {
  const ways = waysTo(dependencies, from);
  return dependencies
    .map((own, index): ConnectOption => {
      if (index === from) return { index, kind: 'self', reason: graph.connect.self };
      if (own.includes(from)) return { index, kind: 'present', reason: graph.connect.present };
      const circle = circleFrom(ways, index);
      if (circle === null) return { index, kind: 'possible', reason: graph.connect.possible };
      return { index, kind: 'circle', reason: graph.connect.circle(circle.map(nameOf)) };
    })
    .sort((a, b) => order[a.kind] - order[b.kind] || a.index - b.index);
}
