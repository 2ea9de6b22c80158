import { toTaskId } from '#core/shared/ids.ts';
import type { TaskId } from '#core/shared/ids.ts';
import type { JsonValue } from '#core/shared/json.ts';
import { limits } from './limits.ts';
import { errorCodes } from './problem.ts';
import type { Path, Place, Problem, ProblemCode } from './problem.ts';

/** A problem whose line and column are still to be looked up, all of a file in one walk. */
export interface Draft {
  readonly code: ProblemCode;
  readonly reason: string;
  readonly args?: Readonly<Record<string, JsonValue>>;
  readonly path: Path;
  /** The key or the value at the path, or an offset in the text where there is no such path. */
  readonly at: 'key' | 'value' | number;
  /** By default the task that the path leads into. */
  readonly taskIds?: readonly TaskId[];
  readonly hint?: string | null;
}

export type Report = (draft: Draft) => void;

export interface Drafts {
  readonly report: Report;
  readonly list: readonly Draft[];
}

/** A hostile file may hold a problem in each byte; beyond the limit only their number is kept. */
export function collectDrafts(): Drafts {
  const list: Draft[] = [];
  let isFull = false;
  const report = (draft: Draft) => {
    if (list.length < limits.problems) {
      list.push(draft);
    } else if (!isFull) {
      isFull = true;
      const args = { maximum: limits.problems };
      list.push({ code: 'limit', reason: 'problems', args, path: [], at: 'value' });
    }
  };
  return { report, list };
}

export function toProblem(draft: Draft, place: Place): Problem {
  return {
    code: draft.code,
    severity: isError(draft.code) ? 'error' : 'warning',
    reason: draft.reason,
    args: draft.args ?? {},
    line: place.line,
    column: place.column,
    path: draft.path,
    taskIds: draft.taskIds ?? taskOf(draft.path),
    hint: draft.hint ?? null,
  };
}

const errors: ReadonlySet<string> = new Set(errorCodes);

export function isError(code: ProblemCode): boolean {
  return errors.has(code);
}

function taskOf(path: Path): readonly TaskId[] {
  const [first, second] = path;
  return first === 'tasks' && typeof second === 'string' ? [toTaskId(second)] : [];
}

/** By line, column and code; those of one place keep the order in which they were found. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  return problems.toSorted(
    (a, b) => a.line - b.line || a.column - b.column || compareText(a.code, b.code),
  );
}

/** By UTF-16 code units, as `Array.prototype.sort` orders without a comparer. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
