/** A long enough run of these may be a token, a code or a key; names of errors such as ERR_CERT_DATE_INVALID are none. */
const word = /[\w+/=-]{24,}/g;
const errorName = /^[A-Z_]+$/;
/** A secret that is named, unless it is a number of a few digits, which is the code of an error. */
const named =
  /\b((?:js_)?code|token|authorization)(["']?\s*[:=]\s*["']?)(?!-?\d{1,7}\b)(?:bearer\s+)?[^\s"',&]+/gi;

/**
 * Returns what WeChat wrote about a failure, for developers to read: without the query of a URL and without anything that may be
 * a secret. It is localised and changes between versions, so nothing is decided by it.
 * @returns at most 200 characters; undefined where there is nothing
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
