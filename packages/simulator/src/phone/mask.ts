/** Values under these names are secrets or personal, whatever they look like. */
const secretName =
  /token|secret|session_?key|authorization|cookie|passw|credential|encrypted_?data|^iv$|signature|phone|^(js_?)?code$|idempotency/i;
/** Long and random, but made to be shown. */
const openName = /^(open_?id|union_?id|id|\w+id|x-request-id|url|path|type|avatarurl)$/i;

/** A problem's code is words with hyphens, a business code is a number; a code of wx.login is neither. */
const isWords = (text: string) => /^[a-z]+(-[a-z]+)*$/.test(text);

/** A run of characters that no one would write by hand, so it is treated as a credential. */
const randomRun = /[A-Za-z0-9_-]{24,}/g;
const base64 = /^[A-Za-z0-9+/]{20,}={0,2}$/;
const isRandom = (run: string) => /\d/.test(run) && /[A-Za-z]/.test(run);
const pair = /([?&]|^)([\w.-]+)=([^&#\s]*)/g;

const longestText = 2_000;
const mostItems = 50;
const deepest = 8;
const shortestRemembered = 8;

/** The first characters, at most four and never more than an eighth, and the length. */
export function mask(value: string): string {
  return `${value.slice(0, Math.min(4, Math.floor(value.length / 8)))}… (${value.length})`;
}

/** @param name of the field that holds the value, if it is known */
export type Masker = (value: unknown, name?: string) => unknown;

/**
 * Copies what a mini program sends, gets or stores, without its secrets: by the name of a field, by what a value looks
 * like, and by having been seen under such a name before.
 */
export function createMasker(): Masker {
  const seen = new Set<string>();

  function secret(value: string): string {
    const [, scheme = '', credential = value] = /^(Bearer |Basic )?(.*)$/s.exec(value) ?? [];
    if (credential.length >= shortestRemembered) seen.add(credential);
    return scheme + mask(credential);
  }

  function text(name: string, value: string): string {
    if (name !== '' && secretName.test(name) && !isWords(value)) return secret(value);
    let shown = value;
    for (const known of seen) shown = shown.replaceAll(known, mask(known));
    shown = shown.replace(pair, (whole, before: string, key: string, given: string) =>
      secretName.test(key) ? `${before}${key}=${secret(decoded(given))}` : whole,
    );
    if (!openName.test(name)) {
      if (base64.test(shown) && isRandom(shown)) return mask(shown);
      shown = shown.replace(randomRun, (run) => (isRandom(run) ? mask(run) : run));
    }
    return shown.length > longestText ? `${shown.slice(0, longestText)}…` : shown;
  }

  function copy(name: string, value: unknown, depth: number): unknown {
    if (typeof value === 'string') return text(name, value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth === deepest) return '…';
    if (Array.isArray(value))
      return value.slice(0, mostItems).map((item) => copy(name, item, depth + 1));
    const tag = Object.prototype.toString.call(value);
    if (tag !== '[object Object]') return tag;
    return Object.fromEntries(
      Object.entries(value)
        .slice(0, mostItems)
        .map(([key, item]) => [key, copy(key, item, depth + 1)]),
    );
  }

  return (value, name = '') => copy(name, value, 0);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
