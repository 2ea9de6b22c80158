import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { build, loadConfigFromFile, mergeConfig } from 'vite';
import { chromiumArgs, chromiumPath } from '../tools/chromium.ts';

const files = '.cache/open-build';
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.csv': 'text/csv; charset=utf-8',
  '.yaml': 'text/yaml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};
const isCompressed = /\.(?:html|js|css|svg|webmanifest|csv|yaml|txt)$/;

export interface Line {
  readonly bytesPerSecond: number;
  readonly roundTripMs: number;
}

/** The shipped app on a host of files that compresses, as every host in use does. */
export interface PageSite {
  readonly url: string;
  /** What the host sends for a path, in bytes. */
  sizeOf(path: string): Promise<number>;
  /** From now on everything goes through one line, also what workers ask for. */
  through(line: Line | null): void;
  /** A profile on disk, as a person's is. */
  openProfile(): Promise<Profile>;
  close(): Promise<void>;
}

export interface Profile {
  readonly context: BrowserContext;
  readonly openPage: () => Promise<Page>;
  close(): Promise<void>;
}

async function buildApp(): Promise<void> {
  const loaded = await loadConfigFromFile({ command: 'build', mode: 'production' });
  if (loaded === null) throw new Error('vite.config.ts is gone');
  const own = { outDir: files, emptyOutDir: true, sourcemap: false };
  await build(mergeConfig(loaded.config, { configFile: false, logLevel: 'warn', build: own }));
}

/** One pipe: what is asked for later waits for what was asked for before. */
class Pipe {
  line: Line | null = null;
  #freeAt = 0;

  async send(bytes: number): Promise<void> {
    if (this.line === null) return;
    const { bytesPerSecond, roundTripMs } = this.line;
    const from = Math.max(this.#freeAt, performance.now() + roundTripMs);
    this.#freeAt = from + (bytes / bytesPerSecond) * 1_000;
    await pause(this.#freeAt - performance.now());
  }
}

async function readCompressed(path: string): Promise<Buffer> {
  const bytes = await readFile(join(files, path));
  return isCompressed.test(path) ? gzipSync(bytes) : bytes;
}

export async function openPageSite(): Promise<PageSite> {
  await buildApp();
  const pipe = new Pipe();
  const known = new Map<string, Promise<Buffer>>();
  const read = (path: string) => {
    const found = known.get(path) ?? readCompressed(path);
    known.set(path, found);
    return found;
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const path = normalize(pathname === '/' ? '/index.html' : decodeURIComponent(pathname));
    const headers = {
      'Content-Type': types[extname(path)] ?? 'application/octet-stream',
      ...(isCompressed.test(path) ? { 'Content-Encoding': 'gzip' } : {}),
    };
    read(path)
      .then(async (bytes) => {
        await pipe.send(bytes.length);
        response.writeHead(200, headers).end(bytes);
      })
      .catch(() => response.writeHead(404).end('not found'));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${String(address.port)}/`,
    sizeOf: async (path) => (await read(path)).length,
    through: (line) => {
      pipe.line = line;
    },
    openProfile,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function openProfile(): Promise<Profile> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-open-'));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: chromiumPath,
    args: [...chromiumArgs],
    headless: true,
    viewport: { width: 1440, height: 900 },
  });
  return {
    context,
    openPage: async () => {
      const page = await context.newPage();
      page.on('console', (message) => {
        process.stderr.write(`page: ${message.text()}\n`);
      });
      return page;
    },
    close: async () => {
      await context.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
