import type { OutlineTask } from '#core/workflow/outline.ts';
import type { Problem } from '#core/workflow/problem.ts';
import type { ProblemWords } from '#text/en/problems.ts';
import { visibleWords } from '#text/problem-message.ts';
import type { GraphNode } from '#ui/graph/graph-contract.ts';
import { problemsByTask } from './problem-at.ts';

/** The tasks of a text as the canvas shows them: what is wrong with one stands on it. */
export function nodesOf(
  tasks: readonly OutlineTask[],
  problems: readonly Problem[],
  words: ProblemWords,
): readonly GraphNode[] {
  const said = problemsByTask(problems, words);
  return tasks.map(({ id, name, type }) => ({
    id,
    name: visibleWords(name),
    type,
    second: said.get(id) ?? type,
    hasProblem: said.get(id) ?? null,
  }));
}
