import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from './fixtures.ts';

// In a task of its own: DevTools, and so `evaluate`, may call eval whatever the policy says.
test('the policy refuses what it must', async ({ page, host }) => {
  await page.goto(host.url);
  const outcomes = await page.evaluate(async () => {
    const tried = (act: () => unknown) =>
      new Promise<string>((resolve) => {
        setTimeout(() => {
          Promise.try(act).then(
            () => {
              resolve('allowed');
            },
            () => {
              resolve('refused');
            },
          );
        });
      });
    return {
      html: await tried(() => (document.createElement('div').innerHTML = '<b></b>')),
      // eslint-disable-next-line @typescript-eslint/no-implied-eval -- what is tried here
      evaluation: await tried(() => new Function('return 1')),
      worker: await tried(() => new Worker('data:text/javascript,')),
      network: await tried(() => fetch('http://127.0.0.2:1/', { mode: 'no-cors' })),
    };
  });

  expect(outcomes).toEqual({
    html: 'refused',
    evaluation: 'refused',
    worker: 'refused',
    network: 'refused',
  });
});

test('nothing of a test build is shipped', async () => {
  const dist = new URL('../dist/', import.meta.url);
  const names = await readdir(dist, { recursive: true });
  const scripts = names.filter((name) => name.endsWith('.js'));
  const texts = await Promise.all(scripts.map((name) => readFile(new URL(name, dist), 'utf8')));

  expect(scripts.length).toBeGreaterThan(2);
  for (const text of texts)
    expect(text).not.toMatch(/\/ledger|millrace:test-build|globalThis,\{bench/);
});
