import type { Express, RequestHandler } from 'express';
import type { Logger } from 'pino';
import proxyAddr from 'proxy-addr';
import { addressIn } from './limit-address.ts';

/** The number of proxies in front of the server, or their addresses; `false` if not set. */
export type TrustedProxies = number | readonly string[] | false;

/** Makes `req.ip` the caller's address. Some proxies append a port to addresses. */
export function trustProxies(app: Express, trusted: TrustedProxies): void {
  if (typeof trusted === 'number' || trusted === false) {
    app.set('trust proxy', trusted);
    return;
  }
  const isTrusted = proxyAddr.compile([...trusted]);
  app.set('trust proxy', (address: string, hop: number) =>
    isTrusted(addressIn(address) ?? address, hop),
  );
}

const forwardingHeaders = ['x-forwarded-for', 'forwarded', 'x-real-ip'];

/** Warns once when a request came through a proxy although the settings trust none. */
export function warnOfUntrustedProxy(log: Logger): RequestHandler {
  let warned = false;
  return (req, _res, next) => {
    const header = warned ? undefined : forwardingHeaders.find((name) => name in req.headers);
    if (header) {
      warned = true;
      log.warn(
        { header },
        'a request came through a proxy, and TRUST_PROXY is not set: limits count all callers as one address; set it to the number of proxies or to their addresses, or to 0 if there is none',
      );
    }
    next();
  };
}
