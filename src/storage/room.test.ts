import { expect, test } from 'vitest';
import type { CopyFolder, CopySlot } from './copy/folder.ts';
import { hasRoom } from './room.ts';

function folderThat(open: CopyFolder['open']): CopyFolder {
  return { open, list: () => Promise.resolve([]), read: () => Promise.reject(new Error('unused')) };
}
function fileThat(write: CopySlot['write']): CopySlot {
  const nothing = () => undefined;
  const actions = { truncate: nothing, flush: nothing, close: nothing };
  return { name: 'probe', size: () => 0, read: () => new Uint8Array(), write, ...actions };
}
const failing = (name: string) =>
  folderThat(() => Promise.reject(new DOMException('It went wrong', name)));

test('there is room when the disk takes all bytes', async () => {
  const whole = fileThat((bytes) => bytes.length);
  expect(await hasRoom(folderThat(() => Promise.resolve(whole)))).toBe(true);
});

test('there is none when it takes fewer, or fails', async () => {
  const short = fileThat((bytes) => bytes.length - 1);
  expect(await hasRoom(folderThat(() => Promise.resolve(short)))).toBe(false);
  expect(await hasRoom(failing('QuotaExceededError'))).toBe(false);
  expect(await hasRoom(failing('UnknownError'))).toBe(false);
});

test('a folder that was cleared is no disk that is full', async () => {
  expect(await hasRoom(failing('NotFoundError'))).toBe(true);
});
