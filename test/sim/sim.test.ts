import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { ablations } from './ablations.ts';
import { mixes } from './mix.ts';
import kept from './seeds/kept.json' with { type: 'json' };

interface Totals {
  readonly events: number;
  readonly crashes: number;
  readonly digest: string;
  readonly violations: readonly { readonly guarantee: string; readonly message: string }[];
}

function simulate(...args: readonly string[]): Totals {
  const { stdout } = spawnSync(process.execPath, ['test/sim/main.ts', '--json', ...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout) as Totals;
}

/** Each is a process of its own; how long it takes is for the bench to say. */
const timeout = 120_000;

describe('the simulator', { timeout }, () => {
  test('finds no violation of I1 to I12, I14 and the concurrency half of I13 in 300 worlds', () => {
    const totals = simulate('--seeds', '300');

    expect(totals.violations).toEqual([]);
    expect(totals.crashes).toBeGreaterThan(300);
    expect(totals.events / 300).toBeGreaterThan(200);
    expect(totals.events / 300).toBeLessThan(1_000);
  });

  test('gives one digest for one seed', () => {
    const first = simulate('--seeds', '20', '--from', '500');
    const second = simulate('--seeds', '20', '--from', '500');
    const other = simulate('--seeds', '20', '--from', '501');

    expect(second).toEqual(first);
    expect(other.digest).not.toBe(first.digest);
  });

  test.each(Object.entries(ablations))('sees the damage without the rule %s', (rule, ablation) => {
    const { seeds = 300, from = 1 } = ablation;
    const totals = simulate('--seeds', String(seeds), '--from', String(from), '--without', rule);

    expect(totals.violations.length).toBeGreaterThan(0);
  });

  test.each(Object.keys(mixes).filter((mix) => mix !== 'usual'))(
    'finds no violation where %s are common',
    (mix) => {
      expect(simulate('--seeds', '60', '--mix', mix).violations).toEqual([]);
    },
  );

  test.each(kept)('stays whole at seed $seed: $found', ({ mix, seed }) => {
    const totals = simulate('--seeds', '1', '--from', String(seed), '--mix', mix);

    expect(totals.violations).toEqual([]);
  });

  test.each(kept.flatMap((one) => (one.rule === null ? [] : [{ ...one, rule: one.rule }])))(
    'shows at seed $seed, without the rule $rule, that $found',
    ({ mix, seed, rule }) => {
      const only = ['--seeds', '1', '--from', String(seed), '--mix', mix];

      expect(simulate(...only, '--without', rule).violations.length).toBeGreaterThan(0);
    },
  );

  test('refuses an unknown rule and says which there are', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['test/sim/main.ts', '--without', 'gravity'],
      { encoding: 'utf8' },
    );

    expect(status).toBe(2);
    expect(stderr).toContain('barrier');
  });

  test('prints its totals in one last line', () => {
    const line = execFileSync(process.execPath, ['test/sim/main.ts', '--seeds', '2'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });

    expect(line).toMatch(/^seeds 2 events \d+ crashes \d+ takeovers \d+ violations 0\n$/);
  });
});
