import type { GraphActs } from './acts.ts';
import type { GraphModel } from './graph-model.svelte.ts';
import { arrowOf } from './nearest.ts';

interface Canvas {
  readonly model: GraphModel;
  readonly acts: GraphActs;
  /** Opens and closes the outline. */
  readonly outline: () => void;
}

/**
 * The keys of the canvas; they act while it has focus and nowhere else.
 * @returns whether the key was one of them.
 */
export function pressCanvas(event: KeyboardEvent, canvas: Canvas): boolean {
  const isCommand = event.ctrlKey || event.metaKey;
  if (isCommand) return pressCommand(event, canvas);
  const arrow = arrowOf(event.key);
  const { model, acts } = canvas;
  if (arrow !== null) {
    if (!event.altKey) acts.goTowards(arrow, event.shiftKey);
    else if (model.edit !== null) acts.moveBy(arrow);
    return true;
  }
  if (event.altKey) return false;
  return pressView(event, canvas) || (model.edit !== null && pressEdit(event, canvas));
}

function pressCommand(event: KeyboardEvent, { model }: Canvas): boolean {
  const key = event.key.toLowerCase();
  if (event.altKey) return false;
  if (key === 'a') model.select(model.drawn.nodes.map(({ id }) => id));
  else if (model.edit === null) return false;
  else if (key === 'z' && !event.shiftKey) model.edit.undo();
  else if (key === 'y' || key === 'z') model.edit.redo();
  else return false;
  return true;
}

function pressView(event: KeyboardEvent, { model, acts, outline }: Canvas): boolean {
  const { active, activeIndex } = model;
  const last = model.drawn.nodes.length - 1;
  const keys: Readonly<Record<string, () => void>> = {
    '[': () => {
      acts.followChannel(false);
    },
    ']': () => {
      acts.followChannel(true);
    },
    Enter: () => {
      if (active !== null) model.open(active);
    },
    Home: () => {
      if (last >= 0) acts.go(0);
    },
    End: () => {
      if (last >= 0) acts.go(last);
    },
    '+': () => {
      model.view.zoom(1.25);
    },
    '=': () => {
      model.view.zoom(1.25);
    },
    '-': () => {
      model.view.zoom(0.8);
    },
    '!': () => {
      model.drawing.fit();
    },
    z: () => {
      model.closeUp(activeIndex);
    },
    o: outline,
  };
  const isFit = event.shiftKey && event.code === 'Digit1';
  if (event.key === 'Escape' && (model.channel !== null || model.teller.told !== null)) {
    model.channel = null;
    model.teller.hush();
    return true;
  }
  const act = isFit
    ? keys['!']
    : keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  act?.();
  return act !== undefined;
}

function pressEdit(event: KeyboardEvent, { model, acts }: Canvas): boolean {
  const { active, activeIndex, edit } = model;
  const type = /^[1-9]$/.test(event.key) ? edit?.types[Number(event.key) - 1] : undefined;
  if (type !== undefined) acts.add(type.type, null, active);
  else if (event.key === 'Delete' || event.key === 'Backspace') removeFocused(model, acts);
  else if (active === null) return false;
  else if (event.key === 'F2') edit?.rename(active);
  else if (event.key.toLowerCase() === 'd') acts.duplicate(active);
  else if (event.key.toLowerCase() === 'c') {
    model.reveal(activeIndex);
    const [x, y] = model.view.toScreen(model.positions[activeIndex] ?? [0, 0]);
    model.asked = { kind: 'connect', from: activeIndex, at: [x, y] };
  } else return false;
  return true;
}

function removeFocused(model: GraphModel, acts: GraphActs): void {
  const { channel } = model;
  if (channel === null) acts.remove(acts.subjects);
  else acts.disconnect(channel.to, channel.from);
}
