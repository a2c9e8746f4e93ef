import type { GatewayHeaders } from './cloud-hosting/gateway-headers.ts';
import { identifyByGateway } from './cloud-hosting/identify-by-gateway.ts';
import type { FileStore } from './file-store/file-store.ts';
import type { RouteLimits } from './limits/route-limits.ts';
import { createExchangeCode } from './login/exchange-code.ts';
import { createLogin } from './login/login.ts';
import { createOpenid, createWechatlogin } from './login/openid.ts';
import type { Handlers } from './request/handler.ts';
import type { Log } from './request/log.ts';
import type { SessionKeyRing } from './sealing/seal.ts';
import { createListSessions } from './session/list-sessions.ts';
import { createLogout } from './session/logout.ts';
import { createRevokeSession, createRevokeSessions } from './session/revoke-sessions.ts';
import type { Store } from './store/store.ts';
import { createAvatar } from './user/avatar.ts';
import { createDeleteMe } from './user/delete-me.ts';
import { createExportMe } from './user/export-me.ts';
import { me } from './user/me.ts';
import { createPhone } from './user/phone.ts';
import { createProfile } from './user/profile.ts';
import type { RemovePicture } from './user/remove-picture.ts';
import { createDeleteAvatar, createDeletePhone } from './user/take-back.ts';
import { createUserData } from './user-data/user-data.ts';
import type { WechatApps } from './wechat/apps.ts';
import { createReportFailure } from './wechat/report-failure.ts';

/** Without a file store, there are none for pictures. */
type LoginHandlers = Omit<Handlers, 'avatar' | 'deleteAvatar'> & Partial<Handlers>;

/** Returns the handlers of the login's routes. */
export function createHandlers(options: {
  apps: WechatApps;
  gateway: GatewayHeaders | undefined;
  store: Store;
  sessionKeys: SessionKeyRing;
  sessionLimit: number;
  joinByUnionid: boolean;
  limits: RouteLimits;
  files: FileStore | undefined;
  removePicture: RemovePicture;
  log: Log;
  now: () => number;
  randomBytes: (size: number) => Buffer;
  closing: AbortSignal;
}): LoginHandlers {
  const { gateway, files, log } = options;
  const reportFailure = createReportFailure({ log });
  const exchange = createExchangeCode({ log, reportFailure });
  const exchangeCode = gateway ? identifyByGateway(gateway, exchange) : exchange;
  // The busiest first: the router looks for a route in this order.
  return {
    login: createLogin({ ...options, exchangeCode }),
    logout: createLogout(options),
    me,
    phone: createPhone({ ...options, reportFailure }),
    userData: createUserData(options),
    profile: createProfile(options),
    ...(files && {
      avatar: createAvatar({ ...options, files }),
      deleteAvatar: createDeleteAvatar(options),
    }),
    deletePhone: createDeletePhone(options),
    deleteMe: createDeleteMe(options),
    exportMe: createExportMe(options),
    sessions: createListSessions(options),
    revokeSession: createRevokeSession(options),
    revokeSessions: createRevokeSessions(options),
    openid: createOpenid({ ...options, exchangeCode }),
    wechatlogin: createWechatlogin({ ...options, exchangeCode }),
  };
}
