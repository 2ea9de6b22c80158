import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import type { Plugin } from 'vite';

const hashesName = 'hashes.txt';

/** What a build carries beside the app: the licences of what is in it, and the hash of every file. */
export function releaseFiles(): Plugin {
  let folder = '';
  return {
    name: 'millrace:release-files',
    apply: 'build',
    configResolved({ root, build }) {
      folder = resolve(root, build.outDir);
    },
    generateBundle() {
      const source = readFileSync(new URL('../THIRD-PARTY-NOTICES.md', import.meta.url), 'utf8');
      this.emitFile({ type: 'asset', fileName: 'licences.txt', source });
    },
    closeBundle: {
      // Behind the service worker, which is written last.
      order: 'post',
      sequential: true,
      handler() {
        const lines = readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && entry.name !== hashesName)
          .map((entry) => join(entry.parentPath, entry.name))
          .toSorted()
          .map((path) => {
            const hash = createHash('sha256').update(readFileSync(path)).digest('hex');
            return `${hash}  ${path
              .slice(folder.length + 1)
              .split(sep)
              .join('/')}`;
          });
        writeFileSync(join(folder, hashesName), `${lines.join('\n')}\n`);
      },
    },
  };
}
