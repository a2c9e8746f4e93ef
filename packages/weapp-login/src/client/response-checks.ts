import type { InvalidPart } from '../problem.ts';
import type { RouteName } from '../routes.ts';
import type {
  LoginResponse,
  MeResponse,
  OpenidResponse,
  SessionSummary,
  SessionsResponse,
  User,
  UserDataResponse,
} from '../schemas.ts';

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isText = (value: unknown) => typeof value === 'string';
const isTextIfAny = (value: unknown) => value === undefined || isText(value);

const isUser = (value: unknown): value is User =>
  isObject(value) &&
  [value.id, value.appId, value.openid, value.createdAt, value.lastLoginAt].every(isText) &&
  [value.unionid, value.nickname, value.avatarUrl, value.phoneNumber].every(isTextIfAny);

/** Whether a value has what a client needs of a login; it may come from the server or from storage. */
export const isLoginResponse = (value: unknown): value is LoginResponse =>
  isObject(value) && isText(value.token) && isText(value.expiresAt) && isUser(value.user);

/** Whether a value tells who the person is. */
export const isMeResponse = (value: unknown): value is MeResponse =>
  isObject(value) && isUser(value.user);

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

const isOpenidResponse = (value: unknown): value is OpenidResponse =>
  isObject(value) && isText(value.openid) && isTextIfAny(value.unionid);

const isUserDataResponse = (value: unknown): value is UserDataResponse =>
  isObject(value) && isObject(value.data);

/** Whether a value is what a problem says about one place in the request. */
export const isInvalidPart = (value: unknown): value is InvalidPart =>
  isObject(value) && isText(value.pointer) && isTextIfAny(value.in) && isText(value.detail);

/** Tells whether what came back is the body of a success. */
export type ResponseCheck = (data: unknown) => boolean;

/**
 * The checks of the login's responses, without zod. Captive portals answer 200 to everything, so every response is
 * validated. A route without a check here must answer with an object.
 */
export const responseChecks: { readonly [Name in RouteName]?: ResponseCheck } = {
  login: isLoginResponse,
  me: isMeResponse,
  phone: isMeResponse,
  userData: isUserDataResponse,
  profile: isMeResponse,
  avatar: isMeResponse,
  deletePhone: isMeResponse,
  deleteAvatar: isMeResponse,
  sessions: isSessionsResponse,
  openid: isOpenidResponse,
  wechatlogin: isText,
};
