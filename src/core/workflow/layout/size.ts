/** Of a task on the canvas, in pixels. */
export const nodeWidthPx = 150;
export const nodeHeightPx = 50;
/** Everything a person or the layout places stands on this grid. */
export const gridPx = 4;
/** Between parallel bends. */
export const lanePx = 14;

export interface Spacing {
  /** Of a task along the flow, and the least between two layers. */
  readonly along: number;
  readonly layerGap: number;
  /** Of a task across the flow, and the distances between two middles. */
  readonly across: number;
  readonly taskToTask: number;
  readonly taskToPassage: number;
  readonly passageToPassage: number;
  /** Tasks in a layer before it wraps into the next one, for a graph of so many. */
  readonly widthMost: (tasks: number) => number;
}

/** Layers are as wide as makes a big graph about as wide as high. */
export const spacings: Readonly<Record<'right' | 'down', Spacing>> = {
  right: {
    along: nodeWidthPx,
    layerGap: 50,
    across: nodeHeightPx,
    taskToTask: 76,
    taskToPassage: 48,
    passageToPassage: 16,
    widthMost: (tasks) => Math.max(16, Math.ceil(Math.sqrt(tasks) * 1.4)),
  },
  down: {
    along: nodeHeightPx,
    layerGap: 50,
    across: nodeWidthPx,
    taskToTask: 180,
    taskToPassage: 96,
    passageToPassage: 16,
    widthMost: (tasks) => Math.max(10, Math.ceil(Math.sqrt(tasks) * 0.8)),
  },
};

export function onGrid(value: number): number {
  return Math.round(value / gridPx) * gridPx;
}
