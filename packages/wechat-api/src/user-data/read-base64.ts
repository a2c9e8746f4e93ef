/**
 * Decodes base64 leniently: with line breaks, percent-encoded, URL-safe, without padding, or with a space for each `+`
 * (as form decoding produces). Returns undefined if it is not base64, has a wrong length, or is not canonical.
 * @param isRight returns whether a number of bytes is acceptable
 */
export function readBase64(text: string, isRight: (bytes: number) => boolean): Buffer | undefined {
  const encoded = percentDecode(text)
    .replace(/[\r\n\t]+/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  // A space is a `+` or nothing. Acceptable lengths are whole blocks apart, so only one reading fits.
  for (const blank of ['+', '']) {
    const digits = encoded.replaceAll(' ', blank).replace(/={0,2}$/, '');
    const bytes = Buffer.from(digits, 'base64');
    if (isRight(bytes.length) && bytes.toString('base64').replace(/=+$/, '') === digits)
      return bytes;
  }
  return undefined;
}

/** Base64 contains no percent sign, so one means percent-encoding. Text that can't be decoded is left, and then refused. */
function percentDecode(text: string): string {
  try {
    return text.includes('%') ? decodeURIComponent(text) : text;
  } catch {
    return text;
  }
}
