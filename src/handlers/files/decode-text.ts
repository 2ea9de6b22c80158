/** Encodings a person may name; `TextDecoder` knows each under this label. */
export const encodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'iso-8859-2',
  'windows-1251',
  'gb18030',
  'big5',
  'shift_jis',
  'euc-jp',
  'euc-kr',
] as const;
export type Encoding = (typeof encodings)[number];

/**
 * @param encoding as named; null: by its byte order mark, else UTF-8.
 * @returns null when the bytes are no text of that encoding.
 */
export function decodeText(bytes: Uint8Array, encoding: string | null): string | null {
  try {
    // A byte order mark is not part of the text; the decoder drops its own.
    return new TextDecoder(encoding ?? markedAs(bytes), { fatal: true }).decode(bytes);
  } catch {
    // Bytes that this encoding does not have, or a name that no decoder knows.
    return null;
  }
}

function markedAs([first, second]: Uint8Array): Encoding {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
