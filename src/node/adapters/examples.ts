import { readFile } from 'node:fs/promises';

const folder = new URL('../../../public/examples/', import.meta.url);

/** Data shipped with the examples; a name is a plain file name and leads nowhere else. */
export async function readExample(name: string): Promise<Uint8Array | null> {
  if (!/^[a-z0-9][a-z0-9.-]*$/.test(name)) return null;
  try {
    return await readFile(new URL(name, folder));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
