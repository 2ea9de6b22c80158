import { readFile } from 'node:fs/promises';
import { validateFile } from '#core/dataflow/validate.ts';
import { planAfter } from '#core/execution/plan-after.ts';
import { toTaskId, type TaskId } from '#core/shared/ids.ts';
import type { Descriptors } from '#core/workflow/descriptor.ts';
import type { Workflow } from '#core/workflow/model.ts';
import { exitCodes, UsageError, type Console } from './console.ts';
import { readBytes } from './read-file.ts';
import { describe, toDocument } from './validate.ts';

interface Options {
  readonly file: string;
  readonly succeeded: string | undefined;
  readonly failed: string | undefined;
  readonly json: boolean;
}

/** What would be ready, skipped or waiting after these ends; runs nothing. */
export async function planFile(
  { file, succeeded, failed, json }: Options,
  descriptors: Descriptors,
  console: Console,
): Promise<number> {
  const checked = validateFile({ name: file, bytes: await readBytes(file) }, descriptors);
  if (checked.workflow === null) {
    console.print(json ? JSON.stringify(toDocument([checked])) : describe(checked));
    return exitCodes.no;
  }
  const ends = {
    succeeded: await readIds(succeeded, checked.workflow),
    failed: await readIds(failed, checked.workflow),
  };
  const both = ends.succeeded.find((id) => ends.failed.includes(id));
  if (both !== undefined) {
    throw new UsageError('usage', `Task "${both}" cannot have succeeded and failed`);
  }
  const plan = planAfter(checked.workflow, ends);
  if (json) {
    console.print(JSON.stringify(plan));
  } else {
    console.print(
      [
        `ready: ${plan.ready.join(', ') || 'nothing'}`,
        ...plan.skipped.map(({ id, cause }) => `skipped: ${id} (${JSON.stringify(cause)})`),
        `waiting: ${plan.waiting.join(', ') || 'nothing'}`,
      ].join('\n'),
    );
  }
  return exitCodes.yes;
}

/** `a,b` or `@FILE`, one id a line. */
async function readIds(text: string | undefined, workflow: Workflow): Promise<TaskId[]> {
  if (text === undefined || text === '') return [];
  const parts = text.startsWith('@')
    ? (await readText(text.slice(1))).split(/\r?\n/).filter((line) => line !== '')
    : text.split(',');
  return [...new Set(parts)].map((part) => {
    const id = toTaskId(part);
    if (!workflow.tasks.has(id)) throw new UsageError('unknownTask', `There is no task "${part}"`);
    return id;
  });
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError('unreadableFile', `Cannot read ${path}: ${reason}`);
  }
}
