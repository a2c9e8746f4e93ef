import { Agent } from 'undici';
import { faultsOfAddress } from './address.ts';
import type { EnvVersion } from './base-urls.ts';
import { checkCertificate } from './certificate.ts';
import { problemsOf } from './explain-outcomes.ts';
import { type Finding, fault, right, warning } from './finding.ts';
import { type Outcome, tryApi } from './try-api.ts';

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

  const outcomes = await tryAt(address, ca);
  const problems = problemsOf(outcomes);
  if (problems.length === 0)
    return findings.length > 0 ? findings : [right(about, `answers at ${address}`)];
  const nothingYet = version === 'develop' && outcomes[0]?.kind !== 'arrived';
  return [
    ...findings,
    ...problems.map(({ says, mend, passing }) =>
      (passing || nothingYet ? warning : fault)(about, `${address}: ${says}`, mend),
    ),
  ];
}

async function tryAt(address: string, ca: string | undefined): Promise<Outcome[]> {
  const dispatcher = new Agent({ connect: { timeout: timeoutMs, ...(ca && { ca }) } });
  try {
    return await tryApi(address.replace(/\/+$/, ''), dispatcher);
  } finally {
    await dispatcher.destroy();
  }
}
