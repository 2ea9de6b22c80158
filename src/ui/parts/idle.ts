/** Not in every browser: there a moment is waited for. */
const momentMs = 50;

/** Calls once when the page has nothing better to do. @returns the end of waiting. */
export function whenIdle(act: () => void): () => void {
  if (!('requestIdleCallback' in globalThis)) {
    const timer = setTimeout(act, momentMs);
    return () => {
      clearTimeout(timer);
    };
  }
  const asked = requestIdleCallback(act);
  return () => {
    cancelIdleCallback(asked);
  };
}

/** Calls once when what was changed just now is on the screen and the page has time. */
export function afterFrames(act: () => void): void {
  requestAnimationFrame(() => {
    requestAnimationFrame(() => {
      whenIdle(act);
    });
  });
}
