import { readFile, stat } from 'node:fs/promises';
import { UsageError } from './console.ts';

/** Looked at before it is read; nothing larger can be a workflow or an input. */
const bytesMax = 64 * 1024 * 1024;

export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    // One byte more than fits is enough to be told apart from a file that fits.
    if (size > bytesMax) return new Uint8Array(bytesMax + 1);
    return await readFile(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError('unreadableFile', `Cannot read ${path}: ${reason}`);
  }
}
