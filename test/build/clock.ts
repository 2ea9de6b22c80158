import { browserClock as shipped } from '#browser/clock.ts';
import type { Clock } from '#ports/clock.ts';

/** Tests post how many milliseconds the machine has slept; every engine of the origin hears it. */
const channelName = 'millrace-test-sleep';

/** A waker: it must run once when the time that it waits for has passed, asleep or awake. */
interface Waker {
  readonly due: number;
  readonly wake: () => void;
}

let sleptMs = 0;
const awake = performance.now.bind(performance);
// What reads the time itself has slept as well: the host of isolates, and whoever listens to its frame.
performance.now = () => awake() + sleptMs;
const wakers = new Set<Waker>();

/** Both clocks have gone on, and what came due meanwhile comes now, late. */
new BroadcastChannel(channelName).onmessage = ({ data }: MessageEvent<number>) => {
  sleptMs += data;
  for (const waker of [...wakers]) {
    if (waker.due <= browserClock.monotonic()) setTimeout(waker.wake, 0);
  }
};

export const browserClock: Clock = {
  now: () => shipped.now() + sleptMs,
  monotonic: () => performance.now(),
  after: (ms, callback) => {
    const waker: Waker = {
      due: browserClock.monotonic() + ms,
      wake: () => {
        if (!wakers.delete(waker)) return;
        cancel();
        callback();
      },
    };
    wakers.add(waker);
    const cancel = shipped.after(ms, waker.wake);
    return () => {
      wakers.delete(waker);
      cancel();
    };
  },
};
