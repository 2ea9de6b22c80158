import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { executionSchema } from '#core/execution/schema.ts';
import { workflowSchema } from '#core/workflow/schema.ts';
import { assemble } from '#engine/assemble.ts';
import type { Engine } from '#engine/engine.ts';
import { descriptors } from '#handlers/descriptors.ts';
import { createRuns } from '#handlers/runs.ts';
import { nodeClock } from '#node/adapters/clock.ts';
import { readExample } from '#node/adapters/examples.ts';
import { openSqliteStore } from '#node/adapters/sqlite-store.ts';
import { FencedError } from '#ports/journal.ts';
import type { Store } from '#ports/store.ts';
import { exitCodes, UsageError, type Console } from './console.ts';
import { openHost } from './host.ts';
import { planFile } from './plan.ts';
import { runFile } from './run.ts';
import { validateFiles } from './validate.ts';

const usage = `usage: millrace COMMAND …
  validate FILE… [--json]
  run FILE [--param NAME=JSON]… [--input NAME=PATH]… [--json] [--journal DIR] [--key KEY] [--concurrency N]
  plan FILE [--succeeded IDS] [--failed IDS] [--json]   IDS: a,b,c or @FILE, one a line
  schema [workflow|execution]`;

const version = (
  JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    readonly version: string;
  }
).version;

const terminal: Console = {
  print: (text) => {
    process.stdout.write(`${text}\n`);
  },
  say: (text) => {
    process.stderr.write(`${text}\n`);
  },
};

function openEngine(store: Store, concurrency: number) {
  let engine: Engine | null = null;
  const parts = assemble(
    {
      store,
      clock: nodeClock,
      random: Math.random,
      decodeUtf8: (bytes) => Buffer.from(bytes).toString('utf8'),
      descriptors,
      runs: createRuns(readExample),
      isolates: null,
      concurrency,
      version,
      askQuota: () => Promise.resolve({ usedBytes: null, quotaBytes: null, isPersistent: null }),
    },
    () => engine,
  );
  return openHost({
    ...parts,
    createEngine: (observer) => (engine = parts.createEngine(observer)),
  });
}

function onInterrupt(listener: () => void): void {
  process.once('SIGINT', () => {
    process.once('SIGINT', () => process.exit(exitCodes.interrupted));
    listener();
  });
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        param: { type: 'string', multiple: true, default: [] },
        input: { type: 'string', multiple: true, default: [] },
        journal: { type: 'string' },
        key: { type: 'string' },
        concurrency: { type: 'string', default: '16' },
        succeeded: { type: 'string' },
        failed: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError('usage', `${error instanceof Error ? error.message : ''}\n${usage}`);
  }
}

function onlyFile(files: readonly string[], command: string): string {
  const [file, ...more] = files;
  if (file !== undefined && more.length === 0) return file;
  throw new UsageError('usage', `${command} takes exactly one FILE\n${usage}`);
}

function readConcurrency(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new UsageError('usage', `--concurrency takes a whole number from 1, but got "${text}"`);
}

async function main(args: readonly string[]): Promise<number> {
  const [command = '', ...rest] = args;
  const { values, positionals } = parse(rest);
  const { json } = values;
  switch (command) {
    case 'validate':
      return validateFiles({ files: positionals, json }, descriptors, terminal);
    case 'plan': {
      const file = onlyFile(positionals, command);
      const { succeeded, failed } = values;
      return planFile({ file, succeeded, failed, json }, descriptors, terminal);
    }
    case 'run':
      return runFile(
        {
          file: onlyFile(positionals, command),
          params: values.param,
          inputs: values.input,
          json,
          journal: values.journal,
          key: values.key,
          concurrency: readConcurrency(values.concurrency),
        },
        {
          descriptors,
          console: terminal,
          openStore: openSqliteStore,
          openHost: openEngine,
          onInterrupt,
        },
      );
    case 'schema':
      return printSchema(positionals);
    default:
      throw new UsageError('usage', usage);
  }
}

function printSchema(names: readonly string[]): number {
  const [name = 'workflow'] = names;
  if (name !== 'workflow' && name !== 'execution') {
    throw new UsageError('usage', `There is no schema "${name}"\n${usage}`);
  }
  const schema = name === 'workflow' ? workflowSchema(descriptors) : executionSchema();
  terminal.print(JSON.stringify(schema, null, 2));
  return exitCodes.yes;
}

/** With `--json` a failure is a document, too. */
function fail(error: unknown, json: boolean): number {
  const isExpected = error instanceof UsageError || error instanceof FencedError;
  const code = error instanceof UsageError ? error.code : isExpected ? 'takenOver' : 'internal';
  const message = error instanceof Error ? error.message : String(error);
  if (json) terminal.print(JSON.stringify({ error: { code, message } }));
  else terminal.say(isExpected || !(error instanceof Error) ? message : String(error.stack));
  return isExpected ? exitCodes.usage : exitCodes.bug;
}

const args = process.argv.slice(2);
try {
  process.exitCode = await main(args);
} catch (error) {
  process.exitCode = fail(error, args.includes('--json'));
}
