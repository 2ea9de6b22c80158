import { logLevels } from '#core/execution/log.ts';
import type { LogLevel } from '#core/execution/log.ts';
import type { NumberedLine } from './run-view.svelte.ts';

interface Asked {
  readonly level: LogLevel;
  readonly search: string;
  /** What is shown of a line. */
  readonly say: (line: NumberedLine) => string;
}

/** Lines of this level or a graver one that hold the words, in what is shown or the task's id. */
export function filterLines(
  lines: readonly NumberedLine[],
  { level, search, say }: Asked,
): readonly NumberedLine[] {
  const words = search.trim().toLowerCase();
  if (level === 'debug' && words === '') return lines;
  const least = logLevels.indexOf(level);
  return lines.filter(
    (line) =>
      logLevels.indexOf(line.level) >= least &&
      (say(line).toLowerCase().includes(words) || line.taskId.toLowerCase().includes(words)),
  );
}
