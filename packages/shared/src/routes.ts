import type { ProblemCode } from './problem.ts';

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
}

/** Any route may answer with these. */
export const commonProblems = [
  'too-many-requests',
  'internal',
] as const satisfies readonly ProblemCode[];

const body = ['invalid-request', 'body-too-large', 'unsupported-media-type'] as const;
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
  },
  /** Ends the session of the token that is sent. */
  logout: {
    method: 'POST',
    path: '/logout',
    auth: 'bearer',
    status: 204,
    problems: ['session-required'],
  },
  /** Tells who the token belongs to. */
  me: { method: 'GET', path: '/me', auth: 'bearer', status: 200, problems: ['session-required'] },
  /** Exchanges a code for the openid alone; no session is opened. */
  openid: { method: 'POST', path: '/openid', auth: 'none', status: 200, problems: exchange },
  /** The older contract: the code as a form field, the openid as a JSON string. */
  wechatlogin: {
    method: 'POST',
    path: '/wechatlogin',
    auth: 'none',
    status: 200,
    problems: exchange,
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
