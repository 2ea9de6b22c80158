import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

/** Modules that a test build has its own of; each may still import the shipped one. */
const replaced: Readonly<Record<string, string>> = {
  '#handlers/descriptors.ts': 'descriptors.ts',
  '#handlers/runs.ts': 'runs.ts',
  '#browser/clock.ts': 'clock.ts',
};
const writer = {
  file: '/src/storage/fence.ts',
  find: 'export const writerVersion = 1;',
};

export interface TestBuildOptions {
  /** What this build writes as, for a test of two builds; by default as shipped. */
  readonly writerVersion?: number;
}

/** Names that only a test build holds: no shipped file may. */
export const testBuildNames = ['millrace-test-sleep', 'ledger'];

export function testBuild({ writerVersion = 1 }: TestBuildOptions = {}): Plugin {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  return {
    name: 'millrace:test-build',
    enforce: 'pre',
    resolveId: (id, importer) => {
      const file = replaced[id];
      const isOwn = importer?.startsWith(folder) === true;
      return file === undefined || isOwn ? null : `${folder}${file}`;
    },
    transform: (code, id) => {
      if (!id.endsWith(writer.file)) return null;
      if (code.split(writer.find).length !== 2) throw new Error(`${id} must say: ${writer.find}`);
      const version = `export const writerVersion = ${String(writerVersion)};`;
      return { code: code.replace(writer.find, version), map: null };
    },
  };
}
