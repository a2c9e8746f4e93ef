import { type LoginResponse, ProblemError } from '@weapp-login/shared';
import type { Logger } from 'pino';
import type { Handler } from '../http/handler.ts';
import type { RequestContext } from '../http/request-context.ts';
import type { SessionKeyRing } from '../sealing/session-key-ring.ts';
import { deviceOf } from '../session/device.ts';
import { createEndOldest } from '../session/end-oldest.ts';
import { openSession } from '../session/lifetime.ts';
import { createToken, hashToken } from '../session/token.ts';
import type { Store, StoredSession, StoredUser } from '../store/store.ts';
import { presentUser } from '../user/present.ts';
import { type Complete, createOnce } from './attempts.ts';
import type { Exchange } from './exchange.ts';
import { appOf, type WechatApp, type WechatApps } from './wechat-apps.ts';

/** Opens a session for whoever a code of wx.login stands for. */
export function createLogin(options: {
  apps: WechatApps;
  exchange: Exchange;
  store: Store;
  sessionKeys: SessionKeyRing;
  log: Logger;
  now: () => number;
  randomBytes: (size: number) => Buffer;
  /** How many sessions one person may have open; 0 for any number. */
  sessionLimit: number;
  closing: AbortSignal;
}): Handler<'login'> {
  const { apps, exchange, store, sessionKeys, log, now, randomBytes, sessionLimit } = options;
  const once = createOnce(options);
  const endOldest = createEndOldest({ ...options, keep: sessionLimit });
  const createId = () => randomBytes(16).toString('base64url');

  async function logIn(
    { app, code, request }: { app: WechatApp; code: string; request: RequestContext },
    complete?: Complete,
  ): Promise<LoginResponse> {
    const { openid, unionid, sessionKey } = await exchange(app, code, request);
    const { appId } = app;
    const token = createToken(randomBytes);
    const device = deviceOf(request.userAgent);
    const time = now();
    const session = openSession(
      { tokenHash: hashToken(token), id: createId(), ...(device !== undefined && { device }) },
      time,
    );
    const { user, unionidOwner, overSessionLimit } = await store.recordLogin({
      appId,
      openid,
      ...(unionid && { unionid }),
      sessionKey: sessionKeys.seal(sessionKey, { appId, openid }),
      newUserId: createId(),
      now: time,
      session,
      sessionLimit,
      ...(complete && { attempt: complete(token) }),
    });
    if (unionidOwner !== undefined) {
      request.note({ unionidConflict: true });
      log.warn(
        { requestId: request.id, appId, userId: user.id, unionidOwner },
        'two users have one unionid: each keeps its own accounts',
      );
    }
    if (overSessionLimit) void endOldest(user.id);
    return present(token, { session, user });
  }

  async function replay(token: string): Promise<LoginResponse> {
    const found = await store.findSession(hashToken(token), now());
    if (found) return present(token, found);
    throw new ProblemError('code-rejected', { detail: 'The session of this code has ended.' });
  }

  return async ({ body: { code, appId }, parameters, request }) => {
    const app = appOf(apps, appId);
    const { 'idempotency-key': idempotencyKey } = parameters.header;
    if (!idempotencyKey) return logIn({ app, code, request });
    const name = { appId: app.appId, code, idempotencyKey };
    const login = await once(name, (complete) => logIn({ app, code, request }, complete));
    return 'opened' in login ? login.opened : replay(login.replayed);
  };
}

const present = (
  token: string,
  { session, user }: { session: StoredSession; user: StoredUser },
): LoginResponse => ({
  token,
  expiresAt: new Date(session.expiresAt).toISOString(),
  user: presentUser(user),
});
