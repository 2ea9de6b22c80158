import { canonicalJson } from '#core/shared/canonical-json.ts';
import type { Output } from '#core/execution/events.ts';
import { toContentHash, type ContentHash } from '#core/shared/ids.ts';
import type { JsonValue } from '#core/shared/json.ts';
import { sha256 } from '#core/shared/sha256.ts';
import { encodeUtf8 } from '#core/shared/utf8.ts';
import type { ArtifactStore } from '#ports/artifact-store.ts';

/** A value whose canonical JSON is longer than this lies beside the journal. */
const inlineBytesMax = 64 * 1024;
const cachedBytesMax = 64 * 1024 * 1024;

/** Outputs on their way into and out of the journal; the newest large ones are kept parsed. */
export class Values {
  readonly #artifacts: ArtifactStore;
  readonly #decode: (bytes: Uint8Array) => string;
  readonly #cache = new Map<ContentHash, { readonly value: JsonValue; readonly bytes: number }>();
  #cachedBytes = 0;

  constructor(artifacts: ArtifactStore, decode: (bytes: Uint8Array) => string) {
    this.#artifacts = artifacts;
    this.#decode = decode;
  }

  /** Small values at once; a large one is durable in the artifact store when this resolves. */
  record(value: JsonValue): Output | Promise<Output> {
    const text = canonicalJson(value);
    // A UTF-16 unit is at most three bytes of UTF-8, so most values need no encoding to be judged.
    if (text.length * 3 <= inlineBytesMax) return { hash: toContentHash(sha256(text)), value };
    const bytes = encodeUtf8(text);
    const hash = toContentHash(sha256(bytes));
    if (bytes.length <= inlineBytesMax) return { hash, value };
    this.#keep(hash, value, bytes.length);
    return this.#artifacts.put(hash, bytes).then(() => ({ hash, bytes: bytes.length }));
  }

  /** @throws Error when the bytes of a recorded output are gone. */
  load(output: Output): JsonValue | Promise<JsonValue> {
    if ('value' in output) return output.value;
    const kept = this.#cache.get(output.hash);
    if (kept !== undefined) {
      this.#cache.delete(output.hash);
      this.#cache.set(output.hash, kept);
      return kept.value;
    }
    return this.#read(output.hash);
  }

  async #read(hash: ContentHash): Promise<JsonValue> {
    const bytes = await this.#artifacts.get(hash);
    if (bytes === null) throw new Error(`The bytes of ${hash} are not here`);
    // Canonical JSON that this class wrote, found by its own hash.
    const value = JSON.parse(this.#decode(bytes)) as JsonValue;
    this.#keep(hash, value, bytes.length);
    return value;
  }

  #keep(hash: ContentHash, value: JsonValue, bytes: number): void {
    if (this.#cache.has(hash)) return;
    this.#cache.set(hash, { value, bytes });
    this.#cachedBytes += bytes;
    for (const [oldest, { bytes: size }] of this.#cache) {
      if (this.#cachedBytes <= cachedBytesMax) return;
      this.#cache.delete(oldest);
      this.#cachedBytes -= size;
    }
  }
}
