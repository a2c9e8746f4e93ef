import { setTimeout as sleep } from 'node:timers/promises';
import { type Config, proxyAddress } from '@weapp-login/express/diagnostics';
import {
  createWechatClient,
  type UnreachableReason,
  type WechatClient,
  WechatError,
} from '@weapp-login/wechat-api';
import { type CheckResult, failed, passed } from './check-result.ts';
import { appSecretCheck, resultOfErrcode, whitelistCheck } from './explain-errcode.ts';

const connectionCheck = 'connection to WeChat';

/** What to check when WeChat can't be reached. */
const connectionFixes: Readonly<Record<UnreachableReason, string>> = {
  dns: 'the host name is not found: check DNS on this machine',
  refused: 'the connection is refused: check WECHAT_API_URL and the firewall',
  tls: 'its certificate is not accepted: check the clock, the CA certificates, and whether a proxy intercepts TLS',
  timeout: 'the connection times out: check the firewall and the route',
  reset: 'the connection is reset: check firewalls and proxies in between',
  status: 'something else responds in its place: check WECHAT_API_URL and proxies in between',
  'proxy-unreachable':
    'the proxy does not respond: check the host and port in WECHAT_PROXY_URL, and that it is running',
  'proxy-auth':
    'the proxy requires a user and a password (407): set them in WECHAT_PROXY_URL as http://user:password@host:port',
  'proxy-refused':
    'the proxy refuses to connect to WeChat: allow CONNECT to api.weixin.qq.com:443 there',
  aborted: 'the call was aborted: run this again',
  'breaker-open': 'too many calls failed: run this again',
  'too-many-calls': 'too many calls are in flight: run this again',
};

/** A code that WeChat never issued. WeChat checks AppID and AppSecret first, and no code is used up. */
const inventedCode = 'weapp-login-doctor';

/** Checks that WeChat accepts an AppID, its AppSecret, and the IP address of this machine. */
export async function checkWechatApp(options: {
  app: Config['apps'][number];
  wechatApiUrl: string;
  /** An HTTP proxy for calls to WeChat. */
  wechatProxyUrl?: string | undefined;
  /** The name of a variable such as HTTPS_PROXY that is set, but not used for WeChat. */
  ignoredProxy?: string | undefined;
  now: () => number;
}): Promise<CheckResult[]> {
  const { app, wechatApiUrl, wechatProxyUrl, ignoredProxy, now } = options;
  const { appId } = app;
  const wechat = createWechatClient({
    ...app,
    baseUrl: wechatApiUrl,
    proxyUrl: wechatProxyUrl,
    now,
    random: () => 0,
    sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  });

  const error = await failureOf(wechat.getStableAccessToken());
  if (!error)
    return [
      passed(appSecretCheck, `belongs to ${appId}`),
      passed(whitelistCheck, `this machine may fetch an access_token for ${appId}`),
    ];
  const { failure } = error;
  if (failure.kind === 'unreachable') {
    const message = `${wechatApiUrl} is unreachable${wechatProxyUrl ? ` through ${proxyAddress(wechatProxyUrl)}` : ''}`;
    const hint =
      ignoredProxy && !wechatProxyUrl
        ? `; ${ignoredProxy} is set but not used for WeChat: set WECHAT_PROXY_URL if this machine needs a proxy`
        : '';
    return [failed(connectionCheck, message, `${connectionFixes[failure.reason]}${hint}`)];
  }
  if (failure.kind === 'malformed')
    return [
      failed(
        connectionCheck,
        `the server at ${wechatApiUrl} is not WeChat`,
        connectionFixes.status,
      ),
    ];

  const refusal = resultOfErrcode(appId, failure.errcode, failure.errmsg);
  // The whitelist does not apply to code2Session, which checks the AppSecret too.
  const others = refusal.check === whitelistCheck ? await checkByLogin(wechat, appId) : [];
  return [...others, refusal];
}

/** WeChat's errcode for an unknown code. Only an app with the right AppSecret receives it. */
const invalidCode = 40029;

async function checkByLogin(wechat: WechatClient, appId: string): Promise<CheckResult[]> {
  const { failure } = (await failureOf(wechat.code2Session({ code: inventedCode }))) ?? {};
  if (failure?.kind !== 'rejected') return [];
  return [
    failure.errcode === invalidCode
      ? passed(appSecretCheck, `belongs to ${appId}`)
      : resultOfErrcode(appId, failure.errcode, failure.errmsg),
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
