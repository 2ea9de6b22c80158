import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  readonly folder: string;
  /** Until not a block is free. */
  fill(): void;
  makeRoom(): void;
  close(): void;
}

const gibibyte = 1024 ** 3;

/**
 * A file system of its own in a sparse file, so that filling it costs neither time nor a real disk.
 * Needs root and loop devices.
 */
export function openSmallDisk(): SmallDisk {
  const outside = mkdtempSync(join(tmpdir(), 'millrace-disk-'));
  const image = join(outside, 'image');
  const folder = join(outside, 'mounted');
  writeFileSync(image, '');
  truncateSync(image, 20 * gibibyte);
  run('mkfs.ext4', ['-q', '-F', '-m', '0', image]);
  run('mkdir', [folder]);
  run('mount', ['-o', 'loop', image, folder]);
  const filler = join(folder, 'filler');
  return {
    folder,
    fill: () => {
      for (let part = 0; ; part += 1) {
        const { bavail, bsize } = statfsSync(folder);
        const free = bavail * bsize;
        if (free < bsize) return;
        // Some blocks go into what describes the file, so the last ones are taken in small steps.
        const bytes = free > 64 * bsize ? free - 32 * bsize : bsize;
        try {
          run('fallocate', ['-l', String(bytes), `${filler}-${String(part)}`]);
        } catch {
          return;
        }
      }
    },
    makeRoom: () => {
      run('sh', ['-c', `rm -f ${filler}-*`]);
    },
    close: () => {
      run('umount', [folder]);
      rmSync(outside, { recursive: true });
    },
  };
}

function run(command: string, args: readonly string[]): void {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
