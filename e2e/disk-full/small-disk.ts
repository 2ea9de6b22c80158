import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  readonly folder: string;
  /** Until not a block is free. */
  fill(): void;
  makeRoom(): void;
  /** Also by itself, at the end of the process. */
  close(): void;
}

const gibibyte = 1024 ** 3;

const signals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/**
 * A file system of its own in a sparse file, so that filling it costs neither time nor a real disk.
 * Needs root and loop devices. However the process ends, short of SIGKILL, nothing of it is left behind.
 */
export function openSmallDisk(): SmallDisk {
  const outside = mkdtempSync(join(tmpdir(), 'millrace-disk-'));
  const folder = join(outside, 'mounted');
  let isOpen = true;
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    unmount(folder);
    rmSync(outside, { recursive: true, force: true });
  };
  process.once('exit', close);
  for (const [signal, number] of Object.entries(signals)) {
    process.once(signal, () => process.exit(128 + number));
  }
  const image = join(outside, 'image');
  writeFileSync(image, '');
  truncateSync(image, 20 * gibibyte);
  run('mkfs.ext4', ['-q', '-F', '-m', '0', image]);
  mkdirSync(folder);
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
    close,
  };
}

function unmount(folder: string): void {
  if (!readFileSync('/proc/self/mounts', 'utf8').includes(` ${folder} `)) return;
  try {
    run('umount', [folder]);
  } catch {
    // A browser that is still ending writes there: it goes when that is gone.
    run('umount', ['--lazy', folder]);
  }
}

function run(command: string, args: readonly string[]): void {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
