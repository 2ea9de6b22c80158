import type { ExecutionId, WorkflowId } from '#core/shared/ids.ts';
import type { SimDisk } from './disk.ts';

/** A revision of a workflow, or null for its deletion. */
interface Op {
  readonly revision: number | null;
}

interface Word {
  /** What may be there now: one, unless the database has vanished since. */
  possible: readonly Op[];
  /** From the last one of which a tab said "Saved". */
  uncopied: readonly Op[];
}

/** `done` is in the database, `copied` in the safe copy too, `inDoubt` since the database went. */
type Deletion = 'done' | 'inDoubt' | 'copied';

/**
 * What people changed, and what they may rely on: everything while the database stands, and what
 * was said to be saved, or to be deleted, when it has vanished.
 */
export class Words {
  readonly #disk: SimDisk;
  readonly #words = new Map<WorkflowId, Word>();
  readonly #deletions = new Map<ExecutionId, Deletion>();

  constructor(disk: SimDisk) {
    this.#disk = disk;
  }

  changed(id: WorkflowId, revision: number | null): void {
    const known = this.#words.get(id) ?? { possible: [], uncopied: [{ revision: null }] };
    const op = { revision };
    this.#words.set(id, { possible: [op], uncopied: [...known.uncopied, op] });
  }

  deleted(id: ExecutionId): void {
    this.#deletions.set(id, 'done');
  }

  isDeleted(id: ExecutionId): boolean {
    return this.#deletions.has(id);
  }

  /** The database has vanished: what was not yet copied may be gone with it. */
  wiped(): void {
    for (const word of this.#words.values()) {
      // A second time before anybody looked leaves no fewer.
      if (word.possible.length <= 1) word.possible = word.uncopied;
    }
    for (const [id, state] of this.#deletions) {
      if (state === 'done') this.#deletions.set(id, 'inDoubt');
    }
  }

  /** @returns to be called when the copy holds all that is there now. */
  draining(): () => void {
    const ops = [...this.#words.values()].map((word) => {
      const [op] = word.possible.length === 1 ? word.possible : [];
      return { word, op };
    });
    const done = [...this.#deletions].flatMap(([id, state]) => (state === 'done' ? [id] : []));
    return () => {
      for (const { word, op } of ops) {
        const at = op === undefined ? -1 : word.uncopied.indexOf(op);
        if (at > 0) word.uncopied = word.uncopied.slice(at);
      }
      for (const id of done) {
        if (this.#deletions.get(id) === 'done') this.#deletions.set(id, 'copied');
      }
    };
  }

  /** After a takeover everything is what it was, or one of what it may be. @returns complaints. */
  settle(): string[] {
    const complaints = this.check(this.#disk);
    for (const [id, word] of this.#words) {
      if (word.possible.length === 1) continue;
      const found = revisionOf(this.#disk, id);
      const op = word.possible.find(({ revision }) => revision === found);
      if (op === undefined) {
        // Its last word was spoiled, and that was said: what is there is what there is now.
        const only = [{ revision: found }];
        if (this.#disk.spoiled.isForgiven(id))
          Object.assign(word, { possible: only, uncopied: only });
        continue;
      }
      // Restored out of the copy, so it is in there. A later one may still come: out of a slot that
      // a former owner, asleep until now, held for itself.
      word.uncopied = word.uncopied.slice(word.uncopied.indexOf(op));
      word.possible = word.uncopied;
    }
    for (const [id, state] of this.#deletions) {
      if (state !== 'inDoubt') continue;
      const isBack = this.#disk.eventsOf(id).length > 0;
      if (isBack) this.#deletions.delete(id);
      else this.#deletions.set(id, 'copied');
    }
    return complaints;
  }

  check(disk: SimDisk): string[] {
    const complaints: string[] = [];
    for (const [id, { possible }] of this.#words) {
      const found = revisionOf(disk, id);
      const allowed = possible.map(({ revision }) => revision);
      if (!allowed.includes(found) && !disk.spoiled.forgives(id)) {
        complaints.push(`${id} is at ${String(found)}, and must be at ${allowed.join(' or ')}`);
      }
      const hash = disk.database.state.heads.get(id)?.versionHash;
      const isTextless = hash !== undefined && !disk.database.state.versions.has(hash);
      if (isTextless && !disk.spoiled.forgives(id)) complaints.push(`${id} has no version`);
    }
    for (const [id, state] of this.#deletions) {
      const isBack = state !== 'inDoubt' && disk.eventsOf(id).length > 0;
      if (isBack && !disk.spoiled.forgives(id)) complaints.push(`${id} was deleted and is back`);
    }
    return complaints;
  }
}

function revisionOf(disk: SimDisk, id: WorkflowId): number | null {
  return disk.database.state.heads.get(id)?.revision ?? null;
}
