import type { CopyFolder } from './copy/folder.ts';

const fileName = 'probe';
/** What is left below this is gone with the next write of the browser itself. */
const roomBytes = 1024 * 1024;
const answerMsMax = 5_000;

/**
 * Whether the disk takes bytes now. One that cannot be written, or does not answer, has no room; where
 * the folder itself has gone, its person has cleared the site's data, and nothing is known of room.
 */
export async function hasRoom(folder: CopyFolder): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => {
    late.resolve(false);
  }, answerMsMax);
  try {
    return await Promise.race([probe(folder), late.promise]);
  } catch (error) {
    return error instanceof DOMException && error.name === 'NotFoundError';
  } finally {
    clearTimeout(timer);
  }
}

async function probe(folder: CopyFolder): Promise<boolean> {
  const file = await folder.open(fileName);
  // Another tab is asking the same.
  if (file === null) return true;
  try {
    const isTaken = file.write(new Uint8Array(roomBytes), 0) === roomBytes;
    file.flush();
    return isTaken;
  } finally {
    file.truncate(0);
    file.close();
  }
}
