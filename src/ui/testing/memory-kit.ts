import { validateText } from '#core/dataflow/validate.ts';
import type { Descriptors, HandlerDescriptor } from '#core/workflow/descriptor.ts';
import { arrange } from '#core/workflow/layout/arrange.ts';
import { patchText } from '#core/workflow/patch/patch-text.ts';
import { readOutline } from '#core/workflow/read-outline.ts';
import { readValue } from '#core/workflow/read-value.ts';
import type { EditorApi } from '#ports/editor-api.ts';
import { languageOf } from '#ui/app/preferences.ts';
import type { Language } from '#text/languages.ts';
import { textFor } from '#text/text.ts';
import type { Kit } from '#ui/app/kit.ts';
import { Updates } from '#ui/app/updates.svelte.ts';

const js: HandlerDescriptor = {
  type: 'js',
  version: 1,
  schema: {
    properties: { code: { type: 'string', title: 'Code', minLength: 1 } },
    required: ['code'],
    open: true,
  },
  literal: ['code'],
  effect: 'pure',
  place: 'isolate',
};
const noop: HandlerDescriptor = {
  type: 'noop',
  version: 1,
  schema: { properties: { output: {} }, required: [], open: false },
  literal: [],
  effect: 'pure',
  place: 'engine',
};

/** What the page is given beside its engine, without workers. */
export function memoryKit(
  descriptors: Descriptors = new Map([js, noop].map((one) => [one.type, one])),
): Kit {
  const editor: EditorApi = {
    check: (source) => {
      const { hash, problems } = validateText(source.text, source.format, descriptors);
      return Promise.resolve({ hash, problems, outline: readOutline(source) });
    },
    patch: (source, operation) => Promise.resolve(patchText(source, operation)),
    readValue: (source, path) => Promise.resolve(readValue(source, path)),
    layout: (request) => Promise.resolve(arrange(request)),
    sniff: () => Promise.resolve({ kind: 'unreadable', why: { reason: 'json' } }),
    complete: () => Promise.resolve(null),
    explain: () => Promise.resolve(null),
  };
  const draftTabs = { announce: () => undefined, follow: () => () => undefined };
  const language = languageOf(window);
  const load = (one: Language) => Promise.resolve(textFor(one));
  return {
    words: { language, text: textFor(language), load },
    editor,
    wakeEditor: () => undefined,
    descriptors,
    draftTabs,
    updates: new Updates(() => Promise.resolve()),
    encodings: ['utf-8'],
    unplug: () => Promise.resolve(),
  };
}
