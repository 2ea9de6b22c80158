import { toWorkflowId } from '#core/shared/ids.ts';
import type { VersionHash, WorkflowId } from '#core/shared/ids.ts';
import { isJsonObject, own } from '#core/shared/json.ts';
import { versionHash } from '#core/workflow/canonical.ts';
import { decodeWorkflow } from '#core/workflow/decode.ts';
import type { Descriptors } from '#core/workflow/descriptor.ts';
import { collectDrafts, isError, sortProblems, toProblem } from '#core/workflow/draft.ts';
import { graphFacts } from '#core/workflow/graph.ts';
import type { GraphFacts } from '#core/workflow/graph.ts';
import type { Workflow } from '#core/workflow/model.ts';
import type { Problem } from '#core/workflow/problem.ts';
import { formatOfName, parseSource, readSource } from '#core/workflow/read.ts';
import type { ParsedSource, SourceFormat, SourceTree } from '#core/workflow/source.ts';
import { checkReferences } from './references.ts';

/** All there is to say about the text of a workflow. */
export interface Validation {
  /** As far as it could be read, also of an invalid one. */
  readonly id: WorkflowId | null;
  readonly valid: boolean;
  /** Null unless valid: what did not pass never runs (ARC-02). */
  readonly workflow: Workflow | null;
  readonly format: SourceFormat;
  readonly hash: VersionHash | null;
  readonly graph: GraphFacts | null;
  /** Sorted by line, column, code. */
  readonly problems: readonly Problem[];
}

export interface FileValidation extends Validation {
  readonly file: string;
  /** Null when the bytes are no text. */
  readonly source: string | null;
}

export interface SourceFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Checks a file and runs nothing. It never throws, whatever the bytes are. */
export function validateFile(
  { name, bytes }: SourceFile,
  descriptors: Descriptors,
): FileValidation {
  const read = readSource(bytes, name);
  if (!read.ok) {
    const problems = [read.problem];
    return { file: name, source: null, ...nothing(formatOfName(name) ?? 'yaml', problems) };
  }
  const { text, format } = read.value;
  return { file: name, source: text, ...validateText(text, format, descriptors) };
}

/** A text that was parsed already is not parsed again. */
export function validateText(
  text: string,
  format: SourceFormat,
  descriptors: Descriptors,
  parsed: ParsedSource = parseSource({ text, format }),
): Validation {
  if (parsed.tree === null) return nothing(format, placed(parsed, []));
  return validateTree({ parsed, tree: parsed.tree, format }, descriptors);
}

interface ReadFile {
  readonly parsed: ParsedSource;
  readonly tree: SourceTree;
  readonly format: SourceFormat;
}

function validateTree({ parsed, tree, format }: ReadFile, descriptors: Descriptors): Validation {
  const { report, list } = collectDrafts();
  const { workflow, graph } = decodeWorkflow(tree, descriptors, report);
  if (workflow !== null && graph !== null) {
    checkReferences({ workflow, graph, descriptors, report });
  }
  const problems = placed(parsed, list);
  const valid = workflow !== null && !problems.some(({ code }) => isError(code));
  return {
    id: idOf(tree),
    valid,
    workflow: valid ? workflow : null,
    format,
    hash: valid ? versionHash(workflow) : null,
    graph: graph === null ? null : graphFacts(graph),
    problems,
  };
}

function placed(parsed: ParsedSource, more: ParsedSource['drafts']): readonly Problem[] {
  const drafts = [...parsed.drafts, ...more];
  if (drafts.length === 0) return [];
  const places = parsed.locate(drafts);
  const start = { line: 1, column: 1 };
  return sortProblems(drafts.map((draft, index) => toProblem(draft, places[index] ?? start)));
}

function idOf({ root }: SourceTree): WorkflowId | null {
  const id = isJsonObject(root) ? own(root, 'id') : undefined;
  return typeof id === 'string' ? toWorkflowId(id) : null;
}

function nothing(format: SourceFormat, problems: readonly Problem[]): Validation {
  return { id: null, valid: false, workflow: null, format, hash: null, graph: null, problems };
}
