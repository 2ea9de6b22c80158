import { isScalar, visit } from 'yaml';
import type { Document } from 'yaml';
import { collectDrafts } from './draft.ts';
import type { Draft, Report } from './draft.ts';
import { limits } from './limits.ts';
import { lineIndex } from './line-index.ts';
import type { Place } from './problem.ts';
import type { ParsedSource, Target } from './source.ts';
import { composeYaml } from './yaml-compose.ts';
import type { YamlFinding } from './yaml-compose.ts';
import { walkYaml } from './yaml-walk.ts';
import type { YamlValues } from './yaml-walk.ts';

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
    tree: {
      root: values.root,
      keyOrders: values.keyOrders,
      locate,
      spansIn: values.spansIn,
    },
    drafts: list,
    locate,
  };
}

/** Null after a problem that makes the values meaningless. */
function compose(text: string, report: Report): Document.Parsed | null {
  const composed = composeYaml(text);
  if (composed.kind === 'beyond') {
    const { limit, at } = composed;
    report({ code: 'limit', reason: limit, args: { maximum: limits[limit] }, path: [], at });
    return null;
  }
  const { document, secondAt, errors, warnings } = composed;
  for (const error of errors) report(syntaxDraft(document, error));
  for (const { at, end, code } of warnings) {
    if (code !== 'TAG_RESOLVE_FAILED' && code !== 'BAD_COLLECTION_TYPE') continue;
    const args = { tag: text.slice(at, end) };
    report({ code: 'unsupported', reason: 'customTag', args, path: [], at });
  }
  if (secondAt !== undefined) {
    report({ code: 'syntax', reason: 'multipleDocuments', path: [], at: secondAt });
  }
  if (document === null) return null;
  checkVersion(document, text, report);
  if (isEmpty(document)) {
    if (errors.length === 0) report({ code: 'syntax', reason: 'empty', path: [], at: 0 });
    return null;
  }
  return errors.length > 0 || secondAt !== undefined ? null : document;
}

function checkVersion({ directives }: Document.Parsed, text: string, report: Report): void {
  const { explicit, version } = directives.yaml;
  if (explicit !== true || version === '1.2') return;
  const at = Math.max(text.search(/^%YAML/m), 0);
  report({ code: 'unsupported', reason: 'yamlVersion', args: { version }, path: [], at });
}

function isEmpty({ contents }: Document.Parsed): boolean {
  const node: unknown = contents;
  return node === null || (isScalar(node) && node.source === '' && node.type === 'PLAIN');
}

function syntaxDraft(document: Document.Parsed | null, error: YamlFinding): Draft {
  const isUnclosed = error.code === 'MISSING_CHAR' && document !== null;
  const at = isUnclosed ? (startOfText(document, error.at) ?? error.at) : error.at;
  const reason = at === error.at ? 'yaml' : 'unclosedText';
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
