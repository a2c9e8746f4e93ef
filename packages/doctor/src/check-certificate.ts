import { once } from 'node:events';
import { isIP } from 'node:net';
import { connect, type PeerCertificate, type TLSSocket } from 'node:tls';

/** Whether a phone would accept a server's certificate. */
export type CertificateResult =
  | { kind: 'accepted'; validUntil: number }
  | { kind: 'refused'; message: string; fix: string };

const timeoutMs = 5_000;
const sendChain =
  'let the server send the full chain (fullchain.pem), not its own certificate alone';
const publicCa = "get one from a public CA such as Let's Encrypt (free)";
const incompleteChain = { message: 'its certificate chain is incomplete', fix: sendChain };

/** By Node's error code. https://nodejs.org/docs/latest-v20.x/api/tls.html#x509-certificate-error-codes */
const refusals: Readonly<Record<string, { message: string; fix: string }>> = {
  CERT_HAS_EXPIRED: {
    message: 'its certificate has expired',
    fix: 'renew it, and check that it renews itself',
  },
  CERT_NOT_YET_VALID: {
    message: 'its certificate is not valid yet',
    fix: 'check the clocks of this machine and of the one that issued it',
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: { message: 'its certificate is self-signed', fix: publicCa },
  SELF_SIGNED_CERT_IN_CHAIN: {
    message: 'its certificate was issued by a CA that phones do not trust',
    fix: publicCa,
  },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: incompleteChain,
  UNABLE_TO_GET_ISSUER_CERT: incompleteChain,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: incompleteChain,
  ERR_TLS_CERT_ALTNAME_INVALID: {
    message: 'its certificate was issued for another name',
    fix: 'get one for exactly this domain',
  },
};

/** By Node's error code. */
const connectionFailures: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its host name is not found',
  EAI_AGAIN: 'its host name is not found',
  ECONNREFUSED: 'nothing listens there',
  ETIMEDOUT: 'the connection times out',
  ECONNRESET: 'it closes the connection',
};

/**
 * Connects with TLS 1.2, which the oldest phones that WeChat supports use, and verifies the certificate as a phone does.
 * Follows the section "HTTPS 证书" of https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html
 * @param options.ca certificate authorities to trust instead of the well-known ones
 */
export async function checkCertificate(options: {
  host: string;
  port: number;
  ca?: string | undefined;
}): Promise<CertificateResult> {
  const { host, port, ca } = options;
  const socket: TLSSocket = connect({
    host,
    port,
    // Node sends no SNI by default, and a proxy with several sites, or Caddy with one, then refuses the handshake.
    ...(isIP(host) === 0 && { servername: host }),
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.2',
    // The result is reported below, and nothing is sent.
    rejectUnauthorized: false,
    ...(ca && { ca }),
  });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(timeoutMs) });
    return verify(socket);
  } catch (error) {
    return explain(error as NodeJS.ErrnoException);
  } finally {
    socket.destroy();
  }
}

function verify(socket: TLSSocket): CertificateResult {
  const { valid_to }: PeerCertificate = socket.getPeerCertificate();
  if (socket.authorized) return { kind: 'accepted', validUntil: Date.parse(valid_to) };
  // Typed as an Error, it is the code alone.
  const code = String(socket.authorizationError);
  const known = refusals[code];
  return {
    kind: 'refused',
    ...(known ?? { message: `its certificate is not accepted: ${code}`, fix: sendChain }),
  };
}

function explain({ code = '', name }: NodeJS.ErrnoException): CertificateResult {
  if (code.startsWith('ERR_SSL') || code === 'EPROTO')
    return {
      kind: 'refused',
      message: 'it does not support TLS 1.2',
      fix: 'allow TLS 1.2 beside newer versions: WeChat on older phones supports nothing newer',
    };
  return {
    kind: 'refused',
    message:
      connectionFailures[name === 'AbortError' ? 'ETIMEDOUT' : code] ??
      `it is unreachable: ${code}`,
    fix: 'check DNS, the firewall and that the reverse proxy is running',
  };
}
