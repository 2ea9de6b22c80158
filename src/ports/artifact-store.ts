import type { ContentHash } from '#core/shared/ids.ts';

/** Bytes by their SHA-256; what `put` has returned for is durable. */
export interface ArtifactStore {
  /** The hash is trusted: the caller has computed it from these bytes. */
  put(hash: ContentHash, bytes: Uint8Array): Promise<void>;
  /** @returns null for bytes that are not here. */
  get(hash: ContentHash): Promise<Uint8Array | null>;
}
