import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';
import proxyAddr from 'proxy-addr';
import type { Log } from '../request/log.ts';

/** The number of proxies in front of the server, or their addresses; `false` if not set. */
export type TrustedProxies = number | readonly string[] | false;

/** Returns the address of a caller; undefined for one that is gone. */
export type AddressOf = (req: IncomingMessage) => string | undefined;

/**
 * Returns a function that returns a caller's address. Some proxies add a port to the addresses that they write.
 * @param trusted default: the host's own `req.ip`, as in Express, or else the address of the connection
 */
export function createAddressOf(trusted: TrustedProxies): AddressOf {
  if (trusted === false)
    return (req) => (req as { ip?: string }).ip ?? req.socket.remoteAddress ?? undefined;
  const isTrusted = typeof trusted === 'number' ? undefined : proxyAddr.compile([...trusted]);
  const trusts = (address: string, hop: number) =>
    isTrusted ? isTrusted(addressIn(address) ?? address, hop) : hop < (trusted as number);
  return (req) => (req.socket.remoteAddress === undefined ? undefined : proxyAddr(req, trusts));
}

const forwardingHeaders = ['x-forwarded-for', 'forwarded', 'x-real-ip'];

/** Warns once when a request came through a proxy although the settings trust none. */
export function warnOfUntrustedProxy(
  addressOf: AddressOf,
  log: Log,
): (req: IncomingMessage) => void {
  let warned = false;
  return (req) => {
    const header = warned ? undefined : forwardingHeaders.find((name) => name in req.headers);
    // Where the host trusts a proxy by itself, the address is not that of the connection.
    if (!header || addressOf(req) !== req.socket.remoteAddress) return;
    warned = true;
    log.warn(
      { header },
      'a request came through a proxy, and TRUST_PROXY is not set: limits count all callers as one address; set it to the number of proxies or to their addresses, or to 0 if there is none',
    );
  };
}

/**
 * Returns the IP address in a proxy's header, with or without a port, brackets, quotes or a zone, such as
 * `203.0.113.7:41001` and `"[2001:db8::1]:443"`. An IPv4-mapped IPv6 address is returned as IPv4.
 */
export function addressIn(text: string): string | undefined {
  const bare = text.trim().replaceAll(/^"|"$/g, '');
  const [, bracketed] = /^\[([^\]]*)\](?::\d*)?$/.exec(bare) ?? [];
  const [, beforePort] = /^([\d.]+):\d*$/.exec(bare) ?? [];
  const address = (bracketed ?? beforePort ?? bare).replace(/%.*$/, '');
  if (!ipaddr.IPv6.isValid(address) && !ipaddr.IPv4.isValidFourPartDecimal(address))
    return undefined;
  return ipaddr.process(address).toString();
}

/** An owner of one IPv6 address has all 2^64 of its network, so it counts as its /64. Returns undefined for other text. */
export function networkOf(text: string): string | undefined {
  const address = addressIn(text);
  if (address === undefined) return undefined;
  const parsed = ipaddr.parse(address);
  if (!(parsed instanceof ipaddr.IPv6)) return address;
  const [a = 0, b = 0, c = 0, d = 0] = parsed.parts;
  return `${[a, b, c, d].map((part) => part.toString(16)).join(':')}::/64`;
}
