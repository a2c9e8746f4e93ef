import { WechatError } from '@weapp-login/wechat-api';
import type { Logger } from 'pino';
import type { RequestContext, RequestFacts } from '../http/request-context.ts';
import { problemOf, settingAtFault } from './wechat-problems.ts';

/** What to throw in place of the error of a call to WeChat: a ProblemError, or what is no failure of WeChat's as it is. */
export type ReportFailure = (error: unknown, request: RequestContext) => unknown;

/** Puts WeChat's failures into the words of the contract, and tells the operator what only the operator can mend. */
export function createReportFailure({ log }: { log: Logger }): ReportFailure {
  return (error, request) => {
    if (!(error instanceof WechatError)) return error;
    const { failure } = error;
    const facts = factsOf(error);
    request.note(facts);
    const setting = failure.kind === 'rejected' && settingAtFault(failure.errcode);
    if (setting) log.error({ requestId: request.id, ...facts, setting }, `check ${setting}`);
    return problemOf(failure);
  };
}

/** What the log line of the request tells of the failure. */
export function factsOf({ failure }: WechatError): RequestFacts {
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
