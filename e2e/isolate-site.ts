import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { contentSecurity } from '../tools/csp.ts';
import { scriptText } from '../tools/script-text.ts';
import { takeAway, type Ablation } from './isolate-ablations.ts';

/** The isolates in a page of their own, under the app's real policy, with a counting sink. */
export interface IsolateSite {
  readonly url: string;
  /** Any other origin; every request to it is kept. */
  readonly sinkUrl: string;
  readonly hits: string[];
  close(): Promise<void>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

/** @param ablations layers taken away in this build; each must be met exactly once. */
export async function openIsolateSite(ablations: readonly Ablation[] = []): Promise<IsolateSite> {
  const taken = takeAway(ablations);
  const folder = await mkdtemp(join(tmpdir(), 'millrace-isolate-'));
  await build({
    configFile: false,
    root: join(root, 'test/fixtures'),
    base: './',
    logLevel: 'warn',
    worker: { format: 'es', plugins: () => [taken.plugin] },
    plugins: [
      scriptText([taken.plugin]),
      contentSecurity(join(root, 'src/isolate/frame/broker.ts'), [taken.plugin]),
      taken.plugin,
      taken.pagePlugin,
    ],
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2023',
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rolldownOptions: { input: join(root, 'test/fixtures/isolate.html') },
    },
  });
  taken.assertAll();
  const hits: string[] = [];
  const site = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://host').pathname;
    readFile(join(folder, name)).then(
      (bytes) => {
        response
          .writeHead(200, { 'Content-Type': types[extname(name)] ?? 'text/plain' })
          .end(bytes);
      },
      () => response.writeHead(404).end(),
    );
  });
  const sink = createServer((request, response) => {
    hits.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*' }).end('hit');
  });
  sink.on('upgrade', (request, socket) => {
    hits.push(`UPGRADE ${request.url ?? ''}`);
    socket.destroy();
  });
  const [sitePort, sinkPort] = await Promise.all([listen(site), listen(sink)]);
  return {
    url: `http://127.0.0.1:${String(sitePort)}/isolate.html`,
    sinkUrl: `http://127.0.0.1:${String(sinkPort)}`,
    hits,
    close: async () => {
      for (const server of [site, sink]) {
        server.close();
        server.closeAllConnections();
      }
      await rm(folder, { recursive: true });
    },
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
