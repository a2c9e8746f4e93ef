import type { ConnectionOptions } from 'node:tls';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';

/**
 * How long an idle connection is kept, in milliseconds, unless the server announces less. Servers and gateways tend to
 * close them after a minute.
 */
const idleMs = 15_000;

/**
 * Creates the connections of `createUndiciAdapter`: HTTP/1.1 with keep-alive, one for each concurrent call.
 * @param options.connectTimeoutMs milliseconds for DNS, TCP and TLS together
 * @param options.proxyUrl an HTTP proxy for every call; https goes through it in a tunnel, http too
 * @param options.ca certificates to trust instead of the well-known ones
 */
export function createDispatcher(options: {
  connectTimeoutMs: number;
  proxyUrl?: string | undefined;
  ca?: ConnectionOptions['ca'];
}): Dispatcher {
  const { connectTimeoutMs, proxyUrl, ca } = options;
  const connect = { timeout: connectTimeoutMs, ...(ca && { ca }) };
  const limits = {
    keepAliveTimeout: idleMs,
    keepAliveMaxTimeout: idleMs,
    // The timeout of the call covers both; each would be another timer.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  return proxyUrl
    ? new ProxyAgent({ ...limits, uri: proxyUrl, proxyTls: connect, requestTls: connect })
    : new Agent({ ...limits, connect });
}
