import { Agent } from 'undici';
import { brokenRules } from './base-url-rules.ts';
import { checkCertificate } from './check-certificate.ts';
import { type CheckResult, failed, passed, warning } from './check-result.ts';
import { explainProbes } from './explain-probes.ts';
import { type ProbeResult, probeApi } from './probe-api.ts';
import type { EnvVersion } from './read-base-urls.ts';

const timeoutMs = 5_000;
const expiryWarningMs = 14 * 24 * 60 * 60 * 1000;
const configFile = 'src/config.ts of the mini program';

/**
 * Checks that phones can use the server at the base URL that one version of the mini program has.
 * @param options.ca certificate authorities to trust instead of the well-known ones
 */
export async function checkBaseUrl(options: {
  version: EnvVersion;
  baseUrl: string | undefined;
  production: boolean;
  now: () => number;
  ca?: string | undefined;
}): Promise<CheckResult[]> {
  const { version, baseUrl, production, now, ca } = options;
  const check = `server for ${version}`;
  if (baseUrl === undefined) {
    const needed = production && version === 'release' ? failed : warning;
    return [needed(check, 'there is no base URL yet', `set it in ${configFile}`)];
  }

  // DevTools and phones in its debugging mode accept any URL.
  const broken = version === 'develop' && URL.canParse(baseUrl) ? [] : brokenRules(baseUrl);
  const results: CheckResult[] = broken.map(({ message, fix, status }) => ({
    check,
    status,
    message: `${baseUrl} ${message}`,
    fix: `${fix} (${configFile})`,
  }));
  if (!URL.canParse(baseUrl)) return results;

  const { protocol, hostname, port } = new URL(baseUrl);
  if (protocol === 'https:') {
    const certificate = await checkCertificate({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port || 443),
      ca,
    });
    if (certificate.kind === 'refused')
      return [...results, failed(check, `${baseUrl}: ${certificate.message}`, certificate.fix)];
    const until = new Date(certificate.validUntil).toISOString().slice(0, 10);
    if (certificate.validUntil - now() < expiryWarningMs)
      results.push(warning(check, `the certificate of ${baseUrl} expires on ${until}`, 'renew it'));
  }

  const probes = await probe(baseUrl, ca);
  const problems = explainProbes(probes);
  if (problems.length === 0)
    return results.length > 0 ? results : [passed(check, `responds at ${baseUrl}`)];
  const isNotStarted = version === 'develop' && probes[0]?.kind !== 'arrived';
  return [
    ...results,
    ...problems.map(({ message, fix, isTemporary }) =>
      (isTemporary || isNotStarted ? warning : failed)(check, `${baseUrl}: ${message}`, fix),
    ),
  ];
}

async function probe(baseUrl: string, ca: string | undefined): Promise<ProbeResult[]> {
  const dispatcher = new Agent({ connect: { timeout: timeoutMs, ...(ca && { ca }) } });
  try {
    return await probeApi(baseUrl.replace(/\/+$/, ''), dispatcher);
  } finally {
    await dispatcher.destroy();
  }
}
