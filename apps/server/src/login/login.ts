import { ProblemError } from '@weapp-login/shared';
import type { Handler } from '../http/handler.ts';
import { openSession } from '../session/lifetime.ts';
import { createToken, hashToken } from '../session/token.ts';
import type { Store } from '../store/store.ts';
import { presentUser } from '../user/present.ts';
import type { Exchange } from './exchange.ts';

/** Opens a session for whoever a code of wx.login stands for. */
export function createLogin(options: {
  appId: string;
  exchange: Exchange;
  store: Store;
  now: () => number;
  randomBytes: (size: number) => Buffer;
}): Handler<'login'> {
  const { appId, exchange, store, now, randomBytes } = options;

  return async ({ body, request }) => {
    if (body.appId !== undefined && body.appId !== appId)
      throw new ProblemError('unknown-app', { detail: `This server serves ${appId}.` });

    const identity = await exchange(body.code, request);
    const token = createToken(randomBytes);
    const time = now();
    const session = openSession(hashToken(token), time);
    const user = await store.recordLogin({
      ...identity,
      appId,
      newUserId: randomBytes(16).toString('base64url'),
      now: time,
      session,
    });
    return {
      token,
      expiresAt: new Date(session.expiresAt).toISOString(),
      user: presentUser(user),
    };
  };
}
