import { app } from '#text/en/app.ts';
import { editor } from '#text/en/editor.ts';
import { failures } from '#text/en/failures.ts';
import { files } from '#text/en/files.ts';
import { graph } from '#text/en/graph.ts';
import { editing } from '#text/en/editing.ts';
import { fields } from '#text/en/fields.ts';
import { library } from '#text/en/library.ts';
import { problems } from '#text/en/problems.ts';
import { run } from '#text/en/run.ts';
import { runs } from '#text/en/runs.ts';
import { settings } from '#text/en/settings.ts';
import { states } from '#text/en/states.ts';
import { time } from '#text/en/time.ts';
import { params, workflow } from '#text/en/workflow.ts';
import { chinese } from '#text/zh-CN/catalogue.ts';

/** Every sentence of the page, a part per room. English defines the keys; others satisfy them. */
export const english = {
  app,
  editor,
  failures,
  files,
  graph,
  editing,
  fields,
  library,
  workflow,
  params,
  problems,
  runs,
  run,
  settings,
  states,
  time,
};
export type Text = typeof english;

export type Language = 'en' | 'zh-CN';
/** Each under its own name, so that whoever cannot read the others finds it. */
export const languages: readonly { readonly code: Language; readonly name: string }[] = [
  { code: 'en', name: 'English' },
  { code: 'zh-CN', name: '简体中文' },
];

const catalogues: Readonly<Record<Language, Text>> = { en: english, 'zh-CN': chinese };

export function textFor(language: Language): Text {
  return catalogues[language];
}
