import { randomBytes as systemRandomBytes } from 'node:crypto';
import type { OpenAPIV3_1 } from 'openapi-types';
import type { Pool } from 'pg';
import Router from 'router';
import {
  limits as defaultLimits,
  type Limits,
  problems as loginProblems,
  routes as loginRoutes,
  type Problems,
  type RouteName,
  type Routes,
  type Schemas,
} from 'weapp-login';
import * as loginSchemas from 'weapp-login/schemas';
import manifest from '../package.json' with { type: 'json' };
import { createGatewayHeaders } from './cloud-hosting/gateway-headers.ts';
import { identifyByGateway } from './cloud-hosting/identify-by-gateway.ts';
import { createApiDocs } from './docs/api-docs.ts';
import { serveProblemPage } from './docs/problem-page.ts';
import type { FileStore } from './file-store/file-store.ts';
import { startSweepingPictures } from './file-store/sweep-pictures.ts';
import { createReadiness } from './health/readiness.ts';
import { type BoundRoutes, bindRoutes } from './http/bind-routes.ts';
import { createBodyReaders } from './http/body-readers.ts';
import { mount } from './http/mount.ts';
import {
  createAnswerProblem,
  createNotFound,
  type ErrorMiddleware,
} from './http/problem-handler.ts';
import {
  createAddressOf,
  type TrustedProxies,
  warnOfUntrustedProxy,
} from './limits/caller-address.ts';
import { createRouteLimits } from './limits/route-limits.ts';
import { createExchangeCode } from './login/exchange-code.ts';
import { createLogin } from './login/login.ts';
import { createOpenid, createWechatlogin } from './login/openid.ts';
import { startSweeping } from './login/sweep.ts';
import { messagesOperations } from './messages/describe-messages.ts';
import { messagesPath, mountMessages } from './messages/serve-messages.ts';
import { createRequestMeter, createWechatMeter, type Meters } from './metrics/measure.ts';
import { type DescribedRoutes, loginContract, openapi } from './openapi/openapi.ts';
import type { Operation } from './openapi/operations.ts';
import { createBeginRequest } from './request/begin-request.ts';
import type { Handlers, HandlersOf } from './request/handler.ts';
import { createWarningLog, type Log } from './request/log.ts';
import type { Middleware } from './request/middleware.ts';
import { createSessionKeyRing } from './sealing/seal.ts';
import { createAuthenticate } from './session/authenticate.ts';
import { createGuard, type Guard } from './session/guard.ts';
import { createListSessions } from './session/list-sessions.ts';
import { createLogout } from './session/logout.ts';
import { createRevokeSession, createRevokeSessions } from './session/revoke-sessions.ts';
import { startScrubbing } from './store/scrub.ts';
import type { Store } from './store/store.ts';
import type { Tracing } from './tracing/spans.ts';
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
import type { App, WechatApp } from './wechat/apps.ts';
import { connectApp, type WechatConnection } from './wechat/apps.ts';
import { createWechatOutageLog } from './wechat/log-outages.ts';
import { createReportFailure } from './wechat/report-failure.ts';

export interface WeappLoginOptions extends Partial<WechatConnection> {
  /** The mini programs to serve; the first is the default for requests without an appId. */
  apps: readonly [App, ...App[]];
  /** Secrets that encrypt session_keys, newest first. */
  sessionKeySecrets: readonly [string, ...string[]];
  /** Belongs to the caller, who closes it. */
  store: Store;
  /** Where pictures are kept. Default: nowhere, and there is no route to send one. */
  files?: FileStore;
  /** Routes of the contract to leave out. */
  except?: readonly RouteName[];
  /**
   * What the router's paths begin with, as callers see them. Set it where a proxy takes a part of the path away, or where the
   * path of the mount has a parameter. Default: where the router is mounted.
   */
  publicPath?: string;
  /** The proxies that may say who the caller is (X-Forwarded-For): how many, or which. Default: what the host says, `req.ip`. */
  trustProxy?: TrustedProxies;
  /**
   * The environment of 微信云托管 whose gateway is trusted to say who logs in. Set it only where nothing else reaches the server,
   * because anyone else can send the same headers: docs/guides/cloud-hosting.md. Default: none, and a code is exchanged.
   */
  cloudEnvironmentId?: string | undefined;
  /** How often one person and one address may call each route. Default: the contract's. */
  limits?: Limits;
  /** Where several processes count together, from `openCounters`. Without it, each counts for itself. */
  counters?: Pool;
  /** The maximum of open sessions per person; a login ends the least recently used. Default: unlimited. */
  sessionLimit?: number;
  /**
   * Whether a login makes one user of two when a unionid shows that they are one person, by the rules of
   * docs/guides/move-and-join.md. Default: false, both stay.
   */
  joinByUnionid?: boolean;
  /** Default: warnings and errors go to the standard error. */
  log?: Log;
  /** From `@weapp-login/express/metrics`. Default: nothing is measured. */
  metrics?: Meters;
  /** From `@weapp-login/express/tracing`. Default: there are no spans. */
  tracing?: Tracing;
  /** The version that the OpenAPI document names. Default: that of this package. */
  version?: string;
}

/** Routes of an app's own. */
export interface OwnRoutes<R extends Routes, B, P> {
  /** From `defineRoutes`. */
  routes: R;
  /** The schemas of their bodies. */
  bodies: B;
  /** The schemas of what they take in path, query and headers. */
  parameters?: P;
  handlers: HandlersOf<
    { bodies: B & Schemas['bodies']; parameters: P & Schemas['parameters'] & {} },
    R
  >;
  /** From `defineProblems`. */
  problems?: Problems;
  /** What the OpenAPI document says about them. */
  operations?: { readonly [Name in keyof R]?: Operation };
  /** What their paths begin with, as callers see them. Default: nothing. */
  publicPath?: string;
}

/** The login of mini programs for a server of any framework that has node:http's requests and responses. */
export interface WeappLogin extends Guard {
  /** The login's routes. What is not among them goes to the next handler. */
  readonly router: Middleware;
  /** Returns the middleware of routes of an app's own: with sessions, limits, checked bodies and problems, as the login's. */
  bind<const R extends Routes, B, P = Record<never, never>>(own: OwnRoutes<R, B, P>): Middleware;
  /** `/openapi.json` and `/docs`, for all routes that were bound by then. Mount it beside `router`. */
  readonly docs: Middleware;
  /** Returns the OpenAPI document. @param options.serverUrl default: where the document is read from */
  openapi(options?: { serverUrl?: string }): OpenAPIV3_1.Document;
  /** Resolves with whether the store can do its work. One check runs at a time; its result is used for a second. */
  readiness(): Promise<boolean>;
  /** Answers 404 with a problem, for a program that wants this wherever no route is. */
  readonly notFound: Middleware;
  /** An error handler that answers with problems, for a program that wants this everywhere. */
  readonly problems: ErrorMiddleware;
  /** Stops the work in the background. Resolves when what is under way is done. */
  close(): Promise<void>;
}

/**
 * Returns the login. It reads no environment, keeps nothing global, and starts its work in the background (deleting what has
 * expired) with the first request.
 * @throws {Error} for a secret that is too short
 * @example
 * ```ts
 * const weapp = createWeappLogin({ apps: [{ appId, appSecret }], sessionKeySecrets, store });
 * const app = express();
 * app.use('/auth', weapp.router);
 * app.get('/orders', weapp.requireSession, (req, res) => res.json(ordersOf(weapp.callerOf(req).user.id)));
 * ```
 */
export function createWeappLogin(options: WeappLoginOptions): WeappLogin {
  const {
    apps: [firstApp, ...otherApps],
    sessionKeySecrets,
    store,
    files,
    except = [],
    publicPath,
    trustProxy = false,
    cloudEnvironmentId,
    limits = defaultLimits,
    counters: pool,
    sessionLimit = 0,
    joinByUnionid = false,
    log = createWarningLog(),
    metrics,
    tracing,
    version = manifest.version,
    wechatApiUrl = 'https://api.weixin.qq.com',
    now = Date.now,
    randomBytes = systemRandomBytes,
  } = options;
  const closing = new AbortController();
  const common = { store, log, now, randomBytes, closing: closing.signal };
  const stops: (() => Promise<void>)[] = [];
  const problems: Record<string, Problems[string]> = { ...loginProblems };

  function connect(app: App): WechatApp {
    const { appId } = app;
    const observers = [
      ...(metrics ? [createWechatMeter({ appId, metrics })] : []),
      createWechatOutageLog({ appId, log }),
    ];
    const wechat = connectApp(app, observers, { ...options, wechatApiUrl, now, randomBytes });
    return { appId, wechat: tracing ? tracing.traceWechat(wechat) : wechat };
  }
  const apps = [connect(firstApp), ...otherApps.map(connect)] as const;

  const addressOf = createAddressOf(trustProxy);
  const gateway = cloudEnvironmentId
    ? createGatewayHeaders({ environmentId: cloudEnvironmentId, log })
    : undefined;
  function startInBackground(): void {
    if (closing.signal.aborted) return;
    stops.push(startSweeping(common), startScrubbing(common));
    if (files) stops.push(startSweepingPictures({ ...common, files }));
  }
  const begin = createBeginRequest({
    log,
    now,
    randomBytes,
    publicPath,
    onFirst: startInBackground,
    watchers: [
      ...(gateway ? [gateway.watch] : []),
      ...(trustProxy === false ? [warnOfUntrustedProxy(addressOf, log)] : []),
    ],
    measureRequest: metrics && createRequestMeter(metrics),
    traceRequest: tracing?.traceRequest,
  });

  const authenticate = createAuthenticate(common);
  const routeLimits = createRouteLimits({ limits, addressOf, pool });
  const steps = { begin, authenticate, limits: routeLimits, bodyReaders: createBodyReaders() };
  const answerProblem = createAnswerProblem({ log, begin, problems });
  // Frameworks tell an error handler by its four parameters.
  const answerError: ErrorMiddleware = (thrown, req, res, _next) => answerProblem(thrown, req, res);
  const createRouter = () => Router({ caseSensitive: true, strict: true });
  const contracts: DescribedRoutes[] = [];

  function bindContract(contract: DescribedRoutes, handlers: BoundRoutes['handlers']) {
    contracts.push(contract);
    const router = createRouter();
    bindRoutes(router, { ...contract, handlers }, steps);
    return router;
  }

  const reportFailure = createReportFailure({ log });
  const sessionKeys = createSessionKeyRing({ secrets: sessionKeySecrets, randomBytes });
  const exchange = createExchangeCode({ log, reportFailure });
  const exchangeCode = gateway ? identifyByGateway(gateway, exchange) : exchange;
  const login = {
    ...common,
    apps,
    sessionKeys,
    sessionLimit,
    joinByUnionid,
    exchangeCode,
    limits: routeLimits,
  };
  const removePicture = files ? createRemovePicture({ ...common, files }) : async () => undefined;
  // The busiest first: the router looks for a route in this order.
  const handlers: Omit<Handlers, 'avatar' | 'deleteAvatar'> & Partial<Handlers> = {
    login: createLogin(login),
    logout: createLogout(common),
    me,
    phone: createPhone({ ...common, apps, reportFailure }),
    userData: createUserData({ ...common, sessionKeys }),
    profile: createProfile(common),
    ...(files && {
      avatar: createAvatar({ ...common, files, removePicture }),
      deleteAvatar: createDeleteAvatar({ ...common, removePicture }),
    }),
    deletePhone: createDeletePhone(common),
    deleteMe: createDeleteMe({ ...common, removePicture }),
    exportMe: createExportMe(common),
    sessions: createListSessions(common),
    revokeSession: createRevokeSession(common),
    revokeSessions: createRevokeSessions(common),
    openid: createOpenid(login),
    wechatlogin: createWechatlogin(login),
  };
  const offered = Object.entries(loginRoutes).filter(
    ([name]) => name in handlers && !except.some((left) => left === name),
  );
  const router = bindContract(
    { ...loginContract, routes: Object.fromEntries(offered), schemas: loginSchemas },
    handlers,
  );
  const problemPage = serveProblemPage(() => ({
    problems,
    routes: Object.assign({}, ...contracts.map(({ routes }) => routes)) as Routes,
  }));
  mount(router, '/docs/problems', { begin, methods: { GET: { steps: [problemPage] } } });
  const messagePush = options.apps.flatMap(({ appId, messageToken, encodingAesKey }) =>
    messageToken ? [{ appId, token: messageToken, encodingAesKey }] : [],
  );
  mountMessages(router, { ...common, messagePush, removePicture, begin });
  if (files) mountPictures(router, { files, log, begin });
  router.use(answerError);

  const document: WeappLogin['openapi'] = ({ serverUrl } = {}) =>
    openapi({
      version,
      contracts,
      problems,
      limits,
      serverUrl,
      ...(messagePush.length > 0 && { otherPaths: { [messagesPath]: messagesOperations } }),
    });
  const docs = createApiDocs({ openapi: (serverUrl) => document({ serverUrl }), begin });
  docs.use(answerError);

  return {
    ...createGuard({ authenticate, answerProblem, log }),
    router,
    docs,
    openapi: document,
    bind({ routes, bodies, parameters, handlers, ...described }) {
      Object.assign(problems, described.problems);
      const schemas = { bodies, ...(parameters && { parameters }) } as Schemas;
      const { operations, publicPath: path } = described;
      const own = bindContract(
        {
          routes,
          schemas,
          operations: operations as DescribedRoutes['operations'],
          publicPath: path,
        },
        handlers as BoundRoutes['handlers'],
      );
      own.use(answerError);
      return own;
    },
    readiness: createReadiness(common),
    notFound: createNotFound(answerProblem),
    problems: answerError,
    async close() {
      closing.abort();
      await Promise.all(stops.map((stop) => stop()));
    },
  };
}
