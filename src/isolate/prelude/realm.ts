import type { ToIsolate } from '#isolate/messages.ts';
import { openTurns } from '#isolate/turns.ts';
import { lockDown } from './lockdown.ts';
import type { Platform } from './platform.ts';
import { Runner } from './runner.ts';

interface TrustedFactory {
  createPolicy(name: string, rules: object): unknown;
}

/**
 * Makes this worker an isolate: keeps what the runner needs, seals the rest, and waits for its port.
 * Everything here runs before any task code is known.
 */
export function openIsolate(scope: DedicatedWorkerGlobalScope): void {
  // Our policy name, taken so that no task can create it and load scripts by address.
  const trust = (scope as { trustedTypes?: TrustedFactory }).trustedTypes;
  trust?.createPolicy('millrace-isolate', {});
  const platform = capturePlatform(scope);
  const listen = scope.addEventListener.bind(scope);
  giveReduced(scope);

  let runner: Runner | undefined;
  // First of all: were something not to be removed, this throws, and no port is ever taken.
  lockDown();
  listen('unhandledrejection', (event) => {
    event.preventDefault();
    runner?.noteUncaught(event.reason);
  });
  listen('error', (event) => {
    event.preventDefault();
  });
  listen(
    'message',
    (event) => {
      const [port] = event.ports;
      if (port === undefined) return;
      const post = port.postMessage.bind(port);
      runner = new Runner(platform, (message) => {
        post(message);
      });
      const receive = runner.receive.bind(runner);
      port.onmessage = (sent: MessageEvent<ToIsolate>) => {
        receive(sent.data);
      };
    },
    { once: true },
  );
}

function capturePlatform(scope: DedicatedWorkerGlobalScope): Platform {
  const { performance } = scope;
  const setTimer = scope.setTimeout.bind(scope);
  const clearTimer = scope.clearTimeout.bind(scope);
  const queueMicrotask = scope.queueMicrotask.bind(scope);
  const Text = Blob;
  const now = performance.now.bind(performance);
  const createUrl = URL.createObjectURL.bind(URL);
  const revokeUrl = URL.revokeObjectURL.bind(URL);
  return {
    now,
    time: () => Date.now(),
    setTimer: (callback, delayMs) => setTimer(callback, delayMs),
    clearTimer: (timer) => {
      clearTimer(timer);
    },
    queueMicrotask: (callback) => {
      queueMicrotask(callback);
    },
    nextTurn: openTurns().next,
    load: (text) => {
      const url = createUrl(new Text([text], { type: 'text/javascript' }));
      const module = import(/* @vite-ignore */ url) as Promise<unknown>;
      const free = () => {
        revokeUrl(url);
      };
      module.then(free, free);
      return { url, module };
    },
  };
}

/** Plain stand-ins for objects of the platform that carry more than tasks may have. */
function giveReduced(scope: DedicatedWorkerGlobalScope): void {
  const { crypto, performance } = scope;
  const fill = crypto.getRandomValues.bind(crypto);
  const now = performance.now.bind(performance);
  const give = (name: string, value: object) => {
    Object.defineProperty(scope, name, { value, configurable: true, writable: true });
  };
  // These stand on what the global object inherits from, which will be empty.
  give('structuredClone', scope.structuredClone.bind(scope));
  give('atob', scope.atob.bind(scope));
  give('btoa', scope.btoa.bind(scope));
  give('performance', { now: () => now() });
  give('crypto', {
    getRandomValues: <T extends Uint8Array<ArrayBuffer>>(array: T) => fill(array),
    randomUUID: () => toUuid(fill(new Uint8Array(16))),
  });
}

/** Version 4. `crypto.randomUUID` is missing in a worker of an opaque origin. */
function toUuid(bytes: Uint8Array): string {
  const hex = [...bytes].map((byte, index) => {
    const marked = index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte;
    return marked.toString(16).padStart(2, '0');
  });
  const text = hex.join('');
  const cuts = [0, 8, 12, 16, 20, 32];
  return cuts
    .slice(1)
    .map((end, index) => text.slice(cuts[index], end))
    .join('-');
}
