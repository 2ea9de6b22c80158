interface Asked {
  readonly store: string;
  readonly key: IDBValidKey;
  readonly resolve: (row: unknown) => void;
  readonly reject: (reason: Error) => void;
}

interface Parts {
  /** @throws when there is none. */
  readonly connection: () => IDBDatabase;
  readonly toError: (store: string, error: unknown) => Error;
}

/**
 * Rows by their keys, without Dexie's own transactions: what a hot path reads. Those that are asked
 * for together, or while others are read, share a transaction, which costs more than reading them.
 */
export class GroupReader {
  readonly #parts: Parts;
  #asked: Asked[] = [];
  #isReading = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @returns undefined when there is no such row. */
  read(store: string, key: IDBValidKey): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ store, key, resolve, reject });
      if (this.#isReading) return;
      this.#isReading = true;
      queueMicrotask(() => {
        this.#readAll();
      });
    });
  }

  #next(): void {
    this.#isReading = this.#asked.length > 0;
    if (this.#isReading) this.#readAll();
  }

  #readAll(): void {
    const { connection, toError } = this.#parts;
    const together = this.#asked;
    this.#asked = [];
    try {
      const stores = new Set(together.map(({ store }) => store));
      const transaction = connection().transaction([...stores]);
      const next = () => {
        this.#next();
      };
      transaction.addEventListener('complete', next);
      transaction.addEventListener('abort', next);
      for (const { store, key, resolve, reject } of together) {
        const asking = transaction.objectStore(store).get(key);
        asking.onsuccess = () => {
          resolve(asking.result);
        };
        asking.onerror = () => {
          reject(toError(store, asking.error));
        };
      }
    } catch (error) {
      for (const { store, reject } of together) reject(toError(store, error));
      this.#next();
    }
  }
}
