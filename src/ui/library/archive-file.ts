import type { WorkflowRow } from '#ports/engine-api.ts';
import { downloadBlob } from '#ui/app/download.ts';
import type { EngineClient } from '#ui/app/engine-client.ts';

interface Limits {
  readonly files: number;
  /** Of the archive, and of all wanted files in it together, unfolded. */
  readonly bytes: number;
}
const usual: Limits = { files: 10_000, bytes: 256 * 1024 * 1024 };

/** A thousand times as much may come out of it: some milliseconds of work. */
const stepBytes = 4 * 1024;
/** Unfolded before the page gets its turn. */
const turnBytes = 2 * 1024 * 1024;

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

/**
 * The workflow files of an archive; null for one that cannot be read or unfolds to too much. What it says
 * of its sizes is not believed: what comes out is counted, a little at a time, and the page stays quick.
 */
export async function filesOf(archive: File, limits = usual): Promise<readonly File[] | null> {
  if (archive.size > limits.bytes) return null;
  const { Unzip, UnzipInflate } = await import('fflate');
  const found: { readonly name: string; readonly parts: BlobPart[]; isWhole: boolean }[] = [];
  let bytes = 0;
  const unzip = new Unzip((entry) => {
    const name = nameOf(entry.name);
    if (name === null) return;
    const file = { name, parts: [] as BlobPart[], isWhole: false };
    found.push(file);
    if (found.length > limits.files) throw new RangeError('too many');
    entry.ondata = (error, part, isLast) => {
      if (error !== null) throw error;
      bytes += part.length;
      if (bytes > limits.bytes) throw new RangeError('too much');
      file.parts.push(part);
      file.isWhole = isLast;
    };
    entry.start();
  });
  unzip.register(UnzipInflate);
  try {
    const all = new Uint8Array(await archive.arrayBuffer());
    if (!hasEnd(all)) return null;
    for (let at = 0, turnAt = 0; at < all.length; at += stepBytes) {
      unzip.push(all.subarray(at, at + stepBytes), at + stepBytes >= all.length);
      if (bytes - turnAt < turnBytes) continue;
      turnAt = bytes;
      await new Promise((resolve) => setTimeout(resolve));
    }
  } catch {
    // Not a zip file, damaged, or larger than anybody's workflows.
    return null;
  }
  if (found.some(({ isWhole }) => !isWhole)) return null;
  return found.map(({ name, parts }) => new File(parts, name));
}

/** The last part of its path, which is all that a name is for; null for what is no workflow, or hidden. */
function nameOf(path: string): string | null {
  const parts = path.split(/[/\\]/);
  const name = parts.at(-1) ?? '';
  if (!/\.(?:json|ya?ml)$/i.test(name)) return null;
  return parts.some((part) => /^[._]/.test(part) && part !== '.' && part !== '..') ? null : name;
}

/** Where the list of its entries ends; one that was cut off has none. */
function hasEnd(bytes: Uint8Array): boolean {
  const endBytes = 22;
  const commentBytesMax = 0xffff;
  const first = Math.max(0, bytes.length - endBytes - commentBytesMax);
  for (let at = bytes.length - endBytes; at >= first; at -= 1) {
    if (bytes[at] !== 0x50 || bytes[at + 1] !== 0x4b) continue;
    if (bytes[at + 2] === 0x05 && bytes[at + 3] === 0x06) return true;
  }
  return false;
}

function freeName(stem: string, ending: string, taken: Readonly<Record<string, unknown>>): string {
  let name = `${stem}.${ending}`;
  for (let number = 2; Object.hasOwn(taken, name); number += 1) {
    name = `${stem}-${String(number)}.${ending}`;
  }
  return name;
}
