import type { ExecutionEvent } from '#core/execution/events.ts';
import { FencedError } from '#ports/journal.ts';
import { CopyDisk, KilledError } from '../memory/copy-disk.ts';
import {
  createdEvent,
  endedEvent,
  eventsOf,
  headOf,
  Owner,
  removeExecution,
  removeWorkflow,
  save,
  startedEvent,
} from './world.ts';

const slotBytes = 2_000;
const workflowIds = ['v', 'w'];

/** What a person has seen of a workflow: a revision, or null for its absence. */
interface Word {
  shown: number | null;
  /** Since then, each of them may or may not have come through. */
  later: (number | null)[];
}

/**
 * A seeded life of one store: owners come and go, die between any two steps, lose power or their
 * database; after each takeover everything that was shown must be there.
 */
export class Life {
  readonly disk: CopyDisk;
  readonly complaints: string[] = [];
  readonly #random: () => number;
  #owner: Owner | null = null;
  #count = 0;
  readonly #shown = new Map<string, ExecutionEvent[]>();
  readonly #deleted = new Set<string>();
  readonly #maybeDeleted = new Set<string>();
  readonly #words = new Map<string, Word>(
    workflowIds.map((id) => [id, { shown: null, later: [] }]),
  );
  readonly #revisions = new Map<string, number>();

  constructor(seed: number) {
    this.#random = mulberry(seed);
    this.disk = new CopyDisk(this.#random);
  }

  async live(turns: number): Promise<void> {
    for (let turn = 0; turn < turns; turn += 1) {
      if (this.#random() < 0.15) this.disk.killAt = this.disk.steps + this.#pick(60);
      try {
        this.#owner ??= await this.#takeOver();
        await this.#act(this.#owner);
      } catch (error) {
        if (!isDeath(error)) throw error;
        this.#end();
      }
    }
    this.disk.kill();
    this.#owner = await this.#takeOver();
    this.disk.wipe();
    this.#owner = await this.#takeOver();
  }

  async #takeOver(): Promise<Owner> {
    this.#count += 1;
    const owner = await Owner.take(this.disk, `tab-${String(this.#count)}`, slotBytes);
    this.#check(owner);
    return owner;
  }

  async #act(owner: Owner): Promise<void> {
    const choice = this.#random();
    if (choice < 0.5) this.#write(owner);
    else if (choice < 0.7) await this.#showAll(owner);
    else if (choice < 0.78) this.#edit();
    else if (choice < 0.84) this.#delete();
    else if (choice < 0.9) await this.#drain(owner);
    else if (choice < 0.92) await owner.taken.copy?.sweep();
    else if (choice < 0.95) this.#leave(owner);
    else if (choice < 0.97) await this.#steal(owner);
    else this.#end();
  }

  #write(owner: Owner): void {
    const live = [...this.disk.database.state.live];
    const isNew = live.length === 0 || this.#random() < 0.3;
    this.#count += 1;
    const id = isNew ? `run-${String(this.#count)}` : (live[this.#pick(live.length)] ?? '');
    const seq = (eventsOf(this.disk, id).at(-1)?.seq ?? 0) + 1;
    // The time tells one branch from another.
    const at = this.#count;
    const events = isNew ? [createdEvent(1, at), startedEvent(2, at)] : [startedEvent(seq, at)];
    if (this.#random() < 0.3) events.push(endedEvent((events.at(-1)?.seq ?? 0) + 1, at));
    owner.commit(id, events, false);
  }

  /** Behind this barrier everything that is committed may be seen. */
  async #showAll(owner: Owner): Promise<void> {
    this.#count += 1;
    const id = `run-${String(this.#count)}`;
    owner.commit(id, [createdEvent(1, this.#count)], true);
    const state = this.disk.database.state;
    await owner.barrier();
    for (const row of state.journal.values()) {
      if (!this.#shown.has(row.executionId)) this.#shown.set(row.executionId, []);
    }
    for (const known of this.#shown.keys()) {
      const events = eventsOf(this.disk, known);
      if (events.length > 0) this.#shown.set(known, events);
    }
  }

  #edit(): void {
    const id = workflowIds[this.#pick(workflowIds.length)] ?? '';
    const word = this.#words.get(id);
    const stored = this.disk.database.state.heads.get(id);
    const isRemoval = stored !== undefined && this.#random() < 0.4;
    const revision = isRemoval ? null : (this.#revisions.get(id) ?? 0) + 1;
    word?.later.push(revision);
    if (revision === null) {
      removeWorkflow(this.disk, id);
      return;
    }
    this.#revisions.set(id, revision);
    save(this.disk, headOf(id, revision));
  }

  #delete(): void {
    const { state } = this.disk.database;
    const ended = [...this.#shown.keys()].filter(
      (id) => !state.live.has(id) && eventsOf(this.disk, id).length > 0,
    );
    const id = ended[this.#pick(ended.length)];
    if (id === undefined) return;
    this.#maybeDeleted.add(id);
    removeExecution(this.disk, id);
  }

  async #drain(owner: Owner): Promise<void> {
    const { state } = this.disk.database;
    const heads = workflowIds.map((id) => [id, state.heads.get(id)?.revision ?? null] as const);
    const deleted = [...this.#maybeDeleted].filter((id) => eventsOf(this.disk, id).length === 0);
    await owner.taken.copy?.drain();
    for (const [id, revision] of heads) this.#words.set(id, { shown: revision, later: [] });
    for (const id of deleted) this.#deleted.add(id);
  }

  #leave(owner: Owner): void {
    owner.close();
    this.#owner = null;
  }

  /** The one before is frozen, holds its file, and wakes up to find itself fenced. */
  async #steal(former: Owner): Promise<void> {
    this.#owner = await this.#takeOver();
    try {
      this.#write(former);
      this.complaints.push('a former owner wrote');
    } catch (error) {
      if (!(error instanceof FencedError)) throw error;
    }
    await former.barrier().catch((error: unknown) => {
      if (!(error instanceof FencedError)) throw error;
    });
    former.close();
  }

  #end(): void {
    this.#owner = null;
    const choice = this.#random();
    if (choice < 0.4) this.disk.kill();
    else if (choice < 0.7) this.disk.cutPower();
    else this.disk.wipe();
  }

  #check(owner: Owner): void {
    const damaged = owner.taken.healed?.damaged ?? [];
    if (damaged.length > 0) this.complaints.push(`damaged: ${damaged.join()}`);
    for (const [id, shown] of this.#shown) this.#checkRun(id, shown);
    for (const [id, word] of this.#words) this.#checkWorkflow(id, word);
    const { journal, live } = this.disk.database.state;
    for (const id of new Set([...journal.values()].map((row) => row.executionId))) {
      const events = eventsOf(this.disk, id);
      if (events.some(({ seq }, index) => seq !== index + 1)) this.complaints.push(`gap in ${id}`);
      const isEnded = events.at(-1)?.type === 'executionEnded';
      if (live.has(id) === isEnded) this.complaints.push(`${id} is wrongly live or not`);
    }
  }

  #checkRun(id: string, shown: readonly ExecutionEvent[]): void {
    const events = eventsOf(this.disk, id);
    if (this.#deleted.has(id)) {
      if (events.length > 0) this.complaints.push(`${id} was deleted and is back`);
      return;
    }
    if (events.length === 0 && this.#maybeDeleted.has(id)) return;
    const isThere = JSON.stringify(events.slice(0, shown.length)) === JSON.stringify(shown);
    if (!isThere) this.complaints.push(`${id} is not as it was shown`);
  }

  #checkWorkflow(id: string, { shown, later }: Word): void {
    const { heads, versions } = this.disk.database.state;
    const head = heads.get(id);
    const revision = head?.revision ?? null;
    if (revision !== shown && !later.includes(revision)) {
      this.complaints.push(`${id} is at ${String(revision)}, shown ${String(shown)}`);
    }
    if (head !== undefined && !versions.has(head.versionHash)) {
      this.complaints.push(`${id} has no version`);
    }
  }

  #pick(count: number): number {
    return Math.floor(this.#random() * count);
  }
}

function isDeath(error: unknown): boolean {
  return error instanceof KilledError || (error instanceof Error && isDeath(error.cause));
}

function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}
