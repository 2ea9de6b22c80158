import { toOrderId } from '#core/shared/ids.ts';
import type { OrderId } from '#core/shared/ids.ts';
import type { JsonObject, JsonValue } from '#core/shared/json.ts';
import { own, setOwn } from '#core/shared/json.ts';
import type { Param, Workflow } from '#core/workflow/model.ts';
import type { StartResult } from '#ports/engine-api.ts';
import { runHref } from '#ui/app/route.ts';
import { bringIn, type Picked } from '#ui/files/picked.ts';
import type { Session } from '#ui/app/session.svelte.ts';
import {
  choicesOf,
  initialText,
  kindOf,
  needsDialog,
  problemText,
  readField,
  textOfGiven,
} from './params.ts';
import type { FieldKind } from './params.ts';
import { isSecret } from './secret-params.ts';
import type { TypedRun } from './typed-run.svelte.ts';

/** What a form begins with, beside the defaults. */
interface FormStart {
  /** What an earlier run began with: the fields begin as it did. */
  readonly given?: JsonObject;
  /** Keeps what is typed. */
  readonly typed?: TypedRun | null;
}
interface FieldStart {
  readonly given?: JsonValue | undefined;
  readonly typed?: TypedRun | null;
}

/** One param as a field of the form. */
export class ParamField {
  readonly name: string;
  readonly param: Param;
  readonly kind: FieldKind;
  readonly choices: readonly string[];
  file = $state.raw<Picked | null>(null);
  problem = $state<string | null>(null);

  /** A file of an earlier run, unless another one is chosen. */
  readonly kept: JsonValue | undefined;

  /** What stands here before a person types. */
  readonly #first: string;
  /** Null where nothing is kept: then it stands in this field alone. */
  readonly #typed: TypedRun | null;
  #text = $state<string | null>(null);

  constructor(name: string, param: Param, { given, typed = null }: FieldStart = {}) {
    this.name = name;
    this.param = param;
    this.kind = kindOf(param);
    this.choices = choicesOf(param);
    this.#first = given === undefined ? initialText(param) : textOfGiven(param, given);
    this.#typed = isSecret(name, param) ? null : typed;
    this.kept = param.type === 'file' ? given : undefined;
  }

  /** JSON text of a choice or a tick, otherwise what was typed, here or in another place. */
  get text(): string {
    const typed = this.#typed === null ? this.#text : this.#typed.get(this.name, this.param);
    return typed ?? this.#first;
  }

  /** What is typed is kept at once, until a run is started with it. */
  set text(text: string) {
    if (text === this.text) return;
    if (this.#typed === null) this.#text = text;
    else if (text === this.#first) this.#typed.drop(this.name);
    else this.#typed.put(this.name, this.param, text);
  }

  /** Says something else than the default. */
  get isTouched(): boolean {
    return this.file !== null || this.text !== initialText(this.param);
  }
}

/** Starting a run: its fields, whether a dialog asks, and what the engine said. */
export class Starting {
  readonly name: string;
  readonly needsDialog: boolean;
  readonly fields: readonly ParamField[];
  isAsking = $state(false);
  isStarting = $state(false);
  refusal = $state<string | null>(null);
  readonly #session: Session;
  readonly #workflow: Workflow;
  readonly #typed: TypedRun | null;
  /** Kept until an answer came, so that pressing again after a lost answer starts no second run. */
  #order: OrderId | null = null;

  constructor(session: Session, workflow: Workflow, { given = {}, typed = null }: FormStart = {}) {
    this.#session = session;
    this.#workflow = workflow;
    this.#typed = typed;
    this.name = workflow.name;
    this.needsDialog = needsDialog(workflow.params);
    this.fields = [...workflow.params].map(
      ([name, param]) => new ParamField(name, param, { given: own(given, name), typed }),
    );
  }

  /** Asks also when nothing is missing. */
  ask(): void {
    this.refusal = null;
    this.isAsking = true;
  }

  /** The button "Run": asks when something is missing, otherwise starts. */
  async press(): Promise<void> {
    this.refusal = null;
    if (this.needsDialog) this.isAsking = true;
    else await this.start();
  }

  close(): void {
    this.isAsking = false;
  }

  async start(): Promise<void> {
    if (this.isStarting) return;
    this.isStarting = true;
    this.refusal = null;
    try {
      const params = await this.#read();
      if (params !== null) await this.#place(params);
    } catch {
      // A dead engine rejects; the order is kept, so pressing again is safe.
      this.refusal = this.#session.text.params.notStarted.engine;
    }
    this.isStarting = false;
  }

  /** @returns null when a field is wrong; the field says what. */
  async #read(): Promise<JsonObject | null> {
    const params: Record<string, JsonValue> = {};
    for (const field of this.fields) {
      field.problem = null;
      const value = await this.#readField(field);
      if (value !== undefined) setOwn(params, field.name, value);
    }
    return this.fields.some(({ problem }) => problem !== null) ? null : params;
  }

  async #readField(field: ParamField): Promise<JsonValue | undefined> {
    if (field.kind === 'file' && field.file !== null) return this.#copyIn(field, field.file);
    if (field.kept !== undefined) return field.kept;
    const reading = readField(field.param, field.text);
    if (reading.ok) return reading.value;
    const { problems, types } = this.#session.text.params;
    field.problem =
      reading.problem === 'wrongType'
        ? problems.wrongType(types[field.param.type])
        : problems[reading.problem];
    return undefined;
  }

  async #copyIn(field: ParamField, picked: Picked): Promise<JsonValue | undefined> {
    try {
      return await bringIn(this.#session.client, picked);
    } catch {
      // The file is gone from its place, or the engine is dead: either way it must be chosen again.
      field.problem = this.#session.text.params.problems.file;
      return undefined;
    }
  }

  async #place(params: JsonObject): Promise<void> {
    this.#order ??= toOrderId(crypto.randomUUID());
    const result = await this.#session.client.startExecution({
      order: this.#order,
      workflowId: this.#workflow.id,
      params,
    });
    this.#order = null;
    this.#settle(result);
  }

  #settle(result: StartResult): void {
    const { text } = this.#session;
    switch (result.kind) {
      case 'started':
        this.isAsking = false;
        // From now on the run holds them.
        this.#typed?.clear();
        if (this.#session.isViewer) this.#session.queued.add(result.id);
        this.#session.go(runHref(result.id));
        return;
      case 'unknownWorkflow':
        this.refusal = text.params.notStarted.unknownWorkflow;
        return;
      case 'notStarted':
        this.refusal = text.params.notStarted[result.reason];
        return;
      case 'badParams':
        for (const problem of result.problems) {
          const field = this.fields.find(({ name }) => name === problem.param);
          const sentence = problemText(problem, field?.param, text);
          if (field === undefined) this.refusal = `${problem.param}: ${sentence}`;
          else field.problem = sentence;
        }
    }
  }
}
