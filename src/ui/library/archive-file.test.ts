import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { filesOf } from './archive-file.ts';

const text = 'millrace: 1\nid: one\ntasks: {}\n';
const archiveOf = (bytes: Uint8Array<ArrayBuffer>) => new File([bytes], 'many.zip');
const zipOf = (names: readonly string[]) =>
  zipSync(Object.fromEntries(names.map((name) => [name, strToU8(text)])));
const namesIn = async (bytes: Uint8Array<ArrayBuffer>) =>
  (await filesOf(archiveOf(bytes)))?.map(({ name }) => name);

/** The sizes that an archive of one entry says it unfolds to, in both of its places. */
function sayBytes(zip: Uint8Array<ArrayBuffer>, bytes: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const directoryAt = view.getUint32(zip.length - 22 + 16, true);
  view.setUint32(22, bytes, true);
  view.setUint32(directoryAt + 24, bytes, true);
  return zip;
}

describe('an archive of workflows', () => {
  test('gives the workflow files of all its folders, and nothing else of it', async () => {
    const zip = zipOf(['a.yaml', 'deep/er/b.JSON', 'c.yml', 'notes.txt', '__MACOSX/._a.yaml']);

    expect(await namesIn(zip)).toEqual(['a.yaml', 'b.JSON', 'c.yml']);
  });

  test('gives each file as it was', async () => {
    const files = await filesOf(archiveOf(zipOf(['a.yaml'])));

    expect(await files?.[0]?.text()).toBe(text);
  });

  test('gives names without the way that leads to them', async () => {
    const zip = zipOf(['../../a.yaml', '/etc/b.json', 'C:\\Windows\\c.yml', '..\\d.yaml']);

    expect(await namesIn(zip)).toEqual(['a.yaml', 'b.json', 'c.yml', 'd.yaml']);
  });

  test('gives both of two files of one name', async () => {
    const one = zipOf(['a.yaml', 'b.yaml']);
    const bytes = one.map((byte) => (byte === 'b'.charCodeAt(0) ? 'a'.charCodeAt(0) : byte));

    expect(await namesIn(bytes)).toEqual(['a.yaml', 'a.yaml']);
  });

  test('gives none when it holds none', async () => {
    expect(await namesIn(zipOf(['notes.txt']))).toEqual([]);
  });

  test('cannot be read when it is none', async () => {
    expect(await filesOf(archiveOf(strToU8('not a zip at all')))).toBeNull();
  });

  test('cannot be read when it was cut off', async () => {
    const zip = zipOf(['a.yaml', 'b.yaml']);

    for (const length of [40, zip.length / 2, zip.length - 1]) {
      expect(await filesOf(archiveOf(zip.slice(0, length)))).toBeNull();
    }
  });

  test('cannot be read when it unfolds to more than it may', async () => {
    const zip = zipSync({ 'a.yaml': new Uint8Array(5_000), 'b.yaml': new Uint8Array(5_000) });

    expect(await filesOf(archiveOf(zip), { bytes: 10_000, files: 9 })).toHaveLength(2);
    expect(await filesOf(archiveOf(zip), { bytes: 9_999, files: 9 })).toBeNull();
    expect(await filesOf(archiveOf(zip), { bytes: 10_000, files: 1 })).toBeNull();
  });

  test('cannot be read when it unfolds to more than it says', async () => {
    const zip = sayBytes(zipSync({ 'a.yaml': new Uint8Array(3_000_000) }), 10);

    expect(await filesOf(archiveOf(zip), { bytes: 10_000, files: 9 })).toBeNull();
  });

  test('is not even read when it is larger than what it may unfold to', async () => {
    const zip = zipSync({ 'big.bin': [new Uint8Array(20_000), { level: 0 }] });

    expect(await filesOf(archiveOf(zip), { bytes: 10_000, files: 9 })).toBeNull();
  });
});
