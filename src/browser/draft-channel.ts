import type { WorkflowId } from '#core/shared/ids.ts';

/** Tells the other tabs which text has changed; what is said is only a hint to look. */
export interface DraftChannel {
  announce(id: WorkflowId): void;
  /** @returns the end of listening. */
  follow(listener: (id: WorkflowId) => void): () => void;
}

export function openDraftChannel(name: string): DraftChannel {
  const channel = new BroadcastChannel(name);
  return {
    announce: (id) => {
      channel.postMessage(id);
    },
    follow: (listener) => {
      const hear = ({ data }: MessageEvent<WorkflowId>) => {
        listener(data);
      };
      channel.addEventListener('message', hear);
      return () => {
        channel.removeEventListener('message', hear);
      };
    },
  };
}
