import { Composer, Lexer, Parser } from 'yaml';
import type { CST, Document } from 'yaml';
import { limits } from './limits.ts';

/**
 * The YAML library with bounds of our own, because a hostile file may hold an error or a level in
 * every byte: it is stopped after the first errors, at the limit of nesting, and when there are
 * more entries than a file may have.
 */
export type Composed =
  | {
      readonly kind: 'composed';
      /** Null when there were too many errors to go on. */
      readonly document: Document.Parsed | null;
      readonly secondAt: number | undefined;
      readonly errors: readonly YamlFinding[];
      readonly warnings: readonly YamlFinding[];
    }
  | { readonly kind: 'beyond'; readonly limit: 'nesting' | 'yamlNodes'; readonly at: number };

export interface YamlFinding {
  readonly at: number;
  readonly end: number;
  readonly code: string;
  readonly message: string;
}

/** Of one file: after the first ones the library mostly reports what follows from them. */
const findingsMax = 20;

const options = {
  schema: 'core',
  // Ours finds all of them with their places, and knows `__proto__`.
  uniqueKeys: false,
  resolveKnownTags: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** With `keepTokens` the nodes know the tokens they were made of, and so each character. */
export function composeYaml(text: string, { keepTokens = false } = {}): Composed {
  const parsed = parseTokens(text);
  if ('limit' in parsed) return { kind: 'beyond', ...parsed };
  const composer = new Composer({ ...options, keepSourceTokens: keepTokens });
  const findings = watch(composer);
  const documents = composeAll(composer, { tokens: parsed.tokens, end: text.length });
  const [document = null, second] = documents;
  // Errors of single tokens do not come by the watch.
  const ofTokens = (document?.errors ?? []).map(({ pos: [at, end], code, message }) => ({
    at,
    end,
    code,
    message,
  }));
  const errors = [...findings.errors, ...ofTokens].sort((a, b) => a.at - b.at);
  return {
    kind: 'composed',
    document,
    secondAt: second?.range[0],
    errors: errors.slice(0, findingsMax),
    warnings: findings.warnings,
  };
}

interface Tokens {
  readonly tokens: readonly CST.Token[];
}
interface Beyond {
  readonly limit: 'nesting' | 'yamlNodes';
  readonly at: number;
}

/** At most two for each value: a dash or a comma, and a colon. */
const separators: ReadonlySet<string> = new Set([',', '-', ':', '?']);
/** What the lexer puts before each text without quotes; a key or a value, so a node of its own. */
const scalarMark = '\u001f';

function parseTokens(text: string): Tokens | Beyond {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let separatorsLeft = limits.yamlNodes * 2;
  let scalarsLeft = limits.yamlNodes;
  let errorsLeft = findingsMax;
  let documentsLeft = 2;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
      if (token.type === 'error') errorsLeft -= 1;
      if (token.type === 'document') documentsLeft -= 1;
    }
    if (errorsLeft <= 0 || documentsLeft === 0) return { tokens };
    if (separators.has(lexeme)) separatorsLeft -= 1;
    if (lexeme === scalarMark) scalarsLeft -= 1;
    if (separatorsLeft < 0 || scalarsLeft < 0) return { limit: 'yamlNodes', at: 0 };
    // The library composes by recursion, so the depth is looked at while the tokens arrive.
    const at = parser.stack.length > limits.nesting ? beyondNesting(parser) : undefined;
    if (at !== undefined) return { limit: 'nesting', at };
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens };
}

/** Where the first container begins that is open below the limit. */
function beyondNesting({ stack }: Parser): number | undefined {
  let depth = 0;
  for (const { type, offset } of stack) {
    if (type !== 'block-map' && type !== 'block-seq' && type !== 'flow-collection') continue;
    depth += 1;
    if (depth > limits.nesting) return offset;
  }
  return undefined;
}

class TooManyErrors extends Error {
  override readonly name = 'TooManyErrors';
}

interface Findings {
  readonly errors: YamlFinding[];
  readonly warnings: YamlFinding[];
}

/**
 * Takes the place of the composer's own collector, which makes an `Error` with a stack of each: a
 * few megabytes of commas would take all memory. The library offers no other way; a test with such
 * a file tells when it has changed.
 */
function watch(composer: Composer): Findings {
  const findings: Findings = { errors: [], warnings: [] };
  const collect = (source: unknown, code: string, message: string, isWarning?: boolean) => {
    const list = isWarning === true ? findings.warnings : findings.errors;
    if (list.length < findingsMax) list.push({ ...rangeOf(source), code, message });
    else if (isWarning !== true) throw new TooManyErrors();
  };
  Reflect.set(composer, 'onError', collect);
  return findings;
}

/** An offset, a pair of them, or a token. */
function rangeOf(source: unknown): { readonly at: number; readonly end: number } {
  if (typeof source === 'number') return { at: source, end: source + 1 };
  if (Array.isArray(source)) return { at: Number(source[0]), end: Number(source[1]) };
  if (typeof source !== 'object' || source === null) return { at: 0, end: 0 };
  const at = 'offset' in source ? Number(source.offset) : 0;
  const length = 'source' in source && typeof source.source === 'string' ? source.source.length : 1;
  return { at, end: at + length };
}

/** @returns what was composed before there were too many errors. */
function composeAll(
  composer: Composer,
  { tokens, end }: Tokens & { readonly end: number },
): readonly Document.Parsed[] {
  try {
    return [...composer.compose(tokens, true, end)] as Document.Parsed[];
  } catch (error) {
    if (error instanceof TooManyErrors) return [];
    throw error;
  }
}
