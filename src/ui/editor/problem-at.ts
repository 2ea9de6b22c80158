import type { Path, Problem } from '#core/workflow/problem.ts';
import type { ProblemWords } from '#text/en/problems.ts';
import { problemMessage } from '#text/problem-message.ts';

/** The first problem at a path or, unless it is the path of a whole task, below it; in words. */
export function problemAt(
  problems: readonly Problem[],
  path: Path,
  words: ProblemWords,
): string | null {
  const isTask = path.length <= 2;
  const found = problems.find(
    (problem) =>
      path.every((part, index) => problem.path[index] === part) &&
      (!isTask || problem.path.length === path.length),
  );
  return found === undefined ? null : sentenceOf(found, words);
}

/** One sentence, with the likely word when there is one. */
export function sentenceOf(problem: Problem, words: ProblemWords): string {
  const { message, hint } = problemMessage(problem, words);
  return hint === null ? message : `${message} ${hint}`;
}

/** The worst thing said of each task: what its node shows. */
export function problemsByTask(
  problems: readonly Problem[],
  words: ProblemWords,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const problem of problems) {
    if (problem.severity !== 'error') continue;
    for (const id of problem.taskIds) {
      if (!found.has(id)) found.set(id, sentenceOf(problem, words));
    }
  }
  return found;
}
