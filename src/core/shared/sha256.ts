import { isHighSurrogate, writeUtf8 } from './utf8.ts';

/** SHA-256 (FIPS 180-4), synchronous, because core cannot wait for `crypto.subtle`. */
const roundConstants = firstPrimes(64).map((prime) => fraction(Math.cbrt(prime)));
const initialState = firstPrimes(8).map((prime) => fraction(Math.sqrt(prime)));

const blockBytes = 64;
/** A multiple of the block, small enough to stay in the cache. */
const chunkBytes = 64 * 1024;

/** @returns `sha256:<64 hex>` of the text as UTF-8, or of the bytes. */
export function sha256(data: string | Uint8Array): string {
  const hash = new Hash();
  if (typeof data === 'string') {
    addText(hash, data);
  } else {
    hash.add(data, data.length);
  }
  return `sha256:${hash.end()}`;
}

function addText(hash: Hash, text: string): void {
  // Most texts are short: they need no buffer of a whole chunk.
  const unitsMax = Math.min(Math.floor(chunkBytes / 3), text.length);
  const buffer = new Uint8Array(unitsMax * 3);
  let start = 0;
  while (start < text.length) {
    let end = Math.min(start + unitsMax, text.length);
    if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) end -= 1;
    hash.add(buffer, writeUtf8(text, start, end, buffer));
    start = end;
  }
}

class Hash {
  readonly #state = Int32Array.from(initialState);
  readonly #schedule = new Int32Array(64);
  readonly #rest = new Uint8Array(blockBytes);
  readonly #constants = Int32Array.from(roundConstants);
  #restLength = 0;
  #length = 0;

  add(bytes: Uint8Array, length: number): void {
    this.#length += length;
    let at = 0;
    if (this.#restLength > 0) {
      at = Math.min(blockBytes - this.#restLength, length);
      this.#rest.set(bytes.subarray(0, at), this.#restLength);
      this.#restLength += at;
      if (this.#restLength < blockBytes) return;
      this.#block(this.#rest, 0);
    }
    while (at + blockBytes <= length) {
      this.#block(bytes, at);
      at += blockBytes;
    }
    this.#rest.set(bytes.subarray(at, length));
    this.#restLength = length - at;
  }

  end(): string {
    const bits = this.#length * 8;
    const padding = new Uint8Array(
      this.#restLength < 56 ? 64 - this.#restLength : 128 - this.#restLength,
    );
    padding[0] = 0x80;
    const view = new DataView(padding.buffer);
    view.setUint32(padding.length - 8, Math.floor(bits / 2 ** 32));
    view.setUint32(padding.length - 4, bits >>> 0);
    this.add(padding, padding.length);
    return Array.from(this.#state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }

  #expand(bytes: Uint8Array, offset: number): void {
    const w = this.#schedule;
    for (let index = 0, at = offset; index < 16; index += 1, at += 4) {
      w[index] =
        (at0(bytes, at) << 24) |
        (at0(bytes, at + 1) << 16) |
        (at0(bytes, at + 2) << 8) |
        at0(bytes, at + 3);
    }
    for (let index = 16; index < 64; index += 1) {
      const x = word(w, index - 15);
      const y = word(w, index - 2);
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w[index] = (word(w, index - 16) + s0 + word(w, index - 7) + s1) | 0;
    }
  }

  #block(bytes: Uint8Array, offset: number): void {
    this.#expand(bytes, offset);
    const w = this.#schedule;
    const k = this.#constants;
    const state = this.#state;
    let a = word(state, 0);
    let b = word(state, 1);
    let c = word(state, 2);
    let d = word(state, 3);
    let e = word(state, 4);
    let f = word(state, 5);
    let g = word(state, 6);
    let h = word(state, 7);
    for (let index = 0; index < 64; index += 1) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + word(k, index) + word(w, index)) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    state[0] = word(state, 0) + a;
    state[1] = word(state, 1) + b;
    state[2] = word(state, 2) + c;
    state[3] = word(state, 3) + d;
    state[4] = word(state, 4) + e;
    state[5] = word(state, 5) + f;
    state[6] = word(state, 6) + g;
    state[7] = word(state, 7) + h;
  }
}

/** Never out of range; the default only satisfies the type checker and costs nothing. */
function word(words: Int32Array, index: number): number {
  return words[index] ?? 0;
}

function at0(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes;
}

/** First 32 bits of the fraction; a double holds more than enough of them for these roots. */
function fraction(root: number): number {
  return ((root - Math.floor(root)) * 2 ** 32) | 0;
}
