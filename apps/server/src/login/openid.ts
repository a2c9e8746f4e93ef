import type { Handler } from '../http/handler.ts';
import type { Exchange } from './exchange.ts';

/** The openid for a code, and nothing kept: for a caller with sessions of its own. */
export const createOpenid =
  ({ exchange }: { exchange: Exchange }): Handler<'openid'> =>
  async ({ body, request }) => {
    const { openid, unionid } = await exchange(body.code, request);
    return { openid, ...(unionid && { unionid }) };
  };

/** The same for mini programs written against the older contract, which know a bare openid. */
export const createWechatlogin =
  ({ exchange }: { exchange: Exchange }): Handler<'wechatlogin'> =>
  async ({ body, request }) =>
    (await exchange(body.code, request)).openid;
