import { logLevels } from '#core/execution/log.ts';
import type { LogLevel } from '#core/execution/log.ts';
import type { NumberedLine } from './run-view.svelte.ts';

/** Lines of this level or a graver one that hold the words, in the message or the task's id. */
export function filterLines(
  lines: readonly NumberedLine[],
  level: LogLevel,
  search: string,
): readonly NumberedLine[] {
  const words = search.trim().toLowerCase();
  if (level === 'debug' && words === '') return lines;
  const least = logLevels.indexOf(level);
  return lines.filter(
    (line) =>
      logLevels.indexOf(line.level) >= least &&
      (line.message.toLowerCase().includes(words) || line.taskId.toLowerCase().includes(words)),
  );
}
