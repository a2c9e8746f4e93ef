import { setTimeout as sleep } from 'node:timers/promises';
import { type CallObserver, createWechatClient, type WechatClient } from '@weapp-login/wechat-api';
import { ProblemError } from 'weapp-login';

/** A mini program and its credentials. */
export interface App {
  appId: string;
  appSecret: string;
  /** Token of its message push (消息推送). Without one, no message is received. */
  messageToken?: string | undefined;
  /** EncodingAESKey of its message push. With one, only encrypted messages are accepted. */
  encodingAesKey?: string | undefined;
}

/** A mini program that this server serves, with its WeChat client. */
export interface WechatApp {
  readonly appId: string;
  readonly wechat: WechatClient;
}

/** The mini programs that this server serves. The first is the default for requests without an appId. */
export type WechatApps = readonly [WechatApp, ...WechatApp[]];

/**
 * Returns the app of an AppID.
 * @throws {ProblemError} `unknown-app`
 */
export function appOf(apps: WechatApps, appId: string | undefined): WechatApp {
  if (appId === undefined) return apps[0];
  const app = apps.find((candidate) => candidate.appId === appId);
  if (app) return app;
  const served = apps.map((candidate) => candidate.appId).join(' and ');
  throw new ProblemError('unknown-app', { detail: `This server serves ${served}.` });
}

/** How to reach WeChat. */
export interface WechatConnection {
  wechatApiUrl: string;
  /** An HTTP proxy for calls to WeChat, with its credentials. Default: none. */
  wechatProxyUrl?: string | undefined;
  /** Milliseconds. Default: 2,000 to connect, 5,000 in total. */
  wechatTimeouts?: { connectMs: number; totalMs: number };
  now: () => number;
  randomBytes: (size: number) => Buffer;
}

/** Returns the apps with their clients. */
export function connectApps(
  [first, ...others]: readonly [App, ...App[]],
  options: WechatConnection & {
    /** Called for each call of an app, in order. */
    observersOf?: (appId: string) => readonly CallObserver[];
    trace?: ((client: WechatClient) => WechatClient) | undefined;
  },
): WechatApps {
  const { observersOf = () => [], trace = (client) => client } = options;
  const connect = (app: App): WechatApp => {
    const client = createClient(app, observersOf(app.appId), options);
    return { appId: app.appId, wechat: trace(client) };
  };
  return [connect(first), ...others.map(connect)];
}

function createClient(
  { appId, appSecret }: App,
  observers: readonly CallObserver[],
  options: WechatConnection,
): WechatClient {
  const { wechatApiUrl, wechatProxyUrl, wechatTimeouts, now, randomBytes } = options;
  return createWechatClient({
    appId,
    appSecret,
    baseUrl: wechatApiUrl,
    proxyUrl: wechatProxyUrl,
    observer: {
      called: (call) => observers.forEach((observer) => void observer.called(call)),
      breakerChanged: (change) =>
        observers.forEach((observer) => void observer.breakerChanged(change)),
    },
    connectTimeoutMs: wechatTimeouts?.connectMs,
    totalTimeoutMs: wechatTimeouts?.totalMs,
    now,
    random: () => randomBytes(1).readUInt8() / 256,
    sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  });
}
