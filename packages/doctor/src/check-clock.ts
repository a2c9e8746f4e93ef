import { Agent, fetch, ProxyAgent } from 'undici';
import { type CheckResult, failed, passed, warning } from './check-result.ts';

const check = 'clock';
/** WeChat's watermarks, certificates and the signatures of buckets tolerate minutes; a clock kept by NTP is off by less than a second. */
const maxSkewMs = 60_000;
const timeoutMs = 5_000;

/**
 * Compares this machine's clock with the Date header of WeChat's server, which is precise to the second.
 * @param options.now milliseconds since 1970
 */
export async function checkClock(options: {
  wechatApiUrl: string;
  /** An HTTP proxy for calls to WeChat. */
  wechatProxyUrl?: string | undefined;
  now: () => number;
}): Promise<CheckResult> {
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
  if (Number.isNaN(date)) {
    return warning(
      check,
      'could not be compared: WeChat did not respond',
      'fix the connection to WeChat first',
    );
  }
  const skewMs = (before + now()) / 2 - date;
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  if (Math.abs(skewMs) <= maxSkewMs) return passed(check, "agrees with WeChat's");
  return failed(
    check,
    `is ${seconds} seconds ${skewMs > 0 ? 'ahead of' : 'behind'} WeChat's`,
    'turn on NTP, for example: timedatectl set-ntp true',
  );
}
