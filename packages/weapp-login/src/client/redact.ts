/** A long enough run of these may be a token, a code or a key; names of errors such as ERR_CERT_DATE_INVALID are none. */
const word = /[\w+/=-]{24,}/g;
const errorName = /^[A-Z_]+$/;
/** A secret that is named, unless it is a number of a few digits, which is the code of an error. */
const named =
  /\b((?:js_)?code|token|authorization)(["']?\s*[:=]\s*["']?)(?!-?\d{1,7}\b)(?:bearer\s+)?[^\s"',&]+/gi;

/**
 * Returns WeChat's error text for developers, without query strings and possible secrets. The text is localised and changes
 * between versions, so no code depends on it.
 * @returns at most 200 characters; undefined if empty
 */
export function redact(errMsg: unknown): string | undefined {
  if (typeof errMsg !== 'string') return undefined;
  return (
    errMsg
      .replace(/[?#][^\s"')]*/g, '')
      .replace(named, '$1$2…')
      .replace(word, (found) =>
        found
          .split('/')
          .map((part) => (part.length < 24 || errorName.test(part) ? part : '…'))
          .join('/'),
      )
      .slice(0, 200) || undefined
  );
}
