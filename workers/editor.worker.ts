import { completeAt, explainAt } from '#core/workflow/complete/complete-at.ts';
import { validateText } from '#core/dataflow/validate.ts';
import { arrange } from '#core/workflow/layout/arrange.ts';
import { parseSource, type SourceText } from '#core/workflow/read.ts';
import type { ParsedSource } from '#core/workflow/source.ts';
import { readValue } from '#core/workflow/read-value.ts';
import { readOutline } from '#core/workflow/read-outline.ts';
import { patchText } from '#core/workflow/patch/patch-text.ts';
import { descriptors } from '#handlers/descriptors.ts';
import { sniff } from '#handlers/files/sniff.ts';
import { exposeEditor } from '#rpc/remote-editor.ts';

/** What can run here; a type that waits for a later release is known, and not offered. */
const offered = new Map([...descriptors].filter(([, { place }]) => typeof place === 'string'));
let last: { readonly source: SourceText; readonly parsed: ParsedSource } | null = null;

/** Several questions about one text follow each other; parsing is most of what each costs. */
function parsedOf(source: SourceText): ParsedSource {
  const { text, format } = source;
  if (last?.source.text !== text || last.source.format !== format) {
    last = { source: { text, format }, parsed: parseSource(source) };
  }
  return last.parsed;
}

/** Composition root of the editor's realm: pure answers about a text, away from the page's thread. */
exposeEditor({
  check: (source) => {
    const parsed = parsedOf(source);
    const { hash, problems } = validateText(source.text, source.format, descriptors, parsed);
    return Promise.resolve({ hash, problems, outline: readOutline(source, parsed) });
  },
  patch: (source, operation) => Promise.resolve(patchText(source, operation, descriptors)),
  readValue: (source, path) => Promise.resolve(readValue(source, path, parsedOf(source))),
  layout: (request) => Promise.resolve(arrange(request)),
  sniff: (request) => Promise.resolve(sniff(request)),
  complete: (source, offset) => Promise.resolve(completeAt(source, offset, offered)),
  explain: (source, offset) => Promise.resolve(explainAt(source, offset, descriptors)),
});
