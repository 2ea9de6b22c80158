import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/**
 * Recorded graphs as workflows of `noop` tasks: `node tools/from-neutral.ts FOLDER OUT`.
 * Reads `*.neutral.json` and `*.neutral.json.gz`, one graph each, and writes `NAME.json`.
 */
interface NeutralTask {
  readonly id: string;
  readonly name: string;
  readonly dependencies: readonly string[];
}
interface NeutralGraph {
  readonly name: string;
  readonly tasks: readonly NeutralTask[];
}

function readGraph(path: string): NeutralGraph {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return JSON.parse(text) as NeutralGraph;
}

/** Each task gives its own id, so that two runs of one graph can be told apart by their outputs. */
function toWorkflow(id: string, { name, tasks }: NeutralGraph) {
  const entries = tasks.map((task) => [
    task.id,
    {
      name: task.name,
      type: 'noop',
      with: { output: task.id },
      ...(task.dependencies.length > 0 ? { dependencies: task.dependencies } : {}),
    },
  ]);
  return { millrace: 1, id, name, tasks: Object.fromEntries(entries) as unknown };
}

const [folder, out] = process.argv.slice(2);
if (folder === undefined || out === undefined) {
  process.stderr.write('usage: node tools/from-neutral.ts FOLDER OUT\n');
  process.exit(2);
}
mkdirSync(out, { recursive: true });
for (const file of readdirSync(folder).toSorted()) {
  const match = /^(.+)\.neutral\.json(\.gz)?$/.exec(file);
  const id = match?.[1];
  if (id === undefined) continue;
  const workflow = toWorkflow(id, readGraph(join(folder, file)));
  writeFileSync(join(out, `${id}.json`), `${JSON.stringify(workflow, null, 1)}\n`);
  process.stdout.write(`${id}.json\n`);
}
