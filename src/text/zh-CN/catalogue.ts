import type { Text } from '#text/text.ts';
import { app } from './app.ts';
import { editor } from './editor.ts';
import { failuresWith } from './failures.ts';
import { files } from './files.ts';
import { graph } from './graph.ts';
import { editing } from './editing.ts';
import { fields } from './fields.ts';
import { library } from './library.ts';
import { problemsWith } from './problems.ts';
import { run } from './run.ts';
import { runs } from './runs.ts';
import { settings } from './settings.ts';
import { states } from './states.ts';
import { time } from './time.ts';
import { general, type ParserWords } from './parsers/words.ts';
import { params, workflow } from './workflow.ts';

/**
 * @param parsers what is known by now of their words.
 * @param ready resolves when all of them are.
 */
export function chineseWith(parsers: () => ParserWords, ready: Text['ready']): Text {
  return {
    app,
    editor,
    failures: failuresWith(parsers),
    files,
    graph,
    editing,
    fields,
    library,
    workflow,
    params,
    problems: problemsWith(parsers),
    runs,
    run,
    settings,
    states,
    time,
    ready,
  };
}

/** Without the words for what parsers say, until they are asked for. */
export function chineseFirst(): Text {
  let words = general;
  return chineseWith(
    () => words,
    async () => {
      try {
        words = (await import('./parsers/all.ts')).parserWords;
      } catch {
        // The network was lost, or a newer build has taken them away: it is said in general.
      }
    },
  );
}
