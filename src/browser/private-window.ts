/**
 * Whether this window is known to forget all when it is closed. Firefox refuses its private file
 * system to a private window and to no other; Chromium lets nobody know.
 */
export async function isForgetful(
  storage: Pick<StorageManager, 'getDirectory'> = navigator.storage,
): Promise<boolean> {
  try {
    await storage.getDirectory();
    return false;
  } catch (error) {
    return error instanceof DOMException && error.name === 'SecurityError';
  }
}
