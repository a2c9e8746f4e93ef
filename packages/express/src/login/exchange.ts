import { WechatError, type WechatIdentity } from '@weapp-login/wechat-api';
import type { Logger } from 'pino';
import { ProblemError } from 'weapp-login';
import type { RequestContext } from '../http/request-context.ts';
import { refererAppId } from './referer.ts';
import { factsOf, type ReportFailure } from './report-failure.ts';
import type { WechatApp } from './wechat-apps.ts';

/** Exchanges a code at WeChat for who it stands for. @throws {ProblemError} */
export type Exchange = (
  app: WechatApp,
  code: string,
  request: RequestContext,
) => Promise<WechatIdentity>;

/** What WeChat answers to a code of another AppID, among others. */
const invalidCode = 40029;

/** The exchange, which tells where a code was rejected because mini program and server have different AppIDs. */
export function createExchange(options: { log: Logger; reportFailure: ReportFailure }): Exchange {
  const { log, reportFailure } = options;
  return async ({ appId, wechat }, code, request) => {
    request.note({ appId });
    try {
      return await wechat.code2Session({ code });
    } catch (error) {
      const problem = reportFailure(error, request);
      const callerAppId = refererAppId(request.referer);
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
