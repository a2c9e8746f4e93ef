import { WechatError, type WechatIdentity } from '@weapp-login/wechat-api';
import { ProblemError } from 'weapp-login';
import type { Log } from '../request/log.ts';
import type { RequestContext } from '../request/request-context.ts';
import type { WechatApp } from '../wechat/apps.ts';
import { factsOf, type ReportFailure } from '../wechat/report-failure.ts';

/** Exchanges a code at WeChat for the identity it stands for. @throws {ProblemError} */
export type ExchangeCode = (
  app: WechatApp,
  code: string,
  request: RequestContext,
) => Promise<WechatIdentity>;

/** WeChat's errcode for a code of another AppID, among other reasons. */
const invalidCode = 40029;

/** WeChat sends this with every wx.request of a mini program. Anyone else can send it too: a hint, not an authorization. */
const refererPattern = /^https:\/\/servicewechat\.com\/([A-Za-z0-9]{1,64})\//;

/** Returns the exchange. It reports an AppID mismatch between mini program and server. */
export function createExchangeCode(options: {
  log: Log;
  reportFailure: ReportFailure;
}): ExchangeCode {
  const { log, reportFailure } = options;
  return async ({ appId, wechat }, code, request) => {
    request.note({ appId });
    try {
      return await wechat.code2Session({ code });
    } catch (error) {
      const problem = reportFailure(error, request);
      const [, callerAppId] = refererPattern.exec(request.referer ?? '') ?? [];
      if (isInvalidCode(error) && callerAppId && callerAppId !== appId) {
        const mismatch = `The mini program has AppID ${callerAppId}, the server ${appId}.`;
        log.warn({ requestId: request.id, ...factsOf(error), callerAppId, appId }, mismatch);
        throw new ProblemError('code-rejected', { detail: mismatch });
      }
      throw problem;
    }
  };
}

const isInvalidCode = (error: unknown): error is WechatError =>
  error instanceof WechatError &&
  error.failure.kind === 'rejected' &&
  error.failure.errcode === invalidCode;
