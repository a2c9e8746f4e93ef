import {
  type ErrcodeSubject,
  errcodePage,
  explainErrcode,
  WechatError,
} from '@weapp-login/wechat-api';
import type { Log } from '../request/log.ts';
import type { RequestContext, RequestFacts } from '../request/request-context.ts';
import { problemOf } from './problems.ts';

/** The settings behind WeChat's refusals; the others are fixed at WeChat. */
const settingOf: Readonly<Partial<Record<ErrcodeSubject, string>>> = {
  AppID: 'WECHAT_APP_ID',
  AppSecret: 'WECHAT_APP_SECRET',
};

/** Converts the error of a call to WeChat into a ProblemError; other errors are returned unchanged. */
export type ReportFailure = (error: unknown, request: RequestContext) => unknown;

/** Returns a converter from WeChat's failures to problems, which also logs what only the operator can fix. */
export function createReportFailure({ log }: { log: Log }): ReportFailure {
  function tellOperator(errcode: number, facts: object): void {
    const known = explainErrcode(errcode);
    if (!known) {
      log.error({ ...facts, page: errcodePage }, `WeChat answered an unknown errcode: ${errcode}`);
      return;
    }
    const { fault, about, meaning, fix, page } = known;
    if (fault !== 'operator' && fault !== 'program') return;
    const setting = about && settingOf[about];
    log.error({ ...facts, fault, ...(setting && { setting }), page }, `${meaning}: ${fix}`);
  }

  return (error, request) => {
    if (!(error instanceof WechatError)) return error;
    const { failure } = error;
    const facts = factsOf(error);
    request.note(facts);
    if (failure.kind === 'rejected')
      tellOperator(failure.errcode, { requestId: request.id, ...facts });
    return problemOf(failure);
  };
}

/** The members of the request's log line for a failure. */
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
