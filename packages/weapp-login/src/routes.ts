import type { LimitName } from './limits.ts';
import type { ProblemCode } from './problem.ts';
import type { RouteQuery } from './schemas.ts';

/** How a route looks over HTTP. Its request and response bodies are in schemas.ts, under the same name. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** `bearer`: the request needs `Authorization: Bearer <token>`. */
  readonly auth: 'none' | 'bearer';
  /** The status of success. */
  readonly status: 200 | 204;
  /** The problems of this route's own, beside those that any request can meet ({@link commonProblems}). */
  readonly problems: readonly ProblemCode[];
  /** Which limit of limits.ts the route counts into. */
  readonly limit: LimitName | 'none';
}

/** Any route may answer with these. */
export const commonProblems = [
  'too-many-requests',
  'internal',
  'store-unavailable',
] as const satisfies readonly ProblemCode[];

const body = ['invalid-request', 'body-too-large', 'unsupported-media-type', 'overloaded'] as const;
const exchange = [...body, 'code-rejected', 'user-blocked', 'wechat-unavailable'] as const;

/** The API. */
export const routes = {
  /** Exchanges a code of wx.login for a session. */
  login: {
    method: 'POST',
    path: '/login',
    auth: 'none',
    status: 200,
    problems: [...exchange, 'unknown-app'],
    limit: 'login',
  },
  /** Ends the session of the token that is sent. */
  logout: {
    method: 'POST',
    path: '/logout',
    auth: 'bearer',
    status: 204,
    problems: ['session-required'],
    limit: 'logout',
  },
  /** Tells who the token belongs to. */
  me: {
    method: 'GET',
    path: '/me',
    auth: 'bearer',
    status: 200,
    problems: ['session-required'],
    // It costs less than counting it.
    limit: 'none',
  },
  /** Gives the person the phone number behind a code of the getPhoneNumber button. */
  phone: {
    method: 'POST',
    path: '/me/phone',
    auth: 'bearer',
    status: 200,
    problems: [
      ...body,
      'session-required',
      'unknown-app',
      'phone-code-rejected',
      'wechat-unavailable',
    ],
    limit: 'phone',
  },
  /** Decrypts what a `wx.*` call gave the mini program as encryptedData and iv. */
  userData: {
    method: 'POST',
    path: '/me/user-data',
    auth: 'bearer',
    status: 200,
    problems: [...body, 'session-required', 'user-data-rejected'],
    limit: 'userData',
  },
  /** Replaces what the person says about himself. */
  profile: {
    method: 'PUT',
    path: '/me/profile',
    auth: 'bearer',
    status: 200,
    problems: [...body, 'session-required'],
    limit: 'profile',
  },
  /** Replaces the person's picture. The body is a form with a file (multipart/form-data). */
  avatar: {
    method: 'POST',
    path: '/me/avatar',
    auth: 'bearer',
    status: 200,
    problems: [...body, 'session-required'],
    limit: 'avatar',
  },
  /** Lists the open sessions of the person, on every device and in every mini program of this server, in pages. */
  sessions: {
    method: 'GET',
    path: '/sessions',
    auth: 'bearer',
    status: 200,
    problems: ['session-required', 'invalid-request'],
    limit: 'sessions',
  },
  /** Ends one session of the person. Does nothing where there is none of that id. */
  revokeSession: {
    method: 'DELETE',
    path: '/sessions/:id',
    auth: 'bearer',
    status: 204,
    problems: ['session-required', 'invalid-request'],
    limit: 'logout',
  },
  /** Ends all sessions of the person, that of the token too. */
  revokeSessions: {
    method: 'DELETE',
    path: '/sessions',
    auth: 'bearer',
    status: 204,
    problems: ['session-required'],
    limit: 'logout',
  },
  /** Exchanges a code for the openid alone; no session is opened. */
  openid: {
    method: 'POST',
    path: '/openid',
    auth: 'none',
    status: 200,
    problems: [...exchange, 'unknown-app'],
    limit: 'login',
  },
  /** The older contract: the code as a form field, the openid as a JSON string. */
  wechatlogin: {
    method: 'POST',
    path: '/wechatlogin',
    auth: 'none',
    status: 200,
    problems: exchange,
    limit: 'login',
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;

type PathParameter<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | PathParameter<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** One value for each `:name` in the path of a route. */
export type RouteParameters<Name extends RouteName> = Record<
  PathParameter<(typeof routes)[Name]['path']>,
  string
>;

/** The path of a route with values in place of its `:name`s, and with a query where the route takes one. */
export const pathOf = <Name extends RouteName>(
  name: Name,
  parameters: RouteParameters<Name>,
  query: RouteQuery<Name> = {} as RouteQuery<Name>,
): string => {
  const path = Object.entries<string>(parameters).reduce(
    (path, [key, value]) => path.replace(`:${key}`, encodeURIComponent(value)),
    routes[name].path as string,
  );
  // Not URLSearchParams: mini programs have none.
  const search = Object.entries(query as Record<string, unknown>)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`)
    .join('&');
  return search === '' ? path : `${path}?${search}`;
};
