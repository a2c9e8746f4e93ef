import type { ConnectionOptions } from 'node:tls';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';

/**
 * Connections are kept this long without a call, in milliseconds, or shorter where the server announces less: below
 * the minute after which servers and gateways tend to close them.
 */
const idleMs = 15_000;

/**
 * Connections for `createUndiciAdapter`: HTTP/1.1, kept alive, as many to an origin as there are calls at a time.
 * @param options.connectTimeoutMs milliseconds for looking up the name, TCP and TLS together
 * @param options.proxyUrl an HTTP proxy for every call; https goes through it in a tunnel, http too
 * @param options.ca certificates to trust instead of the well-known ones
 */
export const createDispatcher = (options: {
  connectTimeoutMs: number;
  proxyUrl?: string | undefined;
  ca?: ConnectionOptions['ca'];
}): Dispatcher => {
  const { connectTimeoutMs, proxyUrl, ca } = options;
  const connect = { timeout: connectTimeoutMs, ...(ca && { ca }) };
  const limits = {
    keepAliveTimeout: idleMs,
    keepAliveMaxTimeout: idleMs,
    // The call's own timeout covers both, and each would be one more timer a call.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  return proxyUrl
    ? new ProxyAgent({ ...limits, uri: proxyUrl, proxyTls: connect, requestTls: connect })
    : new Agent({ ...limits, connect });
};
