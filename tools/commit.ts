import { spawnSync } from 'node:child_process';

/** Short hash of the commit that a checkout is at; `none` where there is no history. */
export function commitOf(folder: string): string {
  const { status, stdout } = spawnSync('git', ['rev-parse', '--short=12', 'HEAD'], {
    cwd: folder,
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : 'none';
}
