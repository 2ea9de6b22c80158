import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import type { Notice } from '#ports/engine-api.ts';
import { visibleText } from '#text/problem-message.ts';
import type { Text } from '#text/text.ts';

export interface NoticeWords {
  readonly heading: string;
  /** What is safe. */
  readonly safe: string;
  /** What the person can do. */
  readonly todo: string;
}

const namedMax = 5;

/** Names and numbers are the engine's; one it does not give is left out of the sentence. */
export function wordsOf(
  { kind, args }: Notice,
  { app, problems, settings, time }: Text,
): NoticeWords {
  const words = app.stored[kind];
  const { heading, todo } = words;
  if (kind === 'healed') {
    const counted = (key: string, say: (count: number, shown: string) => string) => {
      const count = args[key];
      return typeof count === 'number' && count > 0 ? [say(count, time.count(count))] : [];
    };
    const back = [
      ...counted('workflows', settings.backup.workflows),
      ...counted('executions', settings.backup.executions),
    ].join(settings.backup.separator);
    return { heading, safe: app.stored.healed.safe(back), todo };
  }
  if (kind === 'damaged') {
    return { heading, safe: spoiledWords(args, app.stored, problems.separator), todo };
  }
  return { heading, safe: app.stored[kind].safe, todo };
}

/** Where a part of the safe copy is lost, more than runs may be missing. */
function spoiledWords(
  args: JsonObject,
  { damaged, andMore }: Text['app']['stored'],
  separator: string,
): string {
  const name = (key: string) => namesOf(args[key], andMore, separator);
  const runs = name('executions');
  const outdated = name('outdated');
  const undeleted = name('undeleted');
  const { holes } = args;
  const isMore = outdated !== '' || undeleted !== '' || (typeof holes === 'number' && holes > 0);
  if (!isMore) return damaged.safe(runs);
  return [
    ...(runs === '' ? [] : [damaged.runs(runs)]),
    ...(outdated === '' ? [] : [damaged.outdated(outdated)]),
    ...(undeleted === '' ? [] : [damaged.undeleted(undeleted)]),
    damaged.rest,
  ].join(damaged.between);
}

function namesOf(
  list: JsonValue | undefined,
  more: (count: number) => string,
  separator: string,
): string {
  const names = (Array.isArray(list) ? (list as readonly JsonValue[]) : [])
    .filter((name) => typeof name === 'string')
    .map(visibleText);
  const left = names.length - namedMax;
  return [...names.slice(0, namedMax), ...(left > 0 ? [more(left)] : [])].join(separator);
}
