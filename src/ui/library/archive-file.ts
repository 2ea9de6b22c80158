import type { WorkflowRow } from '#ports/engine-api.ts';
import { downloadBlob } from '#ui/app/download.ts';
import type { EngineClient } from '#ui/app/engine-client.ts';

const filesMax = 10_000;
/** Of all files in an archive together: bytes. */
const unpackedBytesMax = 256 * 1024 * 1024;

export function isArchive({ name }: File): boolean {
  return /\.zip$/i.test(name);
}

/** One archive with a source file of each. @returns its name. */
export async function downloadMany(
  client: EngineClient,
  rows: readonly WorkflowRow[],
): Promise<string> {
  const { strToU8, zipSync } = await import('fflate');
  const files: Record<string, Uint8Array> = {};
  for (const { id } of rows) {
    const source = await client.exportWorkflow(id);
    if (source === null) continue;
    const name = freeName(
      id.replace(/[^\p{L}\p{N}._-]+/gu, '_').slice(0, 100),
      source.format,
      files,
    );
    files[name] = strToU8(source.text);
  }
  const bytes = zipSync(files, { level: 6, mtime: new Date() });
  return downloadBlob('millrace-workflows.zip', new Blob([bytes], { type: 'application/zip' }));
}

/** The workflow files of an archive; null for one that cannot be read or unfolds to too much. */
export async function filesOf(archive: File): Promise<readonly File[] | null> {
  const { unzipSync } = await import('fflate');
  let bytes = 0;
  let count = 0;
  try {
    const entries = unzipSync(new Uint8Array(await archive.arrayBuffer()), {
      filter: ({ name, originalSize }) => {
        const isWanted = /\.(?:json|ya?ml)$/i.test(name) && !/(?:^|\/)[._]/.test(name);
        if (!isWanted) return false;
        bytes += originalSize;
        count += 1;
        if (bytes > unpackedBytesMax || count > filesMax) throw new RangeError('too much');
        return true;
      },
    });
    return Object.entries(entries).map(
      ([name, content]) => new File([content], name.split('/').at(-1) ?? name),
    );
  } catch {
    // Not a zip file, damaged, or larger than anybody's workflows.
    return null;
  }
}

function freeName(stem: string, ending: string, taken: Readonly<Record<string, unknown>>): string {
  let name = `${stem}.${ending}`;
  for (let number = 2; Object.hasOwn(taken, name); number += 1) {
    name = `${stem}-${String(number)}.${ending}`;
  }
  return name;
}
