import type { Instant } from '#core/shared/ids.ts';

/** What a language calls the parts of a duration and the days near to today. */
export interface MomentWords {
  readonly second: string;
  readonly minute: string;
  readonly hour: string;
  readonly day: string;
  readonly today: (clock: string) => string;
  readonly yesterday: (clock: string) => string;
}

/** Times and durations of one language; the clock is the device's own. */
export interface Moments {
  /** With two digits below a second and one below a minute: `0.31 s`, `1.2 s`, `2 min 3 s`. */
  duration(ms: number): string;
  /** Whole seconds, for what is still growing. */
  elapsed(ms: number): string;
  clock(at: Instant): string;
  /** With milliseconds, for logs. */
  preciseClock(at: Instant): string;
  when(at: Instant, now: Instant): string;
  count(value: number): string;
  /** Whole days, hours or minutes: `9 days ago`. */
  ago(at: Instant, now: Instant): string;
  /** In powers of 1,000 and two or three digits: `1.9 GB`. */
  bytes(count: number): string;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export function createMoments(locale: string, words: MomentWords): Moments {
  const clock = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const preciseClock = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  });
  const count = new Intl.NumberFormat(locale);
  const long = (ms: number) => longDuration(ms, words);
  return {
    duration: (ms) => (ms < minuteMs ? shortDuration(ms, words) : long(ms)),
    elapsed: (ms) =>
      ms < minuteMs ? `${String(Math.floor(Math.max(0, ms) / 1000))} ${words.second}` : long(ms),
    clock: (at) => clock.format(at),
    preciseClock: (at) => preciseClock.format(at),
    when: createWhen(locale, words),
    count: (value) => count.format(value),
    ago: createAgo(locale),
    bytes: createBytes(locale),
  };
}

function shortDuration(ms: number, words: MomentWords): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds === 0) return `0 ${words.second}`;
  const digits = seconds < 0.995 ? 2 : 1;
  const text = seconds < 59.95 ? seconds.toFixed(digits) : String(Math.floor(seconds));
  return `${text === '0.00' ? '0.01' : text} ${words.second}`;
}

function longDuration(ms: number, words: MomentWords): string {
  const parts: readonly (readonly [number, string])[] =
    ms < hourMs
      ? [
          [Math.floor(ms / minuteMs), words.minute],
          [Math.floor((ms % minuteMs) / 1000), words.second],
        ]
      : ms < dayMs
        ? [
            [Math.floor(ms / hourMs), words.hour],
            [Math.floor((ms % hourMs) / minuteMs), words.minute],
          ]
        : [
            [Math.floor(ms / dayMs), words.day],
            [Math.floor((ms % dayMs) / hourMs), words.hour],
          ];
  return parts
    .filter(([value], index) => index === 0 || value > 0)
    .map(([value, word]) => `${String(value)} ${word}`)
    .join(' ');
}

function createWhen(locale: string, words: MomentWords): (at: Instant, now: Instant) => string {
  const clock = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const thisYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
  const otherYear = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  return (at, now) => {
    const time = clock.format(at);
    const daysAgo = Math.round((startOfDay(now) - startOfDay(at)) / dayMs);
    if (daysAgo === 0) return words.today(time);
    if (daysAgo === 1) return words.yesterday(time);
    const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
    return `${spaced((isThisYear ? thisYear : otherYear).format(at))} ${time}`;
  };
}

function createAgo(locale: string): (at: Instant, now: Instant) => string {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  return (at, now) => {
    const ms = Math.max(0, now - at);
    const say = (value: number, unit: 'day' | 'hour' | 'minute') =>
      spaced(relative.format(-Math.floor(value), unit));
    if (ms >= dayMs) return say(ms / dayMs, 'day');
    return ms >= hourMs ? say(ms / hourMs, 'hour') : say(ms / minuteMs, 'minute');
  };
}

/** A space between digits and Chinese, which the browser's formats leave out. */
function spaced(text: string): string {
  return text.replace(/(?<=\d)(?=\p{Script=Han})|(?<=\p{Script=Han})(?=\d)/gu, ' ');
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

function createBytes(locale: string): (count: number) => string {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const fine = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  return (count) => {
    let value = count;
    let unit = 0;
    while (value >= 999.5 && unit < byteUnits.length - 1) {
      value /= 1000;
      unit += 1;
    }
    const text = unit > 0 && value < 9.95 ? fine.format(value) : whole.format(value);
    return `${text} ${byteUnits[unit] ?? ''}`;
  };
}

function startOfDay(at: Instant): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
