import type { WechatClient } from '@weapp-login/wechat-api';
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
