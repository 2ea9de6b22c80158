import type { TabChannel, TabMessage } from '#ports/tabs.ts';

/** Between the engine workers of one origin; the task code of isolates has another origin. */
export function openTabChannel(name: string): TabChannel {
  const channel = new BroadcastChannel(name);
  return {
    post: (message) => {
      channel.postMessage(message);
    },
    listen: (listener) => {
      channel.onmessage = ({ data }: MessageEvent<TabMessage>) => {
        listener(data);
      };
    },
  };
}
