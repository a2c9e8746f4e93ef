/** Decodes UTF-8, with or without a byte order mark. Returns undefined for any other encoding. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // UTF-16 without a byte order mark is valid UTF-8 as long as it is ASCII, with a NUL at every other byte.
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
