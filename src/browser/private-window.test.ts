import { describe, expect, test } from 'vitest';
import { isForgetful } from './private-window.ts';

function refusing(name: string) {
  return { getDirectory: () => Promise.reject(new DOMException('no', name)) };
}

describe('a window', () => {
  test('forgets when its private file system is refused, as by Firefox', async () => {
    expect(await isForgetful(refusing('SecurityError'))).toBe(true);
  });

  test('is not known to forget when its files fail for another reason', async () => {
    expect(await isForgetful(refusing('UnknownError'))).toBe(false);
  });

  test('is not known to forget when it has its files', async () => {
    const getDirectory = () => Promise.resolve({} as FileSystemDirectoryHandle);

    expect(await isForgetful({ getDirectory })).toBe(false);
  });
});
