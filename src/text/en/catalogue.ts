import { app } from './app.ts';
import { editor } from './editor.ts';
import { failures } from './failures.ts';
import { files } from './files.ts';
import { graph } from './graph.ts';
import { editing } from './editing.ts';
import { fields } from './fields.ts';
import { library } from './library.ts';
import { problems } from './problems.ts';
import { run } from './run.ts';
import { runs } from './runs.ts';
import { settings } from './settings.ts';
import { states } from './states.ts';
import { time } from './time.ts';
import { params, workflow } from './workflow.ts';

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
  /**
   * A catalogue may leave rare words for later: resolves when they are here, or cannot be had; until
   * then it is said in general. English has all of them at once.
   */
  ready: (): Promise<void> => Promise.resolve(),
};
