import { app } from '#text/en/app.ts';
import { library } from '#text/en/library.ts';
import { run } from '#text/en/run.ts';
import { runs } from '#text/en/runs.ts';
import { states } from '#text/en/states.ts';
import { time } from '#text/en/time.ts';
import { params, workflow } from '#text/en/workflow.ts';

/** Every sentence of the page, a part per room. English defines the keys; others satisfy them. */
export const english = { app, library, workflow, params, runs, run, states, time };
export type Text = typeof english;

const catalogues: ReadonlyMap<string, Text> = new Map([['en', english]]);

/** English for every language that has no catalogue yet. */
export function textFor(language: string): Text {
  return catalogues.get(language) ?? english;
}
