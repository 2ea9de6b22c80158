import { FencedError, StorageError, StoreGoneError } from '#ports/journal.ts';
import type { Store } from '#ports/store.ts';
import type { FromStoreFixture, ToStoreFixture } from '../fixtures/store-calls.ts';
import workerUrl from '../fixtures/store.worker.ts?worker&url';

/** Stores in a worker, because a page has no files that can be written. */
export class StoreWorker {
  readonly #worker = new Worker(workerUrl, { type: 'module' });
  readonly #waiting = new Map<number, (answer: FromStoreFixture) => void>();
  #count = 0;

  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<FromStoreFixture>) => {
      this.#waiting.get(data.id)?.(data);
      this.#waiting.delete(data.id);
    };
  }

  async open(name: string, tab: string): Promise<Store> {
    this.#count += 1;
    const store = this.#count;
    await this.#call({ call: 'open', store, args: [name, tab] });
    const port = (port: string) =>
      new Proxy(
        {},
        {
          get:
            (_, method: string) =>
            (...args: readonly unknown[]) =>
              this.#call({ call: `${port}.${method}`, store, args }),
        },
      );
    const call = (name: string, ...args: readonly unknown[]) =>
      this.#call({ call: name, store, args });
    let view: unknown;
    const ports = {
      ownership: port('ownership'),
      journal: port('journal'),
      executions: port('executions'),
      inbox: port('inbox'),
      workflows: port('workflows'),
      drafts: port('drafts'),
      sources: port('sources'),
      artifacts: port('artifacts'),
      safeCopy: {
        // As of the last `drain`, because here every call has to be waited for.
        view: () => view,
        drain: async () => {
          await call('safeCopy.drain');
          view = await call('safeCopy.view');
        },
      },
      settings: port('settings'),
      backup: {
        write: () => each(call('backup.write') as Promise<readonly Uint8Array[]>),
        restore: async (open: () => AsyncIterable<Uint8Array>) =>
          call('backup.restore', await Array.fromAsync(open())),
      },
      close: () => void call('close'),
    };
    return ports as unknown as Store;
  }

  /** What a browser does that drops its database. */
  async wipe(name: string): Promise<void> {
    await this.#call({ call: 'wipe', store: 0, args: [name] });
  }

  terminate(): void {
    this.#worker.terminate();
  }

  #call(message: Omit<ToStoreFixture, 'id'>): Promise<unknown> {
    this.#count += 1;
    const id = this.#count;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (answer) => {
        if (answer.kind === 'value') resolve(answer.value);
        else reject(toError(answer));
      });
      this.#worker.postMessage({ ...message, id } satisfies ToStoreFixture);
    });
  }
}

async function* each(parts: Promise<readonly Uint8Array[]>): AsyncIterable<Uint8Array> {
  yield* await parts;
}

function toError({ name, message }: { readonly name: string; readonly message: string }): Error {
  if (name === 'FencedError') return new FencedError(message);
  if (name === 'StoreGoneError') return new StoreGoneError(message);
  if (name === 'StorageError') return new StorageError('write', 'the store', new Error(message));
  return new Error(`${name}: ${message}`);
}
