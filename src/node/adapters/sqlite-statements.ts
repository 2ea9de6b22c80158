import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { FencedError, StorageError, StorageFullError } from '#ports/journal.ts';

export type Row = Readonly<Record<string, unknown>>;

/** Prepared once each; every failure names its step. */
export class Statements {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** @returns how many rows it changed. */
  run(sql: string, ...values: (string | number | null | Uint8Array)[]): number {
    return Number(this.#prepare(sql).run(...values).changes);
  }

  row(sql: string, ...values: (string | number)[]): Row | undefined {
    return attempt('read', sql, () => this.#prepare(sql).get(...values));
  }

  rows(sql: string, ...values: (string | number)[]): readonly Row[] {
    return attempt('read', sql, () => this.#prepare(sql).all(...values));
  }

  transaction(record: string, strict: boolean, work: () => void): void {
    attempt('write', record, () => {
      this.#database.exec(`PRAGMA synchronous = ${strict ? 'FULL' : 'NORMAL'}`);
      this.#database.exec('BEGIN IMMEDIATE');
      try {
        work();
        this.#database.exec('COMMIT');
      } catch (error) {
        if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
        throw error;
      }
    });
  }

  #prepare(sql: string): StatementSync {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    const prepared = this.#database.prepare(sql);
    this.#prepared.set(sql, prepared);
    return prepared;
  }
}

export function encode(value: unknown): string {
  return JSON.stringify(value);
}

// The caller names what it once encoded.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export function decode<Value>({ body }: Row): Value {
  return attempt('decode', 'a stored row', () => JSON.parse(String(body)) as Value);
}

export function attempt<Value>(
  step: StorageError['step'],
  record: string,
  work: () => Value,
): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof FencedError || error instanceof StorageError) throw error;
    const code = (error as { readonly errcode?: unknown } | null)?.errcode;
    if (code === 13) throw new StorageFullError(`The disk is full while writing ${record}`);
    throw new StorageError(step, record, error);
  }
}
