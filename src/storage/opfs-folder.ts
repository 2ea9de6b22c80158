import type { CopyFolder, CopySlot } from './copy/folder.ts';

const folderName = 'copy';

/** The safe copy's files in the origin's private file system; only a dedicated worker can open them. */
export function createOpfsFolder(root: FileSystemDirectoryHandle): CopyFolder {
  let opening: Promise<FileSystemDirectoryHandle> | null = null;
  const folder = () => (opening ??= root.getDirectoryHandle(folderName, { create: true }));
  return {
    list: async () => {
      const files: { readonly name: string; readonly bytes: number }[] = [];
      for await (const handle of (await folder()).values()) {
        if (handle.kind !== 'file') continue;
        files.push({ name: handle.name, bytes: (await handle.getFile()).size });
      }
      return files;
    },
    open: async (name) => {
      const file = await (await folder()).getFileHandle(name, { create: true });
      try {
        return toSlot(name, await file.createSyncAccessHandle());
      } catch (error) {
        if (isLocked(error)) return null;
        throw error;
      }
    },
    read: async (name, bytesMax) => {
      const file = await (await (await folder()).getFileHandle(name)).getFile();
      const part = bytesMax === undefined ? file : file.slice(0, bytesMax);
      return new Uint8Array(await part.arrayBuffer());
    },
  };
}

function toSlot(name: string, handle: FileSystemSyncAccessHandle): CopySlot {
  return {
    name,
    size: () => handle.getSize(),
    read: () => {
      const bytes = new Uint8Array(handle.getSize());
      let read = 0;
      while (read < bytes.length) {
        const count = handle.read(bytes.subarray(read), { at: read });
        if (count === 0) break;
        read += count;
      }
      return bytes.subarray(0, read);
    },
    // A copy when the bytes may lie on memory that is shared; the handle takes no such view.
    write: (bytes, at) =>
      handle.write(bytes.buffer instanceof ArrayBuffer ? owned(bytes) : bytes.slice(), { at }),
    truncate: (bytes) => {
      handle.truncate(bytes);
    },
    flush: () => {
      handle.flush();
    },
    close: () => {
      handle.close();
    },
  };
}

function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}

export function isLocked(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NoModificationAllowedError';
}
