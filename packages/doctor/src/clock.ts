import { Agent, fetch, ProxyAgent } from 'undici';
import { type Finding, fault, right, warning } from './finding.ts';

const about = 'clock';
/** WeChat's watermarks, certificates and the signatures of buckets allow some minutes; a clock that is kept has no seconds. */
const mostSkewMs = 60_000;
const timeoutMs = 5_000;

/**
 * Compares this machine's clock with that of WeChat's server, to the second that its Date header has.
 * @param options.now milliseconds since 1970
 */
export async function examineClock(options: {
  wechatApiUrl: string;
  /** An HTTP proxy on the way there. */
  wechatProxyUrl?: string | undefined;
  now: () => number;
}): Promise<Finding> {
  const { wechatApiUrl, wechatProxyUrl, now } = options;
  const dispatcher = wechatProxyUrl ? new ProxyAgent(wechatProxyUrl) : new Agent();
  const before = now();
  const date = await fetch(wechatApiUrl, {
    dispatcher,
    method: 'HEAD',
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  }).then(
    ({ headers }) => Date.parse(headers.get('date') ?? ''),
    () => Number.NaN,
  );
  await dispatcher.destroy();
  if (Number.isNaN(date))
    return warning(
      about,
      'there was no other clock to compare it with',
      'fix the way to WeChat first',
    );
  const skewMs = (before + now()) / 2 - date;
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  if (Math.abs(skewMs) <= mostSkewMs) return right(about, "agrees with WeChat's");
  return fault(
    about,
    `is ${seconds} seconds ${skewMs > 0 ? 'ahead of' : 'behind'} WeChat's`,
    'keep it by NTP, for instance: timedatectl set-ntp true',
  );
}
