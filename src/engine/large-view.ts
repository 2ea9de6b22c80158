import type { TaskId } from '#core/shared/ids.ts';
import type { Task, Workflow } from '#core/workflow/model.ts';

/** Above this a page gets the beginning: 50 MB of text would hold its thread for a second. */
const wholeLengthMax = 1_000_000;
const shownLengthMax = 200_000;
const shownTasksMax = 1_000;

export interface CutView {
  readonly workflow: Workflow;
  readonly source: string;
  /** Of the whole text. */
  readonly sourceLines: number;
}

/** What a page is shown of a workflow; small ones are whole. */
export function cutForView(workflow: Workflow, source: string): CutView {
  const sourceLines = countLines(source);
  if (source.length <= wholeLengthMax) return { workflow, source, sourceLines };
  const tasks = new Map<TaskId, Task>();
  for (const [id, task] of workflow.tasks) {
    if (tasks.size === shownTasksMax) break;
    tasks.set(id, { ...task, with: {} });
  }
  const end = source.lastIndexOf('\n', shownLengthMax);
  const shown = source.slice(0, end < 0 ? shownLengthMax : end);
  return { workflow: { ...workflow, tasks }, source: shown, sourceLines };
}

function countLines(text: string): number {
  let count = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return text.endsWith('\n') ? count - 1 : count;
}
