import { ProblemError } from '@weapp-login/shared';
import { WechatError, type WechatIdentity } from '@weapp-login/wechat-api';
import type { Logger } from 'pino';
import type { RequestContext, RequestFacts } from '../http/request-context.ts';
import { refererAppId } from './referer.ts';
import type { WechatApp } from './wechat-apps.ts';
import { problemOf, settingAtFault } from './wechat-problems.ts';

/** Exchanges a code at WeChat for who it stands for. @throws {ProblemError} */
export type Exchange = (
  app: WechatApp,
  code: string,
  request: RequestContext,
) => Promise<WechatIdentity>;

/** What WeChat answers to a code of another AppID, among others. */
const invalidCode = 40029;

/** Puts WeChat's failures into the words of the contract, and tells the operator what only the operator can mend. */
export function createExchange({ log }: { log: Logger }): Exchange {
  return async ({ appId, wechat }, code, request) => {
    request.note({ appId });
    try {
      return await wechat.code2Session({ code });
    } catch (error) {
      if (!(error instanceof WechatError)) throw error;
      const { failure } = error;
      const facts = factsOf(error);
      request.note(facts);
      if (failure.kind !== 'rejected') throw problemOf(failure);

      const setting = settingAtFault(failure.errcode);
      if (setting) log.error({ requestId: request.id, ...facts, setting }, `check ${setting}`);

      const callerAppId = refererAppId(request.referer);
      if (failure.errcode === invalidCode && callerAppId && callerAppId !== appId) {
        const mismatch = `The mini program has AppID ${callerAppId}, the server ${appId}.`;
        log.warn({ requestId: request.id, ...facts, callerAppId, appId }, mismatch);
        throw new ProblemError('code-rejected', { detail: mismatch });
      }
      throw problemOf(failure);
    }
  };
}

function factsOf({ failure }: WechatError): RequestFacts {
  switch (failure.kind) {
    case 'rejected':
      return {
        errcode: failure.errcode,
        errmsg: failure.errmsg,
        ...(failure.rid && { rid: failure.rid }),
      };
    case 'unreachable':
      return { wechat: `${failure.reason}${failure.status ? ` ${failure.status}` : ''}` };
    case 'malformed':
      return { wechat: `malformed: ${failure.fault}` };
  }
}
