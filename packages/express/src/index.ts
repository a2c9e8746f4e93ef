// The login of mini programs for a server of any framework.
export type { FileStore } from './file-store/file-store.ts';
export { openFileStore } from './file-store/open-file-store.ts';
export type { ErrorMiddleware } from './http/problem-handler.ts';
export type { TrustedProxies } from './limits/caller-address.ts';
export { changeLimits, noLimits } from './limits/change-limits.ts';
export { openCounters } from './limits/open-counters.ts';
export type { Operation } from './openapi/operations.ts';
export type { Caller } from './request/caller.ts';
export type { HandlerRequest, HandlersOf } from './request/handler.ts';
export type { Log } from './request/log.ts';
export type { Middleware, Next } from './request/middleware.ts';
export type { RequestContext } from './request/request-context.ts';
export type { Guard } from './session/guard.ts';
export { openStore } from './store/location/open-store.ts';
export type { Store } from './store/store.ts';
export {
  createWeappLogin,
  type OwnRoutes,
  type WeappLogin,
  type WeappLoginOptions,
} from './weapp-login.ts';
export type { App } from './wechat/apps.ts';
