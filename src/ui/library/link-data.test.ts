import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '#core/shared/random.ts';
import { fromLinkData, toLinkData } from './link-data.ts';

describe('a workflow in a link', () => {
  test('comes back as it was, in letters an address may hold', async () => {
    const text = JSON.stringify({ millrace: 1, id: '名', tasks: { 'a/b?': { type: 'noop' } } });
    const data = await toLinkData(text);

    expect(data).toMatch(/^[\w-]+$/);
    expect(await fromLinkData(data ?? '')).toBe(text);
  });

  test('is read as others write it', async () => {
    const data = deflateRawSync(Buffer.from('{"millrace":1}')).toString('base64url');
    expect(await fromLinkData(data)).toBe('{"millrace":1}');
  });

  test('that was cut, is none, or unfolds without end holds nothing', async () => {
    const data = (await toLinkData('{"millrace":1,"id":"a workflow"}')) ?? '';
    expect(await fromLinkData(data.slice(0, -4))).toBeNull();
    expect(await fromLinkData('%%%')).toBeNull();
    expect(await fromLinkData('')).toBeNull();
    const bomb = deflateRawSync(Buffer.alloc(9 * 1024 * 1024)).toString('base64url');
    expect(await fromLinkData(bomb)).toBeNull();
  });

  test('is not made of one that is too long', async () => {
    const random = seededRandom(7);
    const noise = Array.from({ length: 90_000 }, () =>
      String.fromCharCode(33 + Math.floor(random() * 90)),
    ).join('');

    expect((await toLinkData(noise)) === null).toBe(true);
  });
});
