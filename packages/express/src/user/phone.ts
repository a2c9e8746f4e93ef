import { WechatError } from '@weapp-login/wechat-api';
import { ProblemError } from 'weapp-login';
import type { Handler } from '../request/handler.ts';
import type { Store } from '../store/store.ts';
import { appOf, type WechatApps } from '../wechat/apps.ts';
import { factsOf, type ReportFailure } from '../wechat/report-failure.ts';
import { toUserResponse } from './me.ts';

/** Errcodes of getPhoneNumber: the code is wrong, expired or another user's; used; or of another AppID. */
const codeRejected: ReadonlySet<number> = new Set([40029, 40163, 40013]);

/** Sets the phone number from a code of the getPhoneNumber button. */
export function createPhone(options: {
  apps: WechatApps;
  store: Store;
  reportFailure: ReportFailure;
}): Handler<'phone'> {
  const { apps, store, reportFailure } = options;

  return async ({ body: { code }, caller: { user }, request }) => {
    const { wechat } = appOf(apps, user.appId);
    // With the openid, WeChat refuses another user's code.
    const { phoneNumber } = await wechat
      .getPhoneNumber({ code, openid: user.openid })
      .catch((error: unknown) => {
        if (!isCodeRejected(error)) throw reportFailure(error, request);
        request.note(factsOf(error));
        throw new ProblemError('phone-code-rejected');
      });
    await store.updateProfile(user.id, { phoneNumber });
    return { user: toUserResponse({ ...user, phoneNumber }, request.publicPath) };
  };
}

/** The same errcode may also refuse the access_token; then the settings are wrong. */
const isCodeRejected = (error: unknown): error is WechatError =>
  error instanceof WechatError &&
  error.endpoint === 'getPhoneNumber' &&
  error.failure.kind === 'rejected' &&
  codeRejected.has(error.failure.errcode);
