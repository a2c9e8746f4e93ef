import { networkInterfaces } from 'node:os';
import { PortError } from './ports.ts';

const isLoopback = (host: string) => /^(localhost|127\.[\d.]+|\[::1\])$/.test(host);

const ownAddresses = () =>
  Object.values(networkInterfaces()).flatMap((list) => list?.map(({ address }) => address) ?? []);

/**
 * Returns the base URL for the mini program, and the address for the server to listen on. With an address of this
 * machine in the local network, for a real phone, the server listens on all interfaces unless HOST is set.
 * @throws {PortError} if the address names this machine with a port on which the server does not listen
 */
export function developAddress(
  values: Readonly<Record<string, string | undefined>>,
  port: number,
  addresses: readonly string[] = ownAddresses(),
): Record<'API_BASE_URL_DEVELOP', string> & Partial<Record<'HOST', string>> {
  const given = values.API_BASE_URL_DEVELOP?.trim();
  if (!given || !URL.canParse(given))
    return { API_BASE_URL_DEVELOP: given || `http://127.0.0.1:${port}` };
  const url = new URL(given);
  const onThisMachine =
    isLoopback(url.hostname) || addresses.includes(url.hostname.replace(/^\[|\]$/g, ''));
  // A host name, or an address of another machine, belongs to a tunnel or proxy with its own port.
  if (!onThisMachine || url.protocol !== 'http:') return { API_BASE_URL_DEVELOP: given };
  const named = url.port || '80';
  if (named !== String(port))
    throw new PortError(
      `API_BASE_URL_DEVELOP has port ${named}, and the server listens on ${port}: make them the same.`,
    );
  if (isLoopback(url.hostname) || values.HOST?.trim()) return { API_BASE_URL_DEVELOP: given };
  return { API_BASE_URL_DEVELOP: given, HOST: '0.0.0.0' };
}
