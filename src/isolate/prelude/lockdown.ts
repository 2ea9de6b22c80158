import { allowedGlobals, overridable, removedMembers } from './globals.ts';

/**
 * Seals this realm before any task code arrives, for ever.
 * 1. Nothing is on the global object, or on what it inherits from, but the allowed names.
 * 2. Everything reachable from there, or from syntax alone, is frozen: no attempt can leave
 *    anything behind, and our own code may use the built-in methods without fear.
 * 3. What cannot be removed is an error: a realm that is not sealed runs nothing.
 */
export function lockDown(): void {
  tameFunctionConstructors();
  tameRegExp();
  for (const [owner, members] of Object.entries(removedMembers)) removeMembers(owner, members);
  removeGlobals();
  for (const [owner, members] of Object.entries(overridable)) {
    const prototype = prototypeOf(owner);
    for (const member of members) allowOverride(prototype, member);
  }
  freezeAll([globalThis, ...hiddenIntrinsics()]);
}

function read(owner: object, key: string): unknown {
  return Reflect.get(owner, key);
}

function prototypeOf(name: string): object {
  const constructor = read(globalThis, name);
  return (constructor as { readonly prototype: object }).prototype;
}

/** One of each kind that syntax makes. None of them is ever called. */
function functionKinds(): readonly object[] {
  return [
    function ordinary() {
      return null;
    },
    async function asynchronous() {
      await Promise.resolve();
    },
    function* generator() {
      yield null;
    },
    async function* asyncGenerator() {
      yield await Promise.resolve(null);
    },
  ];
}

/** The policy forbids code from text as well; here it is forbidden whatever the policy says. */
function tameFunctionConstructors(): void {
  for (const kind of functionKinds()) {
    const prototype = protoOf(kind);
    const tamed = function Function() {
      throw new TypeError('A task cannot make code from text');
    };
    Object.defineProperty(tamed, 'prototype', { value: prototype, writable: false });
    Object.defineProperty(prototype, 'constructor', { value: tamed });
    if (prototype === Function.prototype) Reflect.set(globalThis, 'Function', tamed);
  }
}

/**
 * `RegExp.$1` and its like remember the last match, beyond the attempt; Firefox lets nobody delete them.
 * So the constructor is one without them, and the true one cannot be reached.
 */
function tameRegExp(): void {
  const original = RegExp;
  const tamed = function RegExp(pattern: unknown, flags: unknown) {
    const target = new.target as unknown;
    return Reflect.construct(
      original,
      [pattern, flags],
      (target ?? tamed) as typeof tamed,
    ) as RegExp;
  };
  const { prototype } = original;
  Object.defineProperty(tamed, 'prototype', { value: prototype, writable: false });
  for (const key of ['escape', Symbol.species]) {
    const descriptor = Object.getOwnPropertyDescriptor(original, key);
    if (descriptor !== undefined) Object.defineProperty(tamed, key, descriptor);
  }
  Object.defineProperty(prototype, 'constructor', { value: tamed });
  Reflect.set(globalThis, 'RegExp', tamed);
}

function removeMembers(owner: string, members: readonly string[]): void {
  const target = read(globalThis, owner);
  if (typeof target !== 'object' && typeof target !== 'function') return;
  if (target === null) return;
  for (const member of members) remove(target, member);
}

function remove(owner: object, key: PropertyKey): void {
  if (Reflect.deleteProperty(owner, key)) return;
  // Chromium has two constants that stay: numbers that nobody can change lead nowhere.
  const descriptor = Reflect.getOwnPropertyDescriptor(owner, key);
  if (descriptor?.writable === false && typeof descriptor.value === 'number') return;
  throw new TypeError(`Cannot remove ${String(key)} from the isolate`);
}

function removeGlobals(): void {
  // The names of some globals live on what the global object inherits from.
  let owner = Object.getPrototypeOf(globalThis) as object | null;
  while (owner !== null && owner !== Object.prototype) {
    for (const key of Reflect.ownKeys(owner)) remove(owner, key);
    owner = Object.getPrototypeOf(owner) as object | null;
  }
  for (const key of Reflect.ownKeys(globalThis)) {
    if (typeof key === 'string' && allowedGlobals.includes(key)) continue;
    remove(globalThis, key);
  }
}

function allowOverride(prototype: object, key: string): void {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, key);
  if (descriptor === undefined || !('value' in descriptor) || descriptor.configurable !== true) {
    return;
  }
  const value: unknown = descriptor.value;
  Object.defineProperty(prototype, key, {
    configurable: false,
    enumerable: false,
    get(): unknown {
      return value;
    },
    set(this: object, next: unknown) {
      if (this === prototype) throw new TypeError(`${key} of a built-in cannot be changed`);
      const own = { value: next, writable: true, enumerable: true, configurable: true };
      Object.defineProperty(this, key, own);
    },
  });
}

/** Intrinsics without a global name, each reached by syntax or by a method. */
function hiddenIntrinsics(): object[] {
  const poison = (function (this: unknown): unknown {
    // eslint-disable-next-line prefer-rest-params -- Only `arguments` leads to %ThrowTypeError%.
    const callee = Object.getOwnPropertyDescriptor(arguments, 'callee');
    return callee === undefined ? undefined : read(callee, 'get');
  })();
  const samples: object[] = [
    ...functionKinds(),
    [][Symbol.iterator](),
    ''[Symbol.iterator](),
    ''.matchAll(/x/g),
    new Map().entries(),
    new Set().values(),
    new URLSearchParams().entries(),
    new Int8Array(),
    ...iteratorSamples(),
    ...segmentSamples(),
  ];
  return [...samples.map(protoOf), ...(typeof poison === 'function' ? [poison] : [])];
}

function protoOf(value: object): object {
  return Object.getPrototypeOf(value) as object;
}

interface IteratorHelpers {
  from(value: object): { map(use: (item: unknown) => unknown): object };
}

/** Iterator helpers are newer than the library our types come from. */
function iteratorSamples(): object[] {
  const helpers = read(globalThis, 'Iterator') as IteratorHelpers | undefined;
  if (helpers === undefined) return [];
  const wrapped = helpers.from({ next: () => ({ done: true, value: undefined }) });
  return [wrapped, wrapped.map(String)];
}

function segmentSamples(): object[] {
  const segments = new Intl.Segmenter().segment('');
  return [segments, segments[Symbol.iterator]()];
}

function freezeAll(seeds: readonly object[]): void {
  const seen = new Set<object>();
  const pending: object[] = [...seeds];
  const note = (value: unknown) => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return;
    if (!seen.has(value)) pending.push(value);
  };
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    Object.freeze(value);
    note(Object.getPrototypeOf(value));
    for (const key of Reflect.ownKeys(value)) {
      const descriptor = Reflect.getOwnPropertyDescriptor(value, key);
      if (descriptor === undefined) continue;
      note(descriptor.value);
      note(descriptor.get);
      note(descriptor.set);
    }
  }
}
