import type { JsonObject } from '#core/shared/json.ts';
import { fileBytesMax } from '#ports/engine-api.ts';
import type { EngineClient } from '#ui/app/engine-client.ts';

/** A file as a person picked or dropped it. */
export interface Picked {
  readonly file: File;
  /** The browser's handle, which it keeps over restarts; null where it gives none. */
  readonly handle: FileSystemFileHandle | null;
}

/** In place where there is a handle, copied in where it is small enough, else held while the page lives. */
export type How = 'inPlace' | 'copied' | 'held';

export function howOf({ file, handle }: Picked): How {
  if (handle !== null) return 'inPlace';
  return file.size <= fileBytesMax ? 'copied' : 'held';
}

/** @returns the value of a param that names the file. @throws when it cannot be read, or the engine is dead. */
export async function bringIn(
  client: EngineClient,
  picked: Picked,
  known: string | null = null,
): Promise<JsonObject> {
  const { file, handle } = picked;
  const { name } = file;
  const mediaType = file.type === '' ? 'application/octet-stream' : file.type;
  if (howOf(picked) === 'copied' && known === null) {
    return client.putFile({ name, mediaType, bytes: new Uint8Array(await file.arrayBuffer()) });
  }
  const source = { name, mediaType, bytes: file.size, handle, file: handle === null ? file : null };
  return client.keepSource(source, known);
}

/** Not in the library of types yet: https://wicg.github.io/file-system-access/ */
interface WithPicker {
  readonly showOpenFilePicker?: () => Promise<readonly FileSystemFileHandle[]>;
}
interface WithHandle extends DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}
interface AskedHandle extends FileSystemFileHandle {
  requestPermission?(mode: { readonly mode: 'read' }): Promise<PermissionState>;
}

/** Whether this browser hands out files to be read in place. */
export function hasPicker(): boolean {
  return (globalThis as WithPicker).showOpenFilePicker !== undefined;
}

/** @returns null when the person chose none. */
export async function pickInPlace(): Promise<Picked | null> {
  try {
    const [handle] = (await (globalThis as WithPicker).showOpenFilePicker?.()) ?? [];
    return handle === undefined ? null : { file: await handle.getFile(), handle };
  } catch {
    // Closed without a choice.
    return null;
  }
}

/** To be called while the drop is told: afterwards the browser has forgotten it. */
export function takeDropped(transfer: DataTransfer | null): readonly Promise<Picked | null>[] {
  return [...(transfer?.items ?? [])]
    .filter(({ kind }) => kind === 'file')
    .map(async (item: WithHandle) => {
      const file = item.getAsFile();
      const asking = item.getAsFileSystemHandle?.();
      if (file === null) return null;
      const handle = await asking?.catch(() => null);
      return { file, handle: isFileHandle(handle) ? handle : null };
    });
}

/** https://wicg.github.io/web-app-launch/ */
interface WithLaunches {
  readonly launchQueue?: {
    setConsumer(take: (params: { readonly files: readonly FileSystemHandle[] }) => void): void;
  };
}

/** Files that the app was opened with, now and while it is open. */
export function takeLaunched(take: (picked: readonly Picked[]) => void): void {
  (globalThis as WithLaunches).launchQueue?.setConsumer(({ files }) => {
    const handles = files.filter(isFileHandle);
    const reading = handles.map(async (handle) => ({ file: await handle.getFile(), handle }));
    // One that is gone by now opens nothing.
    Promise.all(reading).then(take, () => undefined);
  });
}

function isFileHandle(handle: FileSystemHandle | null | undefined): handle is FileSystemFileHandle {
  return handle?.kind === 'file';
}

/** Only in answer to a press: the browser asks the person. */
export async function askToRead(handle: unknown): Promise<boolean> {
  const asked = handle as AskedHandle;
  if (asked.requestPermission === undefined) return true;
  return (await asked.requestPermission({ mode: 'read' })) === 'granted';
}
