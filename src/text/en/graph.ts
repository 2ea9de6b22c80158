import type { TaskState } from '#core/execution/events.ts';

const list = (names: readonly string[]) =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

/** As they stand inside a sentence. */
const stateWords: Readonly<Record<TaskState, string>> = {
  pending: 'pending',
  running: 'running',
  waiting: 'waiting',
  succeeded: 'succeeded',
  reused: 'reused',
  failed: 'failed',
  skipped: 'skipped',
  cancelled: 'cancelled',
};

export const graph = {
  empty: 'Empty graph. Press 1 to 9 to add a task.',
  emptyNoKeys: 'Empty graph. Choose a type below to add a task.',
  emptyRead: 'This graph has no tasks.',
  /** Parts of a sentence about a task, one after the other. */
  parts: (parts: readonly string[]) => parts.join(', '),
  state: stateWords,
  place: (number: string, all: string) => `${number} of ${all}`,
  needsMany: (count: string) => `needs ${count} tasks`,
  feeds: (names: readonly string[]) => `feeds ${list(names)}`,
  needs: (names: readonly string[]) => `needs ${list(names)}`,
  andMore: (names: readonly string[], more: string) => [...names, `${more} more`],
  added: (task: string, place: string) => `${task} added, ${place}`,
  addedAfter: (task: string, needed: string) => `${task} added, needs ${needed}`,
  removed: (names: readonly string[]) => `${list(names)} removed`,
  removedMany: (count: string) => `${count} tasks removed`,
  connected: (task: string, needed: string) => `${task} now needs ${needed}`,
  disconnected: (task: string, needed: string) => `${task} no longer needs ${needed}`,
  selected: (count: string) => `${count} tasks selected`,
  moved: (task: string) => `${task} moved`,
  nothingThere: 'No task in that direction',
  circle: (names: readonly string[]) => `That would be a circle: ${names.join(' → ')}`,
  channel: (from: string, to: string) => `${from} → ${to}`,
  /** What a task handed on, of the channel behind it. */
  cameThrough: (flow: string) => `${flow} came through`,
  takeAway: (from: string, to: string) => `Take the connection ${from} → ${to} away`,
  group: {
    /** Tasks that hang together, called by the first of them. */
    from: (task: string) => `from ${task}`,
    /** Behind the first task of a range: its last. */
    to: (task: string) => `to ${task}`,
    progress: (ended: string, all: string) => `${ended} / ${all}`,
  },
  minimap: (percent: string) => `Minimap: ${percent} % of the graph is in view`,
  tools: {
    label: 'View of the graph',
    zoomOut: 'Zoom out',
    zoomIn: 'Zoom in',
    zoom: (percent: string) => `${percent} %`,
    fit: 'Fit',
    tidy: 'Tidy up',
    across: 'Left to right',
    down: 'Top to bottom',
    outline: 'Outline',
    minimap: 'Minimap',
  },
  tray: {
    label: 'Add a task',
    add: (type: string, key: string) => `Add ${type} (${key})`,
    addNoKey: (type: string) => `Add ${type}`,
  },
  types: {
    label: (task: string) => `New task after ${task}`,
    filter: 'Filter task types',
    none: 'No task type has this name.',
  },
  connect: {
    label: (task: string) => `Connect from ${task}`,
    filter: 'Filter tasks',
    possible: 'possible',
    present: 'already connected',
    self: 'the task itself',
    circle: (names: readonly string[]) => `circle: ${names.join(' → ')}`,
    none: 'No task has this name.',
    keys: 'Enter connects, X takes a connection away, Esc closes.',
    keysNoLetters: 'Enter connects, Esc closes.',
    cut: (shown: string, all: string) => `The first ${shown} of ${all}. Type to find the others.`,
  },
  outline: {
    label: 'Outline',
    empty: 'No tasks yet.',
    cut: (shown: string, all: string) =>
      `The first ${shown} of ${all} tasks. Select others on the canvas.`,
    actions: {
      open: 'Open',
      connect: 'Connect',
      remove: 'Delete',
    },
    close: 'Close the outline',
  },
};
