import type { LoginResponse, MeResponse, ResponseBody, RouteName, User } from '@weapp-login/shared';
import { ClientFailure } from './failure.ts';

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isUser = (value: unknown): value is User =>
  isObject(value) &&
  [value.id, value.appId, value.openid, value.createdAt, value.lastLoginAt].every(
    (member) => typeof member === 'string',
  ) &&
  ['string', 'undefined'].includes(typeof value.unionid);

/** Whether a value has what the mini program needs of a login; it may come from the server or from storage. */
export const isLoginResponse = (value: unknown): value is LoginResponse =>
  isObject(value) &&
  typeof value.token === 'string' &&
  typeof value.expiresAt === 'string' &&
  isUser(value.user);

const isMeResponse = (value: unknown): value is MeResponse => isObject(value) && isUser(value.user);

function checked<T>(data: unknown, accepts: (value: unknown) => value is T): T {
  if (!accepts(data)) throw new ClientFailure('bad-answer');
  return data;
}

/**
 * The routes that this mini program calls, each with the check of what it answers on success. A network with a log-in
 * page of its own answers 200 to anything, so no answer is believed unseen.
 */
export const answers = {
  login: (data: unknown) => checked(data, isLoginResponse),
  logout: () => undefined,
  me: (data: unknown) => checked(data, isMeResponse),
} satisfies { [Name in RouteName]?: (data: unknown) => ResponseBody<Name> };

export type CalledRoute = keyof typeof answers;
