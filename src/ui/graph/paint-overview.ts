import { unreachable } from '#core/shared/assert.ts';
import { visibleWords } from '#text/problem-message.ts';
import type { Text } from '#text/text.ts';
import type { GraphModel } from './graph-model.svelte.ts';
import { lookupOf } from './lookup.ts';
import { drawOverview } from './overview.ts';
import type { GroupName, TaskGroup } from './task-group.ts';
import type { Size, Viewport } from './view.ts';

interface Named {
  readonly model: GraphModel;
  readonly text: Text;
}
interface Shown {
  readonly size: Size;
  readonly viewport: Viewport;
  /** No failed task is drawn smaller; pixels. */
  readonly failedLeastPx: number;
  readonly groups: readonly TaskGroup[];
}

/** Draws the graph as it stands onto an element of the page, in the colours that hold there. */
export function paintOverview(
  canvas: HTMLCanvasElement,
  { model, text }: Named,
  shown: Shown,
): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const style = getComputedStyle(canvas);
  const colours = lookupOf<string, string>();
  const { drawn, positions, direction, chosen, activeIndex } = model;
  const ratio = Math.min(2, window.devicePixelRatio);
  const width = Math.round(shown.size.width * ratio);
  const height = Math.round(shown.size.height * ratio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  drawOverview(context, {
    ...shown,
    positions,
    dependencies: drawn.dependencies,
    direction,
    nameOf: (index) => visibleWords(model.nameOf(index)),
    font: style.fontFamily,
    words: {
      name: (name) => nameParts(name, { model, text }),
      progress: (ended, all) => {
        const count = text.time.count(all);
        return ended === null ? count : text.graph.group.progress(text.time.count(ended), count);
      },
      failed: text.graph.state.failed,
    },
    markOf: (index) => ({
      state: model.lookOf(index)?.state ?? null,
      isChosen: chosen.has(model.idOf(index)),
      isActive: index === activeIndex,
      hasProblem: (drawn.nodes[index]?.hasProblem ?? null) !== null,
    }),
    colour: (name) => {
      const known = colours.get(name) ?? style.getPropertyValue(name).trim();
      colours.set(name, known);
      return known;
    },
  });
}

function nameParts(name: GroupName, { model, text }: Named): readonly string[] {
  const { group } = text.graph;
  const called = (index: number) => visibleWords(model.nameOf(index));
  switch (name.kind) {
    case 'from':
      return [group.from(called(name.first))];
    case 'prefix':
      return [visibleWords(name.prefix)];
    case 'range': {
      const [first, last] = [called(name.first), called(name.last)];
      return first === last ? [first] : [first, group.to(last)];
    }
    default:
      return unreachable(name);
  }
}
