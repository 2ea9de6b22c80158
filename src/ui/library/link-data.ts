/** A longer link is cut by programs on its way: characters of the data. */
const dataLengthMax = 60_000;
/** What a link may unfold to: bytes. */
const textBytesMax = 8 * 1024 * 1024;

/** Base64url of the deflated text. @returns null when it would be too long for a link. */
export async function toLinkData(text: string): Promise<string | null> {
  const packed = await throughBytes(
    new TextEncoder().encode(text),
    new CompressionStream('deflate-raw'),
    Infinity,
  );
  if (packed === null || packed.length > dataLengthMax) return null;
  const data = btoa(Array.from(packed, (byte) => String.fromCharCode(byte)).join(''));
  const url = data.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  return url.length > dataLengthMax ? null : url;
}

/** @returns null for what `toLinkData` never gave, and for what unfolds to more than it may. */
export async function fromLinkData(data: string): Promise<string | null> {
  try {
    const plain = atob(data.replace(/-/g, '+').replace(/_/g, '/'));
    const packed = Uint8Array.from(plain, (character) => character.charCodeAt(0));
    const bytes = await throughBytes(packed, new DecompressionStream('deflate-raw'), textBytesMax);
    return bytes === null ? null : new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // No base64, not deflated, or no text: a link that was cut or never one of ours.
    return null;
  }
}

async function throughBytes(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
  bytesMax: number,
): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > bytesMax) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
