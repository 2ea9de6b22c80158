type Listener =
  ((event: { readonly type: 'abort' }) => void) | { handleEvent(event: unknown): void };

/**
 * As much of AbortSignal as tasks use. The platform's own would bring EventTarget with it, with
 * which a task could listen on the global object beyond its end.
 */
export interface AttemptSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  onabort: Listener | null;
  throwIfAborted(): void;
  addEventListener(type: string, listener: Listener | null): void;
  removeEventListener(type: string, listener: Listener | null): void;
}

export interface SignalSource {
  readonly signal: AttemptSignal;
  abort(): void;
}

export function openSignal(onError: (error: unknown) => void): SignalSource {
  const listeners = new Set<Listener>();
  let reason: Error | undefined;

  const signal: AttemptSignal = {
    get aborted() {
      return reason !== undefined;
    },
    get reason() {
      return reason;
    },
    onabort: null,
    throwIfAborted: () => {
      if (reason !== undefined) throw reason;
    },
    addEventListener: (type, listener) => {
      if (type === 'abort' && listener !== null && reason === undefined) listeners.add(listener);
    },
    removeEventListener: (_type, listener) => {
      if (listener !== null) listeners.delete(listener);
    },
  };
  const call = (listener: Listener | null) => {
    try {
      if (typeof listener === 'function') listener({ type: 'abort' });
      else listener?.handleEvent({ type: 'abort' });
    } catch (error) {
      onError(error);
    }
  };
  return {
    signal,
    abort: () => {
      if (reason !== undefined) return;
      reason = new Error('The run was stopped');
      reason.name = 'AbortError';
      for (const listener of [...listeners, signal.onabort]) call(listener);
      listeners.clear();
    },
  };
}
