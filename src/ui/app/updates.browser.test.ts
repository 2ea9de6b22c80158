import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { MemoryClient } from '#ui/testing/memory-client.ts';
import { memoryKit } from '#ui/testing/memory-kit.ts';
import { mountPage } from '#ui/testing/mount-page.ts';
import { Updates } from './updates.svelte.ts';

let rests: PromiseWithResolvers<undefined>[] = [];
let changes = 0;
let leave: () => void = () => undefined;

beforeEach(async () => {
  await page.viewport(1280, 900);
  [rests, changes] = [[], 0];
  const updates = new Updates(() => {
    const rest = Promise.withResolvers<undefined>();
    rests.push(rest);
    return rest.promise;
  });
  leave = mountPage(new MemoryClient(), '#/', { ...memoryKit(), updates });
  updates.wait(() => {
    changes += 1;
  });
});
afterEach(() => {
  leave();
});

const update = () => page.getByRole('button', { name: 'Update', exact: true });
const note = () => page.getByText('A task comes to its end first; 10 s at most.');

describe('a newer build that waits', () => {
  test('starts when the engine has come to rest, and says why it waits', async () => {
    await update().click();
    await expect.element(note()).toBeVisible();
    expect(changes).toBe(0);

    rests[0]?.resolve(undefined);

    await expect.poll(() => changes).toBe(1);
  });

  test('is asked for once, however often it is pressed meanwhile', async () => {
    await update().click();
    await update().click();

    rests[0]?.resolve(undefined);

    await expect.poll(() => changes).toBe(1);
    expect(rests).toHaveLength(1);
  });

  test('starts also when the engine has died, which has nothing under way', async () => {
    await update().click();

    rests[0]?.reject(new Error('The engine has died'));

    await expect.poll(() => changes).toBe(1);
  });

  test('can be asked for again when the page is still there', async () => {
    await update().click();
    rests[0]?.resolve(undefined);
    await expect.poll(() => changes).toBe(1);
    await expect.poll(() => note().query()).toBeNull();

    await update().click();
    rests[1]?.resolve(undefined);

    await expect.poll(() => changes).toBe(2);
  });
});
