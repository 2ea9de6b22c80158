import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

/** Modules that a test build has its own of; each may still import the shipped one. */
const replaced: Readonly<Record<string, string>> = {
  '#handlers/descriptors.ts': 'descriptors.ts',
  '#handlers/runs.ts': 'runs.ts',
};

export function testBuild(): Plugin {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  return {
    name: 'millrace:test-build',
    enforce: 'pre',
    resolveId: (id, importer) => {
      const file = replaced[id];
      const isOwn = importer?.startsWith(folder) === true;
      return file === undefined || isOwn ? null : `${folder}${file}`;
    },
  };
}
