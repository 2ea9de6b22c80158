import { isJsonObject } from '#core/shared/json.ts';
import type { JsonValue } from '#core/shared/json.ts';
import type { Task } from '#core/workflow/model.ts';

export interface FailurePlace {
  readonly line: number;
  readonly column: number | null;
}
export interface CodeLine {
  readonly number: number;
  readonly text: string;
  readonly isHit: boolean;
  /** Where in it the failure came from, as an index; null when nobody knows. */
  readonly hitFrom: number | null;
}
const linesAround = 2;

/** Where a task's own code failed; null when nobody knows. */
export function placeOf(details: JsonValue): FailurePlace | null {
  if (!isJsonObject(details)) return null;
  const { line, column } = details;
  if (typeof line !== 'number') return null;
  return { line, column: typeof column === 'number' ? column : null };
}

/** The lines round it, or none when the task has no code with that line. */
export function extractOf(task: Task, { line, column }: FailurePlace): readonly CodeLine[] {
  const code = task.with['code'];
  if (typeof code !== 'string') return [];
  const lines = code.replace(/\n$/, '').split('\n');
  if (line < 1 || line > lines.length) return [];
  const from = Math.max(0, line - 1 - linesAround);
  return lines.slice(from, line + linesAround).map((text, index) => {
    const isHit = from + index + 1 === line;
    const isKnown = isHit && column !== null && column >= 1 && column <= text.length;
    return { number: from + index + 1, text, isHit, hitFrom: isKnown ? column - 1 : null };
  });
}
