/**
 * Reads base64 as it arrives: with line breaks, percent-encoded, in the URL-safe alphabet, without its padding, or with
 * a blank for each `+`, which is what a form makes of one that is not encoded. Undefined where it is not base64 of a
 * right length, or not the only text that the bytes encode to.
 * @param isRight whether a number of bytes can be right
 */
export function readBase64(text: string, isRight: (bytes: number) => boolean): Buffer | undefined {
  const encoded = percentDecode(text)
    .replace(/[\r\n\t]+/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  // A blank is a `+` or nothing. Lengths that can be right are whole blocks apart, so only one reading fits.
  for (const blank of ['+', '']) {
    const digits = encoded.replaceAll(' ', blank).replace(/={0,2}$/, '');
    const bytes = Buffer.from(digits, 'base64');
    if (isRight(bytes.length) && bytes.toString('base64').replace(/=+$/, '') === digits)
      return bytes;
  }
  return undefined;
}

/** Base64 has no percent sign, so one is a sign of encoding. What can't be decoded stays, and is refused for it. */
function percentDecode(text: string): string {
  try {
    return text.includes('%') ? decodeURIComponent(text) : text;
  } catch {
    return text;
  }
}
