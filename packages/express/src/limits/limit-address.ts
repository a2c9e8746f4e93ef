import ipaddr from 'ipaddr.js';

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
