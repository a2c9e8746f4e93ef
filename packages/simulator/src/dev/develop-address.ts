import { networkInterfaces } from 'node:os';
import { PortError } from './ports.ts';

const isLoopback = (host: string) => /^(localhost|127\.[\d.]+|\[::1\])$/.test(host);

const ownAddresses = () =>
  Object.values(networkInterfaces()).flatMap((list) => list?.map(({ address }) => address) ?? []);

/**
 * Where the mini program looks for the server, and where the server listens so that it is found there. Given the address of this
 * machine in the local network, for a real phone, the server listens on every address unless HOST says otherwise.
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
  // A name, or an address of another machine, is a tunnel's or a proxy's, with a port of its own.
  if (!onThisMachine || url.protocol !== 'http:') return { API_BASE_URL_DEVELOP: given };
  const named = url.port || '80';
  if (named !== String(port))
    throw new PortError(
      `API_BASE_URL_DEVELOP has port ${named}, and the server listens on ${port}: make them the same.`,
    );
  if (isLoopback(url.hostname) || values.HOST?.trim()) return { API_BASE_URL_DEVELOP: given };
  return { API_BASE_URL_DEVELOP: given, HOST: '0.0.0.0' };
}
