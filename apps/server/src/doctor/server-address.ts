import { Agent, request } from 'undici';
import { faultsOfAddress } from './address.ts';
import type { EnvVersion } from './base-urls.ts';
import { checkCertificate } from './certificate.ts';
import { type Finding, fault, right, warning } from './finding.ts';

const timeoutMs = 5_000;
const soonMs = 14 * 24 * 60 * 60 * 1000;
const where = 'src/config.ts of the mini program';

/**
 * Whether phones find this server where a version of the mini program looks for it.
 * @param options.ca authorities to trust instead of the well-known ones
 */
export async function examineServerAddress(options: {
  version: EnvVersion;
  address: string | undefined;
  production: boolean;
  now: () => number;
  ca?: string | undefined;
}): Promise<Finding[]> {
  const { version, address, production, now, ca } = options;
  const about = `server for ${version}`;
  if (address === undefined) {
    const needed = production && version === 'release' ? fault : warning;
    return [needed(about, 'there is no address yet', `put it into ${where}`)];
  }

  // DevTools and phones in its debugging mode take any address.
  const faults = version === 'develop' && URL.canParse(address) ? [] : faultsOfAddress(address);
  const findings: Finding[] = faults.map(({ says, mend, ...rest }) => ({
    ...rest,
    about,
    says: `${address} ${says}`,
    mend: `${mend} (${where})`,
  }));
  if (!URL.canParse(address)) return findings;

  const { protocol, hostname, port } = new URL(address);
  if (protocol === 'https:') {
    const certificate = await checkCertificate({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port || 443),
      ca,
    });
    if (certificate.kind === 'refused')
      return [...findings, fault(about, `${address}: ${certificate.says}`, certificate.mend)];
    const until = new Date(certificate.validUntil).toISOString().slice(0, 10);
    if (certificate.validUntil - now() < soonMs)
      findings.push(
        warning(about, `the certificate of ${address} expires on ${until}`, 'renew it'),
      );
  }

  const answer = await healthOf(address, ca);
  if (answer === 'healthy')
    return findings.length > 0 ? findings : [right(about, `answers at ${address}`)];
  const says = { silent: 'nothing answers', other: 'what answers is not this server' }[answer];
  const verdict = version === 'develop' ? warning : fault;
  const mend = 'start the server, and see that the proxy before it passes every path on';
  return [...findings, verdict(about, `${address}: ${says}`, mend)];
}

async function healthOf(address: string, ca: string | undefined) {
  const dispatcher = new Agent({ connect: { timeout: timeoutMs, ...(ca && { ca }) } });
  try {
    const { body } = await request(`${address.replace(/\/$/, '')}/healthz`, {
      dispatcher,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
    const text = await body.text();
    return text === '{"status":"ok"}' ? 'healthy' : 'other';
  } catch {
    return 'silent';
  } finally {
    await dispatcher.destroy();
  }
}
