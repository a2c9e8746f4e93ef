import { randomBytes as systemRandomBytes } from 'node:crypto';
import type { OpenAPIV3_1 } from 'openapi-types';
import Router from 'router';
import {
  limits as defaultLimits,
  problems as loginProblems,
  routes as loginRoutes,
  type Problems,
  type Routes,
} from 'weapp-login';
import * as loginSchemas from 'weapp-login/schemas';
import manifest from '../package.json' with { type: 'json' };
import { createGatewayHeaders } from './cloud-hosting/gateway-headers.ts';
import { createApiDocs } from './docs/api-docs.ts';
import { serveProblemPage } from './docs/problem-page.ts';
import { routeDirectly } from './fast/route-directly.ts';
import { startSweepingPictures } from './file-store/sweep-pictures.ts';
import { createHandlers } from './handlers.ts';
import { createReadiness } from './health/readiness.ts';
import { type BoundRoutes, bindRoutes } from './http/bind-routes.ts';
import { createBodyReaders } from './http/body-readers.ts';
import { mount } from './http/mount.ts';
import {
  createAnswerProblem,
  createNotFound,
  type ErrorMiddleware,
} from './http/problem-handler.ts';
import { createAddressOf, warnOfUntrustedProxy } from './limits/caller-address.ts';
import { createRouteLimits } from './limits/route-limits.ts';
import { startSweeping } from './login/sweep.ts';
import { messagesOperations } from './messages/describe-messages.ts';
import { messagePushOf, messagesPath, mountMessages } from './messages/serve-messages.ts';
import { createRequestMeter, createWechatMeter } from './metrics/measure.ts';
import { type DescribedRoutes, loginContract, openapi } from './openapi/openapi.ts';
import type { WeappLoginOptions } from './options.ts';
import { describedRoutes, type OwnRoutes } from './own-routes.ts';
import { createBeginRequest } from './request/begin-request.ts';
import { createWarningLog } from './request/log.ts';
import type { Middleware } from './request/middleware.ts';
import { createSessionKeyRing } from './sealing/seal.ts';
import { createAuthenticate } from './session/authenticate.ts';
import { createGuard, type Guard } from './session/guard.ts';
import { startScrubbing } from './store/scrub.ts';
import { createRemovePicture } from './user/remove-picture.ts';
import { mountPictures } from './user/serve-pictures.ts';
import { connectApps } from './wechat/apps.ts';
import { createWechatOutageLog } from './wechat/log-outages.ts';

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
  const deps = { store, log, now, randomBytes, closing: closing.signal };
  const stops: (() => Promise<void>)[] = [];
  const problems: Record<string, Problems[string]> = { ...loginProblems };

  const apps = connectApps(options.apps, {
    ...options,
    wechatApiUrl,
    now,
    randomBytes,
    observersOf: (appId) => [
      ...(metrics ? [createWechatMeter({ appId, metrics })] : []),
      createWechatOutageLog({ appId, log }),
    ],
    trace: tracing?.traceWechat,
  });
  const addressOf = createAddressOf(trustProxy);
  const gateway = cloudEnvironmentId
    ? createGatewayHeaders({ environmentId: cloudEnvironmentId, log })
    : undefined;
  function startInBackground(): void {
    if (closing.signal.aborted) return;
    stops.push(startSweeping(deps), startScrubbing(deps));
    if (files) stops.push(startSweepingPictures({ ...deps, files }));
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

  const authenticate = createAuthenticate(deps);
  const routeLimits = createRouteLimits({ limits, addressOf, pool });
  const steps = { begin, authenticate, limits: routeLimits, bodyReaders: createBodyReaders() };
  const answerProblem = createAnswerProblem({ log, begin, problems });
  // Frameworks tell an error handler by its four parameters.
  const answerError: ErrorMiddleware = (thrown, req, res, _next) => answerProblem(thrown, req, res);
  const contracts: DescribedRoutes[] = [];

  function bindContract(contract: DescribedRoutes, handlers: BoundRoutes['handlers']) {
    contracts.push(contract);
    const router = Router({ caseSensitive: true, strict: true });
    const direct = bindRoutes(router, { ...contract, handlers }, steps);
    return { router, handle: routeDirectly(direct, router, answerProblem) };
  }

  const removePicture = files ? createRemovePicture({ ...deps, files }) : async () => undefined;
  const handlers = createHandlers({
    ...deps,
    apps,
    gateway,
    sessionKeys: createSessionKeyRing({ secrets: sessionKeySecrets, randomBytes }),
    sessionLimit,
    joinByUnionid,
    limits: routeLimits,
    files,
    removePicture,
  });
  const offered = Object.entries(loginRoutes).filter(
    ([name]) => name in handlers && !except.some((left) => left === name),
  );
  const { router, handle } = bindContract(
    { ...loginContract, routes: Object.fromEntries(offered), schemas: loginSchemas },
    handlers,
  );
  const problemPage = serveProblemPage(() => ({
    problems,
    routes: Object.assign({}, ...contracts.map(({ routes }) => routes)) as Routes,
  }));
  mount(router, '/docs/problems', { begin, methods: { GET: { steps: [problemPage] } } });
  const messagePush = messagePushOf(options.apps);
  mountMessages(router, { ...deps, messagePush, removePicture, begin });
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
    router: handle,
    docs,
    openapi: document,
    bind(own) {
      Object.assign(problems, own.problems);
      const bound = describedRoutes(own);
      const { router, handle } = bindContract(bound, own.handlers as BoundRoutes['handlers']);
      router.use(answerError);
      return handle;
    },
    readiness: createReadiness(deps),
    notFound: createNotFound(answerProblem),
    problems: answerError,
    async close() {
      closing.abort();
      await Promise.all(stops.map((stop) => stop()));
    },
  };
}
