import type { Failure } from '#core/execution/failure.ts';
import type { TaskId } from '#core/shared/ids.ts';
import { own } from '#core/shared/json.ts';
import type { Task, Workflow } from '#core/workflow/model.ts';
import type { WireFailure } from '#isolate/messages.ts';
import { compileTask, type CompiledTask, type StripTypes } from './compile.ts';
import type { CodeProblem, Place } from './rewrite.ts';

/** The code of one version, as an isolate gets it. A task is known there by its number alone. */
export interface Bundle {
  readonly parts: readonly string[];
  /** Line, from 0, on which each part begins when they are joined. */
  readonly starts: readonly number[];
  readonly tasks: ReadonlyMap<TaskId, BundledTask>;
}

export type BundledTask =
  | {
      readonly kind: 'ready';
      readonly part: number;
      toFailure(failure: WireFailure): Failure;
    }
  | { readonly kind: 'refused'; readonly failure: Failure };

export async function bundleVersion(workflow: Workflow): Promise<Bundle> {
  const tasks = [...workflow.tasks.values()].filter(({ type }) => type === 'js');
  const stripTypes = tasks.some(isTypeScript) ? await loadStripper() : (code: string) => code;
  const parts: string[] = [];
  const starts: number[] = [];
  const bundled = new Map<TaskId, BundledTask>();
  let line = 1;
  for (const task of tasks) {
    const compiled = compileTask(task.with, stripTypes);
    if (compiled.kind === 'refused') {
      bundled.set(task.id, { kind: 'refused', failure: toCodeFailure(compiled.problem) });
      continue;
    }
    bundled.set(task.id, readyTask(parts.length, compiled));
    parts.push(compiled.text);
    starts.push(line);
    line += countLines(compiled.text);
  }
  return { parts, starts, tasks: bundled };
}

function isTypeScript(task: Task): boolean {
  return own(task.with, 'language') === 'ts';
}

/** Loaded when the first TypeScript task comes: it is larger than all the rest of the engine. */
async function loadStripper(): Promise<StripTypes> {
  const { transform } = await import('sucrase');
  return (code) =>
    transform(code, {
      transforms: ['typescript'],
      disableESTransforms: true,
      keepUnusedImports: true,
    }).code;
}

function countLines(text: string): number {
  return text.split(/\r\n|[\n\r\u2028\u2029]/).length;
}

function readyTask(part: number, compiled: CompiledTask): BundledTask {
  return {
    kind: 'ready',
    part,
    toFailure: ({ code, message, retryable, place, details }) => ({
      code,
      message,
      retryable,
      details:
        place === null
          ? parseDetails(details)
          : toDetails(compiled.locate(place.line, place.column)),
    }),
  };
}

/** The same code fails the same way for ever, so it is not tried again. */
function toCodeFailure({ reason, message, place }: CodeProblem): Failure {
  const details = { reason, ...(place === null ? {} : { line: place.line, column: place.column }) };
  return { code: 'taskError', message, retryable: false, details };
}

function toDetails(place: Place | null): Failure['details'] {
  return place === null ? null : { line: place.line, column: place.column };
}

function parseDetails(text: string | null): Failure['details'] {
  if (text === null) return null;
  try {
    return JSON.parse(text) as Failure['details'];
  } catch {
    return null; // No isolate of ours writes that.
  }
}
