import { spawnSync } from 'node:child_process';
import { expect, test } from '@playwright/test';

test('two browsers killed amid typing lose no more than its last 300 ms, and graph and text agree (INT-02)', () => {
  test.setTimeout(120_000);
  const { stdout, stderr } = spawnSync(process.execPath, ['e2e/random-edit/main.ts', '2'], {
    encoding: 'utf8',
  });

  expect(stdout.trim().split('\n').at(-1), stderr).toBe('kills 2 lost 0 differing 0');
});
