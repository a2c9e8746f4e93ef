import { setTimeout as sleep } from 'node:timers/promises';
import { proxyAddress } from '@weapp-login/express/src/config/proxy-url';
import type { WechatAccount } from '@weapp-login/express/src/start-server';
import {
  createWechatClient,
  type UnreachableReason,
  type WechatClient,
  WechatError,
} from '@weapp-login/wechat-api';
import { type Finding, fault, right } from './finding.ts';
import { aboutAppSecret, aboutWhitelist, readRefusal } from './wechat-refusals.ts';

const aboutWay = 'way to WeChat';

/** What to look at when no answer comes. */
const onTheWay: Readonly<Record<UnreachableReason, string>> = {
  dns: 'the name is not found: check DNS on this machine',
  refused: 'nothing listens there: check WECHAT_API_URL, and firewalls',
  tls: 'its certificate is not accepted: check the clock, the CA certificates, and whether a proxy intercepts TLS',
  timeout: 'no answer came in time: check firewalls and the route',
  reset: 'the connection was cut: check firewalls and proxies on the way',
  status: 'something on the way responds in its place: check WECHAT_API_URL and proxies',
  'proxy-unreachable':
    'the proxy does not answer: check the host and port in WECHAT_PROXY_URL, and that it runs',
  'proxy-auth':
    'the proxy wants a user and a password (407): set them in WECHAT_PROXY_URL as http://user:password@host:port',
  'proxy-refused':
    'the proxy refuses to connect to WeChat: allow CONNECT to api.weixin.qq.com:443 there',
  aborted: 'the call was given up: run this again',
  'breaker-open': 'too many calls failed: run this again',
  'too-many-calls': 'too many calls are under way: run this again',
};

/** A code that nobody has: WeChat looks at AppID and AppSecret first, and spends nothing. */
const noCode = 'weapp-login-doctor';

/** Whether WeChat accepts an account: AppID, AppSecret and the address that this machine calls from. */
export async function examineAccount(options: {
  account: WechatAccount;
  wechatApiUrl: string;
  /** An HTTP proxy for calls to WeChat. */
  wechatProxyUrl?: string | undefined;
  /** A proxy of the environment, such as HTTPS_PROXY names; it is not used. */
  ignoredProxy?: string | undefined;
  now: () => number;
}): Promise<Finding[]> {
  const { account, wechatApiUrl, wechatProxyUrl, ignoredProxy, now } = options;
  const { appId } = account;
  const wechat = createWechatClient({
    ...account,
    baseUrl: wechatApiUrl,
    proxyUrl: wechatProxyUrl,
    now,
    random: () => 0,
    sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  });
  const secretIsRight = right(aboutAppSecret, `is that of ${appId}`);

  const error = await failureOf(wechat.getStableAccessToken());
  if (!error)
    return [
      secretIsRight,
      right(aboutWhitelist, `this machine may fetch an access_token of ${appId}`),
    ];
  const { failure } = error;
  if (failure.kind === 'unreachable') {
    const says = `${wechatApiUrl} is unreachable${wechatProxyUrl ? ` through ${proxyAddress(wechatProxyUrl)}` : ''}`;
    const hint =
      ignoredProxy && !wechatProxyUrl
        ? `; ${ignoredProxy} is set but not used for WeChat: set WECHAT_PROXY_URL if this machine needs a proxy`
        : '';
    return [fault(aboutWay, says, `${onTheWay[failure.reason]}${hint}`)];
  }
  if (failure.kind === 'malformed')
    return [fault(aboutWay, `what answers at ${wechatApiUrl} is not WeChat`, onTheWay.status)];

  const refusal = readRefusal(appId, failure.errcode, failure.errmsg);
  // The whitelist does not hold for code2Session, which tells about the secret all the same.
  const others = refusal.about === aboutWhitelist ? await examineByLogin(wechat, appId) : [];
  return [...others, refusal];
}

/** WeChat's errcode for a code that nobody has, which only an app with the right secret gets to hear. */
const invalidCode = 40029;

async function examineByLogin(wechat: WechatClient, appId: string): Promise<Finding[]> {
  const { failure } = (await failureOf(wechat.code2Session({ code: noCode }))) ?? {};
  if (failure?.kind !== 'rejected') return [];
  return [
    failure.errcode === invalidCode
      ? right(aboutAppSecret, `is that of ${appId}`)
      : readRefusal(appId, failure.errcode, failure.errmsg),
  ];
}

async function failureOf(call: Promise<unknown>): Promise<WechatError | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (error instanceof WechatError) return error;
    throw error;
  }
}
