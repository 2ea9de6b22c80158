import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumArgs, chromiumPath } from '../tools/chromium.ts';

/**
 * A page driven through the DevTools protocol by hand. Playwright declares a page crashed as soon as
 * one of its frames' processes dies, which is just what these pages must survive.
 */
export interface RawPage {
  /** Evaluates an expression, awaits its promise and gives its JSON value. */
  evaluate(expression: string): Promise<unknown>;
  close(): Promise<void>;
}

export interface ChromiumPage extends RawPage {
  /** A word of the protocol to the page; resolves with its answer, or never when the page is gone. */
  send(method: string, params?: object): Promise<Answer>;
  /** Begins this in the isolates' frame, which has a process of its own; whether it ends is its own affair. */
  beginInFrame(expression: string): Promise<void>;
  /** The process of the isolates' frame ends at once. */
  crashFrame(): Promise<void>;
  /** When a process of a frame was lost, so far: milliseconds of the wall clock. */
  readonly losses: readonly number[];
}

interface Answer {
  readonly id?: number;
  readonly result?: {
    readonly result?: { readonly value?: unknown };
    readonly exceptionDetails?: unknown;
  };
}

const isolatesFrame = { type: 'iframe', url: 'about:srcdoc' };

export async function openRawPage(url: string): Promise<ChromiumPage> {
  const profile = await mkdtemp(join(tmpdir(), 'millrace-raw-'));
  const args = [...chromiumArgs, '--headless', '--remote-debugging-port=0', '--no-first-run'];
  const browser = spawn(chromiumPath, [...args, `--user-data-dir=${profile}`, url]);
  const port = await new Promise<string>((resolve, reject) => {
    let text = '';
    browser.stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const found = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    browser.on('exit', () => {
      reject(new Error(`Chromium ended: ${text}`));
    });
  });
  const socket = await connect(await findTarget(port, { type: 'page', url }));
  const losses = await watchLosses(port);
  const waiting = new Map<number, (answer: Answer) => void>();
  socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
    const answer = JSON.parse(data) as Answer;
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
  });
  let last = 0;
  const send = async (method: string, params: object = {}) => {
    last += 1;
    const id = last;
    const answer = await new Promise<Answer>((resolve) => {
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params }));
    });
    waiting.delete(id);
    return answer;
  };
  return {
    losses,
    send,
    evaluate: async (expression) => {
      const params = { expression, awaitPromise: true, returnByValue: true };
      const answer = await send('Runtime.evaluate', params);
      const problem = answer.result?.exceptionDetails;
      if (problem !== undefined) throw new Error(JSON.stringify(problem));
      return answer.result?.result?.value;
    },
    beginInFrame: async (expression) => {
      const frame = await connect(await findTarget(port, isolatesFrame));
      frame.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } }));
    },
    crashFrame: async () => {
      const frame = await connect(await findTarget(port, isolatesFrame));
      frame.send(JSON.stringify({ id: 1, method: 'Page.crash' }));
    },
    close: async () => {
      const ended = new Promise((resolve) => browser.once('exit', resolve));
      socket.close();
      browser.kill();
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function watchLosses(port: string): Promise<readonly number[]> {
  const response = await fetch(`http://127.0.0.1:${port}/json/version`);
  const { webSocketDebuggerUrl } = (await response.json()) as {
    readonly webSocketDebuggerUrl: string;
  };
  const browser = await connect(webSocketDebuggerUrl);
  const losses: number[] = [];
  browser.addEventListener('message', ({ data }: MessageEvent<string>) => {
    const { method } = JSON.parse(data) as { readonly method?: string };
    if (method === 'Target.targetCrashed') losses.push(Date.now());
  });
  const params = { discover: true };
  browser.send(JSON.stringify({ id: 1, method: 'Target.setDiscoverTargets', params }));
  return losses;
}

async function connect(address: string): Promise<WebSocket> {
  const socket = new WebSocket(address);
  await new Promise((resolve) => {
    socket.addEventListener('open', resolve);
  });
  return socket;
}

async function findTarget(
  port: string,
  { type, url }: { readonly type: string; readonly url: string },
): Promise<string> {
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/json/list`);
    const targets = (await response.json()) as readonly {
      readonly url: string;
      readonly type: string;
      readonly webSocketDebuggerUrl: string;
    }[];
    const found = targets.find((target) => target.type === type && target.url === url);
    if (found !== undefined) return found.webSocketDebuggerUrl;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
