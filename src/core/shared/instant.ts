import type { Instant } from './ids.ts';

/** Own calendar, because core has no `Date`. Algorithms: Howard Hinnant, `chrono`-compatible dates. */
const dayMs = 86_400_000;
/** Years 0 to 9999, which four digits can write. */
const instantMin = -62_167_219_200_000;
const instantMax = 253_402_300_799_999;
const shape =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/** Reads ISO 8601 with a zone; undefined when it is none, or no day of the calendar. */
export function instantFromText(text: string): Instant | undefined {
  const match = shape.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as Six;
  const offsetMinutes = Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0);
  if (month < 1 || month > 12 || day < 1 || day > daysOfMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59 || Number(match[10] ?? 0) > 59) return undefined;
  const ms = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const clock = ((hour * 60 + minute) * 60 + second) * 1_000 + ms;
  const zone = (match[8] === '-' ? -1 : 1) * offsetMinutes * 60_000;
  const instant = daysFromCivil(year, month, day) * dayMs + clock - zone;
  return instant >= instantMin && instant <= instantMax ? instant : undefined;
}

type Six = [number, number, number, number, number, number];

/** `2026-11-24T06:49:57.000Z`; years 0 to 9999. */
export function instantToText(instant: Instant): string {
  const days = Math.floor(instant / dayMs);
  const ms = instant - days * dayMs;
  const { year, month, day } = civilFromDays(days);
  const pad = (value: number, width: number) => String(Math.floor(value)).padStart(width, '0');
  const date = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  const clock = `${pad(ms / 3_600_000, 2)}:${pad((ms / 60_000) % 60, 2)}:${pad((ms / 1_000) % 60, 2)}`;
  return `${date}T${clock}.${pad(ms % 1_000, 3)}Z`;
}

function daysOfMonth(year: number, month: number): number {
  const next = month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1);
  return next - daysFromCivil(year, month, 1);
}

function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function civilFromDays(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthIndex = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthIndex + 2) / 5) + 1;
  const month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}
