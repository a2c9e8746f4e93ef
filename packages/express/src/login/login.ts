import type { LoginResponse } from 'weapp-login';
import type { RouteLimits } from '../limits/route-limits.ts';
import type { Handler } from '../request/handler.ts';
import type { Log } from '../request/log.ts';
import type { RequestContext } from '../request/request-context.ts';
import type { SessionKeyRing } from '../sealing/seal.ts';
import { createToken, hashToken } from '../session/authenticate.ts';
import { createEndOldest } from '../session/end-oldest.ts';
import { openSession } from '../session/lifetime.ts';
import type { Store } from '../store/store.ts';
import { toUserResponse } from '../user/me.ts';
import { appOf, type WechatApps } from '../wechat/apps.ts';
import { createClaim, type OpenedSession } from './attempts.ts';
import type { ExchangeCode } from './exchange-code.ts';

type JoinOfLogin = Pick<
  Awaited<ReturnType<Store['recordLogin']>>,
  'joinedFrom' | 'joinRefusal' | 'unionidOwner'
>;

/** Returns the handler of `POST /login`: opens a session for the user of a wx.login code. */
export function createLogin(options: {
  apps: WechatApps;
  exchangeCode: ExchangeCode;
  limits: Pick<RouteLimits, 'countOpenid'>;
  store: Store;
  sessionKeys: SessionKeyRing;
  log: Log;
  now: () => number;
  randomBytes: (size: number) => Buffer;
  /** The maximum of open sessions per person; 0 for no limit. */
  sessionLimit: number;
  /** Whether two users become one as soon as a unionid shows that they are one person. */
  joinByUnionid: boolean;
  closing: AbortSignal;
}): Handler<'login'> {
  const { apps, exchangeCode, limits, store, sessionKeys, log, now, randomBytes } = options;
  const { sessionLimit, joinByUnionid } = options;
  const claim = createClaim(options);
  const endOldest = createEndOldest({ ...options, keep: sessionLimit });
  const createId = () => randomBytes(16).toString('base64url');

  /** Logs the outcome when two users have the same unionid. */
  function noteJoin(
    { joinedFrom, joinRefusal, unionidOwner }: JoinOfLogin,
    userId: string,
    request: RequestContext,
  ) {
    const facts = { requestId: request.id, userId };
    if (joinedFrom !== undefined)
      log.info({ ...facts, joinedFrom }, 'two users had one unionid: joined');
    if (unionidOwner === undefined) return;
    request.note({ unionidConflict: true });
    log.warn(
      { ...facts, unionidOwner, ...(joinRefusal && { joinRefusal }) },
      'two users have one unionid: each keeps its own accounts',
    );
  }

  return async ({ body, parameters, request }) => {
    const { code } = body;
    const app = appOf(apps, body.appId);
    const { appId } = app;
    const { 'idempotency-key': idempotencyKey } = parameters.header;
    const attempt = idempotencyKey ? await claim({ appId, code, idempotencyKey }) : undefined;
    if (attempt && !attempt.mine) {
      const opened = await attempt.outcome();
      request.note({ appId, userId: opened.user.id });
      return toResponse(opened, request);
    }

    try {
      const { openid, unionid, sessionKey } = await exchangeCode(app, code, request);
      await limits.countOpenid({ appId, openid }, request);
      const token = createToken(randomBytes);
      const device = deviceOf(request.userAgent);
      const time = now();
      const session = openSession(
        { tokenHash: hashToken(token), id: createId(), ...(device !== undefined && { device }) },
        time,
      );
      const { user, overSessionLimit, ...join } = await store.recordLogin({
        appId,
        openid,
        ...(unionid && { unionid }),
        sessionKey: sessionKeys.seal(sessionKey, { appId, openid }),
        newUserId: createId(),
        now: time,
        session,
        sessionLimit,
        joinByUnionid,
        ...(attempt && { attempt: attempt.seal(token) }),
      });
      request.note({ userId: user.id });
      noteJoin(join, user.id, request);
      if (overSessionLimit) void endOldest(user.id);
      return toResponse({ token, session, user }, request);
    } catch (error) {
      attempt?.fail(error);
      throw error;
    }
  };
}

const toResponse = (
  { token, session, user }: OpenedSession,
  { publicPath }: RequestContext,
): LoginResponse => ({
  token,
  expiresAt: new Date(session.expiresAt).toISOString(),
  user: toUserResponse(user, publicPath),
});

/** Patterns of WeChat's User-Agent by system, the most specific first. */
const devices: readonly (readonly [RegExp, string])[] = [
  [/wechatdevtools/i, 'WeChat DevTools'],
  [/OpenHarmony|ArkWeb/i, 'HarmonyOS'],
  [/iPad/, 'iPad'],
  [/iPhone/, 'iPhone'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Macintosh|Mac OS X/, 'Mac'],
];

/** Returns the device type from a User-Agent: recognizable to its owner, too coarse for tracking. */
export const deviceOf = (userAgent: string | undefined): string | undefined =>
  devices.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1];
