import { Composer, Lexer, Parser, isScalar, visit } from 'yaml';
import type { Document, YAMLError } from 'yaml';
import { collectDrafts } from './draft.ts';
import type { Draft, Report } from './draft.ts';
import { limits } from './limits.ts';
import { lineIndex } from './line-index.ts';
import type { Place } from './problem.ts';
import type { ParsedSource, Target } from './source.ts';
import { walkYaml } from './yaml-walk.ts';
import type { YamlValues } from './yaml-walk.ts';

/** Of one file: after the first ones the library mostly reports what follows from them. */
const syntaxProblemsMax = 20;

const options = {
  schema: 'core',
  // Ours finds all of them with their places, and knows `__proto__`.
  uniqueKeys: false,
  resolveKnownTags: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

export function parseYamlSource(text: string): ParsedSource {
  const { report, list } = collectDrafts();
  const placeOf = lineIndex(text);
  let values: YamlValues | null = null;
  const locate = (targets: readonly Target[]): readonly Place[] =>
    targets.map(({ path, at }) => {
      const offset = typeof at === 'number' ? at : values?.offsetOf(path, at);
      return placeOf(offset ?? 0);
    });
  const document = compose(text, report);
  if (document === null) return { tree: null, drafts: list, locate };
  values = walkYaml(document.contents, report);
  if (values === null) return { tree: null, drafts: list, locate };
  return {
    tree: { root: values.root, keyOrders: values.keyOrders, locate },
    drafts: list,
    locate,
  };
}

/** Null after a problem that makes the values meaningless. */
function compose(text: string, report: Report): Document.Parsed | null {
  const tokens = parseTokens(text, report);
  if (tokens === null) return null;
  const composer = new Composer(options);
  const documents = [...composer.compose(tokens, true, text.length)] as Document.Parsed[];
  const [document, second] = documents;
  if (document === undefined) return null;
  for (const error of document.errors.slice(0, syntaxProblemsMax)) {
    report(syntaxDraft(document, error));
  }
  for (const warning of document.warnings) {
    const [start, end] = warning.pos;
    const args = { tag: text.slice(start, end) };
    report({ code: 'unsupported', reason: 'customTag', args, path: [], at: start });
  }
  const version = document.directives.yaml;
  if (version.explicit === true && version.version !== '1.2') {
    const args = { version: version.version };
    const at = Math.max(text.search(/^%YAML/m), 0);
    report({ code: 'unsupported', reason: 'yamlVersion', args, path: [], at });
  }
  if (second !== undefined) {
    report({ code: 'syntax', reason: 'multipleDocuments', path: [], at: second.range[0] });
  }
  if (isEmpty(document)) report({ code: 'syntax', reason: 'empty', path: [], at: 0 });
  const isBroken = document.errors.length > 0 || second !== undefined || isEmpty(document);
  return isBroken ? null : document;
}

function isEmpty({ contents }: Document.Parsed): boolean {
  const node: unknown = contents;
  return node === null || (isScalar(node) && node.source === '' && node.type === 'PLAIN');
}

/**
 * The library composes its tokens by recursion, so the depth is looked at while they arrive: a file
 * of brackets is refused after the first few, whatever its length.
 */
function parseTokens(text: string, report: Report) {
  const parser = new Parser();
  const tokens = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    const at = parser.stack.length > limits.nesting ? beyondNesting(parser) : undefined;
    if (at !== undefined) {
      const args = { maximum: limits.nesting };
      report({ code: 'limit', reason: 'nesting', args, path: [], at });
      return null;
    }
  }
  tokens.push(...parser.end());
  return tokens;
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

function syntaxDraft(document: Document.Parsed, error: YAMLError): Draft {
  const [start] = error.pos;
  const at = error.code === 'MISSING_CHAR' ? (startOfText(document, start) ?? start) : start;
  const reason = at === start ? 'yaml' : 'unclosedText';
  const args = { detail: error.message, yamlCode: error.code };
  return { code: 'syntax', reason, args, path: [], at };
}

/** Where the quoted text begins that misses its closing quote at `end`. */
function startOfText(document: Document.Parsed, end: number): number | undefined {
  let start: number | undefined;
  visit(document, {
    Scalar: (_key, node) => {
      const isQuoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
      if (!isQuoted || node.range?.[1] !== end) return undefined;
      start = node.range[0];
      return visit.BREAK;
    },
  });
  return start;
}
