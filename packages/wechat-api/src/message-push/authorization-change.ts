import type { PushedMessage } from './parse-message.ts';

/** What WeChat says has changed about a person's consent (授权用户信息变更). */
export type AuthorizationChange = { openid: string } & (
  | {
      /** WeChat removed a nickname or a picture that was at risk. */
      kind: 'profile-modified';
    }
  | {
      /** The person took consent back for these kinds of data. */
      kind: 'revoked';
      /** Numbers of {@link revocable}, and numbers that WeChat may add. */
      revoked: readonly number[];
    }
  | {
      /** The person closed the WeChat account. */
      kind: 'cancelled';
    }
);

const kinds = {
  user_info_modified: 'profile-modified',
  user_authorization_revoke: 'revoked',
  user_authorization_cancellation: 'cancelled',
} as const;

/** The values of RevokeInfo that concern what a login keeps. */
export const revocable = {
  nicknameAndAvatar: 6,
  phoneNumber: 8,
  nickname: 19,
  avatar: 20,
} as const;

/**
 * Returns what an event says about a person's consent; undefined for any other message, and for one without a user.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/security.html
 */
export function authorizationChangeOf(message: PushedMessage): AuthorizationChange | undefined {
  const event = message.get('Event') ?? '';
  const openid = message.get('OpenID');
  if (message.get('MsgType')?.toLowerCase() !== 'event' || !openid) return undefined;
  if (!Object.hasOwn(kinds, event)) return undefined;
  const kind = kinds[event as keyof typeof kinds];
  if (kind !== 'revoked') return { kind, openid };
  const revoked = (message.get('RevokeInfo') ?? '').match(/\d+/g) ?? [];
  return { kind, openid, revoked: revoked.map(Number) };
}
