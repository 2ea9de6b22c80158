import type { Page } from '@playwright/test';
import { createServer } from 'node:http';

/** What a hostile file might do, watched from before the app opens. */
export interface ImportWatch {
  /** For `{{SINK}}`. */
  readonly sinkUrl: string;
  /** Requests that left the app's own address, and hits of the sink. */
  readonly requests: string[];
  /** Whatever called our alarm, or opened a dialog. */
  readonly alarms: string[];
  readGapMs(): Promise<number>;
  /** In the page's and the engine's realm. */
  findPollution(): Promise<readonly string[]>;
  close(): Promise<void>;
}

interface Watching {
  longestGapMs: number;
}

export async function watchImport(page: Page, appUrl: string): Promise<ImportWatch> {
  const requests: string[] = [];
  const alarms: string[] = [];
  const sink = createServer((request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.end();
  });
  const port = await new Promise<number>((resolve, reject) => {
    sink.listen(0, '127.0.0.1', () => {
      const address = sink.address();
      if (address === null || typeof address === 'string') reject(new Error('no port'));
      else resolve(address.port);
    });
  });
  page.on('request', (request) => {
    const url = request.url();
    if (url.startsWith('http') && !url.startsWith(appUrl)) requests.push(url);
  });
  page.on('dialog', (dialog) => {
    alarms.push(`dialog ${dialog.message()}`);
    // It may have gone with its page.
    dialog.dismiss().catch(() => undefined);
  });
  await page.exposeFunction('__xss', (number: unknown) => alarms.push(`alarm ${String(number)}`));
  await page.addInitScript(beat);
  return {
    sinkUrl: `http://127.0.0.1:${String(port)}`,
    requests,
    alarms,
    readGapMs: () =>
      page.evaluate(() => {
        const { watching } = globalThis as unknown as { watching: Watching };
        const { longestGapMs } = watching;
        watching.longestGapMs = 0;
        return longestGapMs;
      }),
    findPollution: async () => {
      // Isolates are no realm of ours, and may end while they are asked.
      const engines = page.workers().filter((worker) => worker.url().startsWith('http'));
      const found = await Promise.all([
        page.evaluate(pollution),
        ...engines.map((worker) => worker.evaluate(pollution)),
      ]);
      return found.flat();
    },
    close: async () => {
      sink.closeAllConnections();
      await new Promise((resolve) => sink.close(resolve));
    },
  };
}

/** Runs inside the page. */
function beat(): void {
  const watching = { longestGapMs: 0 };
  let beatAt = performance.now();
  setInterval(() => {
    const now = performance.now();
    watching.longestGapMs = Math.max(watching.longestGapMs, now - beatAt);
    beatAt = now;
  }, 20);
  Object.assign(globalThis, { watching });
}

/** Runs inside a realm of ours. */
function pollution(): string[] {
  const found: string[] = [];
  for (const key in {}) found.push(`${key} on Object.prototype`);
  if ('polluted' in {}) found.push('polluted');
  for (const [name, method] of Object.entries({
    'JSON.parse': JSON.parse,
    'JSON.stringify': JSON.stringify,
    then: Reflect.get(Promise.prototype, 'then') as unknown,
    map: Reflect.get(Array.prototype, 'map') as unknown,
  })) {
    if (!Function.prototype.toString.call(method).includes('[native code]')) found.push(name);
  }
  return found;
}

/** Every stored row as text, by table and key. */
export function readRows(page: Page): Promise<Readonly<Record<string, string>>> {
  return page.evaluate(async () => {
    const settled = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.onsuccess = () => {
          resolve(request.result);
        };
        request.onerror = () => {
          reject(new Error('The database cannot be read'));
        };
      });
    const database = await settled(indexedDB.open('millrace'));
    const rows: Record<string, string> = {};
    const names = [...database.objectStoreNames];
    const transaction = database.transaction(names);
    for (const name of names) {
      const table = transaction.objectStore(name);
      const [keys, values] = await Promise.all([
        settled(table.getAllKeys()),
        settled<unknown[]>(table.getAll()),
      ]);
      for (const [index, key] of keys.entries()) {
        rows[`${name} ${JSON.stringify(key)}`] = JSON.stringify(values[index]);
      }
    }
    database.close();
    return rows;
  });
}
