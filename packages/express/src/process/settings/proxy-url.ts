import { z } from 'zod';

/** Characters with a special meaning in a URL. A percent sign is one unless two hexadecimal digits follow. */
const reserved = /[#/?\s@]|%(?![0-9a-f]{2})/i;

/**
 * Validates the URL of an HTTP proxy. Messages never quote the value, which may contain a password.
 * https://undici.nodejs.org/#/docs/api/ProxyAgent
 */
export const proxyUrl = z.string().superRefine((text, context) => {
  const [, rest] = /^https?:\/\/(.+?)\/?$/is.exec(text) ?? [];
  if (rest === undefined) {
    context.addIssue(
      /^socks/i.test(text)
        ? 'is a SOCKS proxy; it must be an HTTP proxy such as http://proxy.example.com:3128'
        : 'must be the address of an HTTP proxy such as http://proxy.example.com:3128',
    );
    return;
  }
  const at = rest.lastIndexOf('@');
  const [character] = reserved.exec(rest.slice(0, Math.max(0, at))) ?? [];
  if (character !== undefined)
    context.addIssue(
      `has “${character}” in its user or password: write it as ${encodeURIComponent(character)}`,
    );
  else if (/[/?#]/.test(rest.slice(at + 1)) || !URL.canParse(text))
    context.addIssue('must be an address without path, query and fragment');
});

/** Returns a proxy's URL without credentials. */
export const proxyAddress = (url: string): string => new URL(url).host;
