import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A screen that nobody sees, with keys; needs Xvfb and xdotool. */
export interface Screen {
  /** As the environment variable DISPLAY wants it. */
  readonly name: string;
  /** A name as xdotool knows it: `Tab`, `Return`. It goes to the window that has the focus. */
  press(key: string): void;
  /** Mean of all bytes of what is shown, from 0 to 255. */
  brightness(): number;
  close(): void;
}

/** @throws when there is no Xvfb. */
export async function openScreen(): Promise<Screen> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-screen-'));
  const args = ['-displayfd', '3', '-fbdir', folder, '-screen', '0', '1280x900x24'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const numbers = server.stdio[3];
  if (numbers === null || numbers === undefined) throw new Error('Xvfb has no pipe');
  const [chunk] = (await Promise.race([once(numbers, 'data'), once(server, 'error')])) as [unknown];
  if (chunk instanceof Error) throw chunk;
  const name = `:${String(chunk).trim()}`;
  return {
    name,
    press: (key) => {
      execFileSync('xdotool', ['key', key], { env: { ...process.env, DISPLAY: name } });
    },
    brightness: () => {
      // The server keeps its picture in a file, behind a head of some hundred bytes.
      const picture = readFileSync(join(folder, 'Xvfb_screen0'));
      return picture.reduce((sum, byte) => sum + byte, 0) / picture.length;
    },
    close: () => {
      server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
