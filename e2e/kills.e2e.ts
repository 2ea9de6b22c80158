import { spawnSync } from 'node:child_process';
import { expect, test } from '@playwright/test';

test('five browsers killed in the middle lose nothing and start nothing twice', () => {
  test.setTimeout(240_000);
  const { stdout, stderr } = spawnSync(process.execPath, ['e2e/kills/main.ts', '5'], {
    encoding: 'utf8',
  });

  expect(stdout.trim().split('\n').at(-1), stderr).toMatch(
    /^kills 5 wiped \d+ differing 0 doubled 0$/,
  );
});
