import type { GraphModel } from './graph-model.svelte.ts';

/** Tells what came through the channel under the pointer. @returns what ends it. */
export function hoverChannels(flow: HTMLElement, model: GraphModel): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  let asked = 0;
  let last: PointerEvent | null = null;
  const look = () => {
    asked = 0;
    if (last === null) return;
    const isOnNode = last.target instanceof Element && last.target.closest('[data-task-id]');
    const at = model.view.toCanvas(last);
    const channel = isOnNode ? null : model.channelAt(at);
    // It stands where the pointer came upon it: what follows the pointer cannot be read.
    if (channel === null) model.teller.hush();
    else if (channel.key !== model.teller.told?.channel.key) model.teller.tell(channel, at);
  };
  flow.addEventListener(
    'pointermove',
    (event) => {
      if (model.teller.isMute || event.pointerType === 'touch' || event.buttons !== 0) return;
      last = event;
      if (asked === 0) asked = requestAnimationFrame(look);
    },
    { signal, passive: true },
  );
  flow.addEventListener(
    'pointerleave',
    ({ relatedTarget }) => {
      last = null;
      const isOnIt = relatedTarget instanceof Element && relatedTarget.closest('[role="tooltip"]');
      if (!isOnIt) model.teller.hush();
    },
    { signal },
  );
  return () => {
    ending.abort();
    cancelAnimationFrame(asked);
  };
}
