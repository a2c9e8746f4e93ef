import { setTimeout as sleep } from 'node:timers/promises';
import { type CallObserver, createWechatClient, type WechatClient } from '@weapp-login/wechat-api';
import type { App } from './apps.ts';

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

/** Returns the client of an app. @param observers called for each call, in order */
export function connectApp(
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
