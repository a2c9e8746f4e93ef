import type {
  InvalidPart,
  LoginResponse,
  MeResponse,
  ResponseBody,
  RouteName,
  SessionSummary,
  SessionsResponse,
  User,
} from '@weapp-login/shared';
import { ClientFailure } from './failure.ts';

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isText = (value: unknown) => typeof value === 'string';
const isTextIfAny = (value: unknown) => value === undefined || isText(value);

const isUser = (value: unknown): value is User =>
  isObject(value) &&
  [value.id, value.appId, value.openid, value.createdAt, value.lastLoginAt].every(isText) &&
  [value.unionid, value.nickname, value.avatarUrl, value.phoneNumber].every(isTextIfAny);

/** Whether a value has what the mini program needs of a login; it may come from the server or from storage. */
export const isLoginResponse = (value: unknown): value is LoginResponse =>
  isObject(value) && isText(value.token) && isText(value.expiresAt) && isUser(value.user);

const isMeResponse = (value: unknown): value is MeResponse => isObject(value) && isUser(value.user);

const isSession = (value: unknown): value is SessionSummary =>
  isObject(value) &&
  [value.id, value.createdAt, value.lastSeenAt, value.expiresAt].every(isText) &&
  isTextIfAny(value.device) &&
  typeof value.current === 'boolean';

const isSessionsResponse = (value: unknown): value is SessionsResponse =>
  isObject(value) &&
  Array.isArray(value.sessions) &&
  value.sessions.every(isSession) &&
  isTextIfAny(value.nextCursor);

function checked<T>(data: unknown, accepts: (value: unknown) => value is T): T {
  if (!accepts(data)) throw new ClientFailure('bad-answer');
  return data;
}

/** Whether a value is what a problem says about one place in the request. */
export const isInvalidPart = (value: unknown): value is InvalidPart =>
  isObject(value) && isText(value.pointer) && isTextIfAny(value.in) && isText(value.detail);

/**
 * The routes that this mini program calls, each with the check of what it returns on success. Captive portals answer 200
 * to everything, so every response is validated.
 */
export const answers = {
  login: (data: unknown) => checked(data, isLoginResponse),
  logout: () => undefined,
  me: (data: unknown) => checked(data, isMeResponse),
  phone: (data: unknown) => checked(data, isMeResponse),
  profile: (data: unknown) => checked(data, isMeResponse),
  avatar: (data: unknown) => checked(data, isMeResponse),
  sessions: (data: unknown) => checked(data, isSessionsResponse),
  revokeSession: () => undefined,
  revokeSessions: () => undefined,
} satisfies { [Name in RouteName]?: (data: unknown) => ResponseBody<Name> };

export type CalledRoute = keyof typeof answers;
