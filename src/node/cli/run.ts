import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { bindParams, paramFromJson } from '#core/dataflow/params.ts';
import { validateFile, type FileValidation } from '#core/dataflow/validate.ts';
import { toContentHash, toExecutionId, toOrderId, type ExecutionId } from '#core/shared/ids.ts';
import { setOwn, type JsonObject, type JsonValue } from '#core/shared/json.ts';
import type { Descriptors } from '#core/workflow/descriptor.ts';
import type { Workflow } from '#core/workflow/model.ts';
import type { Store } from '#ports/store.ts';
import { paramProblemMessage } from '#text/param-problem.ts';
import { exitCodes, UsageError, type Console } from './console.ts';
import type { Host } from './host.ts';
import { readBytes } from './read-file.ts';
import { describe, toDocument } from './validate.ts';

export interface RunOptions {
  readonly file: string;
  /** `NAME=JSON` each. */
  readonly params: readonly string[];
  /** `NAME=PATH` each, for params of type `file`. */
  readonly inputs: readonly string[];
  readonly json: boolean;
  readonly journal: string | undefined;
  readonly key: string | undefined;
  readonly concurrency: number;
}

interface Surroundings {
  readonly descriptors: Descriptors;
  readonly console: Console;
  readonly openStore: (path: string) => Store;
  readonly openHost: (store: Store, concurrency: number) => Host;
  /** Calls back when the person asks to stop; the second time the process ends at once. */
  readonly onInterrupt: (listener: () => void) => void;
}

/** Runs a workflow to its end, or until only a person or a missing thing can move it. */
export async function runFile(options: RunOptions, around: Surroundings): Promise<number> {
  const { console, descriptors } = around;
  if (options.key !== undefined && options.journal === undefined) {
    throw new UsageError('usage', '--key needs --journal: without one nothing is kept');
  }
  const bytes = await readBytes(options.file);
  const checked = validateFile({ name: options.file, bytes }, descriptors);
  const { workflow } = checked;
  if (workflow === null || checked.hash === null) {
    console.print(options.json ? JSON.stringify(toDocument([checked])) : describe(checked));
    return exitCodes.no;
  }
  refuseSealed(workflow, descriptors);
  const store = around.openStore(storePath(options));
  try {
    const params = await readParams(workflow, options, store);
    return await runInStore({ checked, workflow, params, options, store, around });
  } finally {
    store.close();
  }
}

interface Run {
  readonly checked: FileValidation;
  readonly workflow: Workflow;
  readonly params: JsonObject;
  readonly options: RunOptions;
  readonly store: Store;
  readonly around: Surroundings;
}

async function runInStore(run: Run): Promise<number> {
  const { options, store, around } = run;
  const id = toExecutionId(options.key === undefined ? randomUUID() : nameOfKey(options.key));
  const [first] = await store.executions.readEvents(id, 0);
  if (first?.type === 'executionCreated' && first.versionHash !== run.checked.hash) {
    throw new UsageError(
      'versionChanged',
      `Key "${String(options.key)}" belongs to version ${first.versionHash}, but this file is ${String(run.checked.hash)}. Use another key for the changed workflow`,
    );
  }
  const host = around.openHost(store, options.concurrency);
  const interrupt = { came: false };
  around.onInterrupt(() => {
    interrupt.came = true;
    around.console.say('Stopping …');
    void host.stop(id);
  });
  try {
    if (first === undefined) await order(run, id);
    else around.console.say(`Going on with the run of key "${String(options.key)}"`);
    await host.runUntilStill(id);
  } finally {
    host.close();
  }
  const { text, status, summary } = await host.report(id);
  around.console.say(summary);
  around.console.print(text);
  if (interrupt.came) return exitCodes.interrupted;
  return status === 'completed' ? exitCodes.yes : exitCodes.no;
}

/** The version and the order are on disk before the engine looks for them. */
async function order({ checked, workflow, params, options, store }: Run, id: ExecutionId) {
  const { hash, source, format } = checked;
  if (hash === null || source === null) return;
  const now = Date.now();
  const known = await store.workflows.get(workflow.id);
  const head = {
    id: workflow.id,
    name: workflow.name,
    description: workflow.description,
    taskCount: workflow.tasks.size,
    versionHash: hash,
    createdAt: known?.createdAt ?? now,
    updatedAt: now,
    revision: (known?.revision ?? 0) + 1,
  };
  const version = { hash, workflowId: workflow.id, source, format, createdAt: now };
  await store.workflows.save(head, version, known?.revision ?? null);
  await store.inbox.put({
    kind: 'start',
    id: toOrderId(`start-${id}`),
    at: now,
    executionId: id,
    workflowId: workflow.id,
    versionHash: hash,
    key: options.key ?? null,
    params,
  });
}

/** A journal of its own for each key, so that runs under other keys never meet. */
function storePath({ journal, key }: RunOptions): string {
  if (journal === undefined) return ':memory:';
  try {
    mkdirSync(journal, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError('unwritableJournal', `Cannot use ${journal} for the journal: ${reason}`);
  }
  return join(journal, `${key === undefined ? randomUUID() : nameOfKey(key)}.sqlite`);
}

function nameOfKey(key: string): string {
  return `k-${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;
}

function refuseSealed(workflow: Workflow, descriptors: Descriptors): void {
  for (const { id, type } of workflow.tasks.values()) {
    if (descriptors.get(type)?.place !== 'isolate') continue;
    throw new UsageError(
      'noIsolates',
      `Task "${id}" is of type "${type}", whose code runs only sealed; this command has no isolates yet. Run the workflow in the app`,
    );
  }
}

async function readParams(
  workflow: Workflow,
  { params, inputs }: RunOptions,
  store: Store,
): Promise<JsonObject> {
  const given: Record<string, JsonValue> = {};
  for (const text of params) {
    const { name, rest } = split(text, '--param');
    const param = workflow.params.get(name);
    if (param === undefined) throw unknownParam(name, workflow);
    const value = paramFromJson({ name, param }, rest);
    if (!value.ok) throw new UsageError('badParam', paramProblemMessage(value.problem));
    setOwn(given, name, value.value);
  }
  for (const text of inputs) {
    const { name, rest } = split(text, '--input');
    const param = workflow.params.get(name);
    if (param === undefined) throw unknownParam(name, workflow);
    if (param.type !== 'file') {
      throw new UsageError('badParam', `Param "${name}" is a ${param.type}; use --param for it`);
    }
    setOwn(given, name, await putFile(rest, store));
  }
  const bound = bindParams(workflow, given);
  if (bound.ok) return bound.value;
  throw new UsageError('badParam', bound.problem.map(paramProblemMessage).join('\n'));
}

function split(text: string, option: string): { readonly name: string; readonly rest: string } {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError('usage', `${option} takes NAME=VALUE, but got "${text}"`);
  return { name: text.slice(0, at), rest: text.slice(at + 1) };
}

function unknownParam(name: string, { params }: Workflow): UsageError {
  const known = [...params.keys()].join(', ') || 'none';
  return new UsageError('badParam', `The workflow has no param "${name}"; it has: ${known}`);
}

async function putFile(path: string, store: Store): Promise<JsonObject> {
  const bytes = await readBytes(path);
  if (bytes.length > 64 * 1024 * 1024) {
    throw new UsageError('inputTooLarge', `${path} is larger than 64 MiB`);
  }
  const hash = toContentHash(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
  await store.artifacts.put(hash, bytes);
  const mediaType = 'application/octet-stream';
  return { $artifact: hash, bytes: bytes.length, mediaType, name: basename(path) };
}
