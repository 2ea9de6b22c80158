import { parse, type AnyNode, type Comment, type Program } from 'acorn';

/** A place in a text: line and column from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}
export interface CodeProblem {
  /** `syntax`: the message is the parser's. */
  readonly reason: 'syntax' | 'imports' | 'noCode' | 'tooLong';
  readonly message: string;
  readonly place: Place | null;
}

export interface RewrittenModule {
  readonly kind: 'code';
  readonly text: string;
  /** From a place of `text` to the place of the code that it stands for. */
  locate(place: Place): Place | null;
}

/** Refusals of the parser and of our own rules, told apart from bugs. */
class Refusal extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const lineBreaks = /\r\n|[\n\r\u2028\u2029]/g;

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const noImports =
  'Imports are not available in a task: it runs sealed and offline. Put what it needs into its code.';

/**
 * Turns a module into statements that stand in a function: exports become fields of `exportsName`.
 * The text is changed only at places of the syntax tree, and no line is added or removed.
 */
export function rewriteModule(
  code: string,
  exportsName: string,
): RewrittenModule | { readonly kind: 'refused'; readonly problem: CodeProblem } {
  try {
    const comments: Comment[] = [];
    const program = parse(code, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      allowHashBang: false,
      onComment: comments,
    });
    // Reserved, so it cannot be written with escapes: without the letters there is no import.
    if (code.includes('import')) refuseImports(program);
    return applyEdits(code, [...editsOf(program, exportsName), ...pragmaEdits(comments)]);
  } catch (error) {
    if (error instanceof Refusal) {
      return {
        kind: 'refused',
        problem: { reason: 'imports', message: error.message, place: placeAt(code, error.at) },
      };
    }
    if (error instanceof SyntaxError) return { kind: 'refused', problem: toProblem(error) };
    throw error;
  }
}

function toProblem(error: SyntaxError): CodeProblem {
  const { loc } = error as { readonly loc?: { readonly line: number; readonly column: number } };
  return {
    reason: 'syntax',
    message: error.message.replace(/ \(\d+:\d+\)$/, ''),
    place: loc === undefined ? null : { line: loc.line, column: loc.column + 1 },
  };
}

export function placeAt(code: string, offset: number): Place {
  const lines = code.slice(0, offset).split(lineBreaks);
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** Iterative, because a person's expression may be nested deeper than our stack. */
function refuseImports(program: Program): void {
  const pending: unknown[] = [program];
  while (pending.length > 0) {
    const value = pending.pop();
    if (Array.isArray(value)) pending.push(...(value as unknown[]));
    if (!isNode(value)) continue;
    const isImport =
      value.type === 'ImportDeclaration' ||
      value.type === 'ImportExpression' ||
      value.type === 'ExportAllDeclaration' ||
      (value.type === 'ExportNamedDeclaration' && (value.source ?? null) !== null) ||
      (value.type === 'MetaProperty' && value.meta.name === 'import');
    if (isImport) throw new Refusal(noImports, value.start);
    pending.push(...(Object.values(value) as unknown[]));
  }
}

function editsOf(program: Program, exportsName: string): Edit[] {
  const edits: Edit[] = [];
  const { end } = program;
  for (const node of program.body) {
    if (node.type === 'ExportAllDeclaration') throw new Refusal(noImports, node.start);
    if (node.type === 'ExportDefaultDeclaration') {
      edits.push(...defaultEdits(node.start, node.declaration, exportsName, end));
    }
    if (node.type !== 'ExportNamedDeclaration') continue;
    if ((node.source ?? null) !== null) throw new Refusal(noImports, node.start);
    if (node.declaration) {
      edits.push({ from: node.start, to: node.declaration.start, text: '' });
      continue;
    }
    edits.push({ from: node.start, to: node.end, text: ';' });
    for (const { local, exported } of node.specifiers) {
      const name = exported.type === 'Identifier' ? exported.name : exported.value;
      if (name !== 'default' || local.type !== 'Identifier') continue;
      edits.push({ from: end, to: end, text: `\n;${exportsName}.default=${local.name};` });
    }
  }
  return edits;
}

/** `//# sourceURL=…` would rename the whole bundle, the other tasks of the version included. */
function pragmaEdits(comments: readonly Comment[]): Edit[] {
  return comments
    .filter(({ value }) => value.startsWith('#') || value.startsWith('@'))
    .map(({ start }) => ({ from: start + 2, to: start + 3, text: ' ' }));
}

function defaultEdits(
  start: number,
  declaration: AnyNode,
  exportsName: string,
  end: number,
): Edit[] {
  const isDeclaration =
    declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration';
  if (isDeclaration && (declaration.id ?? null) !== null) {
    const name = declaration.id?.name ?? '';
    return [
      { from: start, to: declaration.start, text: '' },
      { from: end, to: end, text: `\n;${exportsName}.default=${name};` },
    ];
  }
  // Semicolons on both sides: what was a declaration must not join with its neighbours.
  return [
    { from: start, to: declaration.start, text: `;${exportsName}.default=` },
    { from: declaration.end, to: declaration.end, text: ';' },
  ];
}

/** A stretch of the old text that stands in the new one. */
interface Kept {
  readonly at: number;
  readonly from: number;
  readonly length: number;
}

/** Line breaks are kept, so that what follows stays on its line. */
function applyEdits(code: string, edits: readonly Edit[]): RewrittenModule {
  const kept: Kept[] = [];
  let text = '';
  let done = 0;
  const keep = (to: number) => {
    kept.push({ at: text.length, from: done, length: to - done });
    text += code.slice(done, to);
  };
  for (const { from, to, text: added } of edits.toSorted((a, b) => a.from - b.from)) {
    keep(from);
    text += added + code.slice(from, to).replace(/[^\n\r\u2028\u2029]/g, '');
    done = to;
  }
  keep(code.length);
  return {
    kind: 'code',
    text,
    locate: (place) => {
      const offset = offsetOf(text, place);
      const stretch = kept.findLast(({ at }) => at <= offset);
      if (offset > text.length || stretch === undefined) return null;
      // What was added counts as the place where it was put.
      return placeAt(code, stretch.from + Math.min(offset - stretch.at, stretch.length));
    },
  };
}

function offsetOf(text: string, { line, column }: Place): number {
  const breaks = [0, ...[...text.matchAll(lineBreaks)].map((one) => one.index + one[0].length)];
  return (breaks[line - 1] ?? text.length + 1) + column - 1;
}
