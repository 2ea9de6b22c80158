import { app } from '#text/en/app.ts';
import { library } from '#text/en/library.ts';
import { run } from '#text/en/run.ts';
import { runs } from '#text/en/runs.ts';
import { settings } from '#text/en/settings.ts';
import { states } from '#text/en/states.ts';
import { time } from '#text/en/time.ts';
import { params, workflow } from '#text/en/workflow.ts';

/** Every sentence of the page, a part per room. English defines the keys; others satisfy them. */
export const english = { app, library, workflow, params, runs, run, settings, states, time };
export type Text = typeof english;

export type Language = 'en' | 'zh-CN';
export const languages: readonly { readonly code: Language; readonly name: string }[] = [
  { code: 'en', name: 'English' },
];

const catalogues: ReadonlyMap<Language, Text> = new Map([['en', english]]);

/** English for a language that has no catalogue yet. */
export function textFor(language: Language): Text {
  return catalogues.get(language) ?? english;
}
