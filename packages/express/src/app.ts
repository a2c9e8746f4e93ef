import type { Tracer } from '@opentelemetry/api';
import type { MessagePushApp } from '@weapp-login/wechat-api';
import express, { type Express } from 'express';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { limits as defaultLimits, type Limits } from 'weapp-login';
import { createGatewayHeaders } from './cloud-hosting/gateway-headers.ts';
import { identifyByGateway } from './cloud-hosting/identify-by-gateway.ts';
import { malformedPath } from './connections/read-target.ts';
import { mountApiDocs } from './docs/api-docs.ts';
import { mountProblemPage } from './docs/problem-page.ts';
import type { FileStore } from './file-store/file-store.ts';
import { mountHealth } from './health/health.ts';
import { bindRoutes } from './http/bind-routes.ts';
import { createProblemHandler, malformed, notFound } from './http/problem-handler.ts';
import { createRouteLimits } from './limits/route-limits.ts';
import { type TrustedProxies, trustProxies, warnOfUntrustedProxy } from './limits/trust-proxies.ts';
import { createExchangeCode } from './login/exchange-code.ts';
import { createLogin } from './login/login.ts';
import { createOpenid, createWechatlogin } from './login/openid.ts';
import { mountMessages } from './messages/serve-messages.ts';
import { createRequestMeter } from './metrics/measure-requests.ts';
import type { Metrics } from './metrics/metrics.ts';
import { mountMetrics } from './metrics/mount-metrics.ts';
import { createRequestLog } from './request/request-log.ts';
import type { SessionKeyRing } from './sealing/session-key-ring.ts';
import { createAuthenticate } from './session/authenticate.ts';
import { createListSessions } from './session/list-sessions.ts';
import { createLogout } from './session/logout.ts';
import { createRevokeSession, createRevokeSessions } from './session/revoke-sessions.ts';
import type { Store } from './store/store.ts';
import { traceRequests } from './tracing/trace-requests.ts';
import { createAvatar } from './user/avatar.ts';
import { createDeleteMe } from './user/delete-me.ts';
import { createExportMe } from './user/export-me.ts';
import { me } from './user/me.ts';
import { createPhone } from './user/phone.ts';
import { createProfile } from './user/profile.ts';
import { createRemovePicture } from './user/remove-picture.ts';
import { mountPictures } from './user/serve-pictures.ts';
import { createDeleteAvatar, createDeletePhone } from './user/take-back.ts';
import { createUserData } from './user-data/user-data.ts';
import type { WechatApps } from './wechat/apps.ts';
import { createReportFailure } from './wechat/report-failure.ts';

export interface AppOptions {
  apps: WechatApps;
  store: Store;
  sessionKeys: SessionKeyRing;
  files: FileStore;
  log: Logger;
  metrics: Metrics;
  /** The mini programs whose messages are received (消息推送). Default: none, and the address does not exist. */
  messagePush?: readonly MessagePushApp[];
  /** Returns the text of `/metrics`. Default: the metrics of this process. */
  readMetrics?: () => Promise<string>;
  /** Traces requests and calls to WeChat. Default: no tracing. */
  tracer?: Tracer;
  /** Which proxies to trust for X-Forwarded-For: a count, or addresses. Default: none. */
  trustProxy?: TrustedProxies;
  /** The environment of 微信云托管 whose gateway is trusted to say who logs in. Default: none, and a code is exchanged. */
  cloudEnvironmentId?: string | undefined;
  /** How often one person and one address may call each route. Default: the contract's. */
  limits?: Limits;
  /** Shared rate limit counters of several processes. Default: each process counts by itself. */
  counters?: Pool;
  /** The maximum of open sessions per person; a login ends the least recently used. Default: unlimited. */
  sessionLimit?: number;
  /** Aborted when the server starts to shut down. */
  closing: AbortSignal;
  /** Milliseconds since 1970. */
  now: () => number;
  randomBytes: (size: number) => Buffer;
}

/** Returns the complete API as an app. The HTTP server adds the headers common to all responses. */
export function createApp(options: AppOptions): Express {
  const { trustProxy = false, sessionLimit = 0, limits = defaultLimits } = options;
  const reportFailure = createReportFailure(options);
  const routeLimits = createRouteLimits({ limits, pool: options.counters });
  const gateway = options.cloudEnvironmentId
    ? createGatewayHeaders({ environmentId: options.cloudEnvironmentId, log: options.log })
    : undefined;
  const exchange = createExchangeCode({ ...options, reportFailure });
  const exchangeCode = gateway ? identifyByGateway(gateway, exchange) : exchange;
  const login = { ...options, sessionLimit, exchangeCode, limits: routeLimits };
  const pictures = { ...options, removePicture: createRemovePicture(options) };
  const app = express().disable('x-powered-by').disable('etag').disable('query parser');
  // Each path has one spelling, so that a proxy's rules for internal paths can't be bypassed. The app has no sub-router.
  app.enable('case sensitive routing').enable('strict routing');
  trustProxies(app, trustProxy);

  if (gateway) app.use(gateway.watch);
  if (options.tracer) app.use(traceRequests(options.tracer));
  if (trustProxy === false) app.use(warnOfUntrustedProxy(options.log));
  app.use(createRequestLog({ ...options, observe: createRequestMeter(options.metrics) }));
  // The busiest first: Express matches routes in this order.
  bindRoutes(app, {
    handlers: {
      login: createLogin(login),
      logout: createLogout(options),
      me,
      phone: createPhone({ ...options, reportFailure }),
      userData: createUserData(options),
      profile: createProfile(options),
      avatar: createAvatar(pictures),
      deleteMe: createDeleteMe(pictures),
      exportMe: createExportMe(options),
      deletePhone: createDeletePhone(options),
      deleteAvatar: createDeleteAvatar(pictures),
      sessions: createListSessions(options),
      revokeSession: createRevokeSession(options),
      revokeSessions: createRevokeSessions(options),
      openid: createOpenid(login),
      wechatlogin: createWechatlogin(login),
    },
    authenticate: createAuthenticate(options),
    limits: routeLimits,
  });
  mountMessages(app, { ...pictures, messagePush: options.messagePush ?? [] });
  mountHealth(app, options);
  mountMetrics(app, options);
  mountProblemPage(app);
  mountApiDocs(app, { limits });
  mountPictures(app, options);
  app.use(malformedPath, malformed);
  app.use(notFound);
  app.use(createProblemHandler(options));
  return app;
}
