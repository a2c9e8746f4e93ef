import { avatarFile } from './avatar-file.ts';
import { defineRoutes, type RequestOf, type ResponseOf, type Route } from './define-routes.ts';
import { limits } from './limits.ts';
import type { ProblemCode } from './problem.ts';
import type * as schemas from './schemas.ts';

/** Any route may answer with these. */
export const commonProblems = [
  'too-many-requests',
  'internal',
  'store-unavailable',
] as const satisfies readonly ProblemCode[];

const bodyProblems = [
  'invalid-request',
  'body-too-large',
  'unsupported-media-type',
  'overloaded',
] as const satisfies readonly ProblemCode[];

/**
 * Returns every problem that a route may answer with: its own, what its body and its authorization bring, and those that
 * any request can meet.
 */
export function problemsOf<Code extends string>(route: Route<Code>): (Code | ProblemCode)[] {
  return [
    ...(route.auth === 'bearer' ? (['session-required'] as const) : []),
    ...(route.body ? bodyProblems : []),
    ...route.problems,
    ...commonProblems,
  ];
}

const exchangeProblems = ['code-rejected', 'user-blocked', 'wechat-unavailable'] as const;

/** The login's API. */
export const routes = defineRoutes<typeof schemas>()({
  /** Exchanges a code of wx.login for a session. */
  login: {
    method: 'POST',
    path: '/login',
    auth: 'none',
    status: 200,
    body: { type: 'json' },
    problems: [...exchangeProblems, 'unknown-app'],
    limit: limits.login,
  },
  /** Ends the session of the token that is sent. */
  logout: {
    method: 'POST',
    path: '/logout',
    auth: 'bearer',
    status: 204,
    problems: [],
    limit: limits.logout,
  },
  /** Returns the user of the token. */
  me: {
    method: 'GET',
    path: '/me',
    auth: 'bearer',
    status: 200,
    problems: [],
    // Without a limit: it costs less than counting it.
  },
  /** Gives the person the phone number behind a code of the getPhoneNumber or getRealtimePhoneNumber button. */
  phone: {
    method: 'POST',
    path: '/me/phone',
    auth: 'bearer',
    status: 200,
    body: { type: 'json' },
    problems: ['unknown-app', 'phone-code-rejected', 'wechat-unavailable'],
    limit: limits.phone,
  },
  /** Deletes everything that is kept of the person. A later login makes a new user. */
  deleteMe: {
    method: 'DELETE',
    path: '/me',
    auth: 'bearer',
    status: 204,
    problems: [],
    limit: limits.leaving,
  },
  /** Tells everything that is kept of the person, the phone number unmasked. */
  exportMe: {
    method: 'GET',
    path: '/me/export',
    auth: 'bearer',
    status: 200,
    problems: [],
    limit: limits.export,
  },
  /** Deletes the person's phone number. */
  deletePhone: {
    method: 'DELETE',
    path: '/me/phone',
    auth: 'bearer',
    status: 200,
    problems: [],
    limit: limits.profile,
  },
  /** Deletes the person's picture. */
  deleteAvatar: {
    method: 'DELETE',
    path: '/me/avatar',
    auth: 'bearer',
    status: 200,
    problems: [],
    limit: limits.profile,
  },
  /** Decrypts what a `wx.*` call gave the mini program as encryptedData and iv. */
  userData: {
    method: 'POST',
    path: '/me/user-data',
    auth: 'bearer',
    status: 200,
    body: { type: 'json' },
    problems: ['user-data-rejected'],
    limit: limits.userData,
  },
  /** Replaces what the person says about themselves. */
  profile: {
    method: 'PUT',
    path: '/me/profile',
    auth: 'bearer',
    status: 200,
    body: { type: 'json' },
    problems: [],
    limit: limits.profile,
  },
  /** Replaces the person's picture. The body is a form with a file (multipart/form-data). */
  avatar: {
    method: 'POST',
    path: '/me/avatar',
    auth: 'bearer',
    status: 200,
    body: { type: 'multipart', file: avatarFile },
    problems: [],
    limit: limits.avatar,
  },
  /** Lists the open sessions of the person, on every device and in every mini program of this server, in pages. */
  sessions: {
    method: 'GET',
    path: '/sessions',
    auth: 'bearer',
    status: 200,
    problems: ['invalid-request'],
    limit: limits.sessions,
  },
  /** Ends one session of the person. Does nothing where there is none of that id. */
  revokeSession: {
    method: 'DELETE',
    path: '/sessions/:id',
    auth: 'bearer',
    status: 204,
    problems: ['invalid-request'],
    limit: limits.logout,
  },
  /** Ends all sessions of the person, that of the token too. */
  revokeSessions: {
    method: 'DELETE',
    path: '/sessions',
    auth: 'bearer',
    status: 204,
    problems: [],
    limit: limits.logout,
  },
  /** Exchanges a code for the openid alone; no session is opened. */
  openid: {
    method: 'POST',
    path: '/openid',
    auth: 'none',
    status: 200,
    body: { type: 'json' },
    problems: [...exchangeProblems, 'unknown-app'],
    limit: limits.login,
  },
  /** The older contract: the code as a form field, the openid as a JSON string. */
  wechatlogin: {
    method: 'POST',
    path: '/wechatlogin',
    auth: 'none',
    status: 200,
    body: { type: 'form' },
    problems: exchangeProblems,
    limit: limits.login,
  },
});

export type RouteName = keyof typeof routes;
/** What the caller of a route of the login sends. */
export type RequestBody<Name extends RouteName> = RequestOf<(typeof routes)[Name]>;
/** What a route of the login answers with. */
export type ResponseBody<Name extends RouteName> = ResponseOf<(typeof routes)[Name]>;
