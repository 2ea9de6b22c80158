import { validateFile, type FileValidation } from '#core/dataflow/validate.ts';
import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import type { Descriptors } from '#core/workflow/descriptor.ts';
import type { Problem } from '#core/workflow/problem.ts';
import { problemMessage } from '#text/problem-message.ts';
import { exitCodes, UsageError, type Console } from './console.ts';
import { readBytes } from './read-file.ts';

interface Options {
  readonly files: readonly string[];
  readonly json: boolean;
}

/** Checks files and runs nothing. */
export async function validateFiles(
  { files, json }: Options,
  descriptors: Descriptors,
  console: Console,
): Promise<number> {
  if (files.length === 0) throw new UsageError('usage', 'validate needs at least one FILE');
  const checked: FileValidation[] = [];
  for (const file of files) {
    checked.push(validateFile({ name: file, bytes: await readBytes(file) }, descriptors));
  }
  if (json) console.print(JSON.stringify(toDocument(checked)));
  else for (const file of checked) console.print(describe(file));
  return checked.every((file) => file.valid) ? exitCodes.yes : exitCodes.no;
}

export function toDocument(files: readonly FileValidation[]): JsonObject {
  return {
    millrace: 1,
    files: files.map(({ file, valid, id, hash, graph, problems }) => ({
      file,
      valid,
      id,
      hash,
      graph: graph === null ? null : { ...graph },
      problems: problems.map(toProblemDocument),
    })),
  };
}

export function describe({ file, valid, graph, problems }: FileValidation): string {
  const lines = problems.map((problem) => {
    const { line, column, severity, code } = problem;
    const { message, hint } = problemMessage(problem);
    const place = `${file}:${String(line)}:${String(column)}`;
    return `${place}: ${severity} ${code}: ${message}${hint === null ? '' : ` ${hint}`}`;
  });
  const facts =
    graph === null
      ? ''
      : ` (${String(graph.tasks)} tasks, ${String(graph.dependencies)} dependencies)`;
  return [...lines, `${file}: ${valid ? 'valid' : 'invalid'}${facts}`].join('\n');
}

function toProblemDocument(problem: Problem): JsonValue {
  const { code, severity, line, column, path, taskIds } = problem;
  const { message, hint } = problemMessage(problem);
  return { code, severity, message, line, column, path, taskIds, hint };
}
