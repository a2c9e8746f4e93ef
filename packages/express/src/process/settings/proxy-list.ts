import { isIP } from 'node:net';
import { z } from 'zod';

/** Express's names for non-public networks. */
const networks = /^(loopback|linklocal|uniquelocal)$/;

function isNetwork(text: string): boolean {
  if (networks.test(text)) return true;
  const [address = '', bits] = text.split('/');
  const family = isIP(address);
  const most = family === 4 ? 32 : 128;
  return family !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
}

/**
 * Parses TRUST_PROXY: a number of proxies, or their addresses. "true" would trust every caller, and let
 * them choose the address by which they are limited.
 */
export const proxyList = z
  .string()
  .transform((text) =>
    /^\d+$/.test(text) ? Number(text) : text.split(',').map((network) => network.trim()),
  )
  .refine((trusted) => typeof trusted === 'number' || trusted.every(isNetwork), {
    error:
      'must be the number of proxies in front of the server, or their addresses, such as 10.0.0.0/8 or loopback, separated by commas',
  });
