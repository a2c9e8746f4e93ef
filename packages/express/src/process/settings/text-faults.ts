/** Invisible characters: soft hyphen, zero-width and direction marks, byte order mark. */
const invisible = /[\u00AD\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]/;
const quotes = /^["'`“”‘’「『].*["'`“”‘’」』]$/s;
const control = /\p{Cc}/u;
const reference = /\$\{(\w+)\}/;

/**
 * Returns how a value was damaged on its way into any setting: pasted with invisible characters, quoted
 * twice, or written for a shell. Returns undefined for an intact value.
 */
export function textFault(value: string): string | undefined {
  const [hidden] = invisible.exec(value) ?? [];
  if (hidden) {
    const codePoint = hidden.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    return `has an invisible character in it (U+${codePoint}): type the value instead of pasting it`;
  }
  if (quotes.test(value)) return 'has quotes around it that are not part of the value: remove them';
  if (control.test(value)) return 'has a line break or another control character in it: remove it';
  const [, name] = reference.exec(value) ?? [];
  if (name) return `refers to $\{${name}}, which is not replaced here: write the value itself`;
  return undefined;
}
