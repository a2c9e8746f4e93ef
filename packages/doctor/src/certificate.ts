import { once } from 'node:events';
import { isIP } from 'node:net';
import { connect, type PeerCertificate, type TLSSocket } from 'node:tls';

/** How a server presents itself to a phone. */
export type CertificateCheck =
  | { kind: 'accepted'; validUntil: number }
  | { kind: 'refused'; says: string; mend: string };

const timeoutMs = 5_000;
const chain = 'let the server send the whole chain (fullchain.pem), not its own certificate alone';

/** What Node's verification finds, in words. https://nodejs.org/docs/latest-v20.x/api/tls.html#x509-certificate-error-codes */
const verdicts: Readonly<Record<string, { says: string; mend: string }>> = {
  CERT_HAS_EXPIRED: {
    says: 'its certificate has expired',
    mend: 'renew it, and check that it renews itself',
  },
  CERT_NOT_YET_VALID: {
    says: 'its certificate is not valid yet',
    mend: 'check the clocks of this machine and of the one that made it',
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: {
    says: 'its certificate is signed by itself',
    mend: "get one from a public CA such as Let's Encrypt (free)",
  },
  SELF_SIGNED_CERT_IN_CHAIN: {
    says: 'its certificate comes from an authority that phones do not know',
    mend: "get one from a public CA such as Let's Encrypt (free)",
  },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    says: 'its chain of certificates is not complete',
    mend: chain,
  },
  UNABLE_TO_GET_ISSUER_CERT: { says: 'its chain of certificates is not complete', mend: chain },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: {
    says: 'its chain of certificates is not complete',
    mend: chain,
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    says: 'its certificate is for another name',
    mend: 'get one for exactly this domain',
  },
};

/** What a connection that does not come about is called by Node. */
const connectionFaults: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not found',
  EAI_AGAIN: 'its name is not found',
  ECONNREFUSED: 'nothing listens there',
  ETIMEDOUT: 'nothing answers there',
  ECONNRESET: 'it closes the connection',
};

/**
 * Connects as the oldest phones do that WeChat asks servers to serve, by TLS 1.2, and judges the certificate as a phone
 * would. Follows the section "HTTPS 证书" of
 * https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html
 * @param options.ca authorities to trust instead of the well-known ones
 */
export async function checkCertificate(options: {
  host: string;
  port: number;
  ca?: string | undefined;
}): Promise<CertificateCheck> {
  const { host, port, ca } = options;
  const socket: TLSSocket = connect({
    host,
    port,
    // Node sends no name by itself, and a proxy with several sites, or Caddy with one, then refuses the handshake.
    ...(isIP(host) === 0 && { servername: host }),
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.2',
    // What is wrong is told in words below, and nothing is sent.
    rejectUnauthorized: false,
    ...(ca && { ca }),
  });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(timeoutMs) });
    return judge(socket);
  } catch (error) {
    return explain(error as NodeJS.ErrnoException);
  } finally {
    socket.destroy();
  }
}

function judge(socket: TLSSocket): CertificateCheck {
  const { valid_to }: PeerCertificate = socket.getPeerCertificate();
  if (socket.authorized) return { kind: 'accepted', validUntil: Date.parse(valid_to) };
  // Typed as an Error, it is the code alone.
  const code = String(socket.authorizationError);
  const known = verdicts[code];
  return {
    kind: 'refused',
    ...(known ?? { says: `its certificate is not accepted: ${code}`, mend: chain }),
  };
}

function explain({ code = '', name }: NodeJS.ErrnoException): CertificateCheck {
  if (code.startsWith('ERR_SSL') || code === 'EPROTO')
    return {
      kind: 'refused',
      says: 'it does not speak TLS 1.2',
      mend: 'allow TLS 1.2 beside newer versions: WeChat on older phones has none newer',
    };
  return {
    kind: 'refused',
    says:
      connectionFaults[name === 'AbortError' ? 'ETIMEDOUT' : code] ??
      `it cannot be reached: ${code}`,
    mend: 'check DNS, the firewall and that the reverse proxy is running',
  };
}
