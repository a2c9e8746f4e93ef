import { createHmac } from 'node:crypto';
import {
  type AuthorizationChange,
  authorizationChangeOf,
  type MessagePushApp,
  MessagePushError,
  type MessagePushQuery,
  type OpenedMessage,
  openMessage,
  revocable,
} from '@weapp-login/wechat-api';
import { ProblemError } from 'weapp-login';
import type { RequestContext } from '../request/request-context.ts';
import type { ConsentChange, Store } from '../store/store.ts';
import type { RemovePicture } from '../user/remove-picture.ts';
import { messageAgeMs } from './message-age.ts';

/** What each kind of consent gave the server. Other kinds gave it nothing that it keeps. */
const givenBy: Readonly<Record<number, readonly ('nickname' | 'avatar' | 'phoneNumber')[]>> = {
  [revocable.nicknameAndAvatar]: ['nickname', 'avatar'],
  [revocable.phoneNumber]: ['phoneNumber'],
  [revocable.nickname]: ['nickname'],
  [revocable.avatar]: ['avatar'],
};

const toRemove = (change: AuthorizationChange): ConsentChange['remove'] => {
  if (change.kind === 'cancelled') return 'user';
  if (change.kind === 'profile-modified') return ['nickname', 'avatar'];
  return change.revoked.flatMap((kind) => givenBy[kind] ?? []);
};

/** Fit for a log line; a longer or stranger name is not one of WeChat's. */
const eventName = /^\w{1,64}$/;

/**
 * Carries out a message that WeChat pushed. It resolves once what the message deletes is deleted for good, so that WeChat
 * sends it again after anything else; a message that came before, or that concerns nothing here, is done at once.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/security.html
 */
export function createReceiveMessage(options: {
  apps: readonly MessagePushApp[];
  store: Store;
  removePicture: RemovePicture;
  now: () => number;
}): (query: MessagePushQuery, body: string, request: RequestContext) => Promise<void> {
  const { apps, store, removePicture, now } = options;

  function open(
    query: MessagePushQuery,
    body: string,
    request: RequestContext,
  ): OpenedMessage<MessagePushApp> {
    try {
      return openMessage({ query, body, apps, now: now(), maxAgeMs: messageAgeMs });
    } catch (error) {
      if (!(error instanceof MessagePushError)) throw error;
      request.note({ messagePush: error.fault });
      throw refusal();
    }
  }

  return async (query, body, request) => {
    const { app, message, text } = open(query, body, request);
    const event = message.get('Event') ?? '';
    request.note({ appId: app.appId, ...(eventName.test(event) && { event }) });
    const change = authorizationChangeOf(message);
    if (!change) return;
    if ((message.get('AppID') ?? app.appId) !== app.appId) throw refusal();
    const remove = toRemove(change);
    // Consent to something that is not kept here.
    if (remove.length === 0) return;
    const { repeated, userId, avatar } = await store.applyConsentChange({
      // Keyed, so that who is meant can't be found by trying.
      messageId: createHmac('sha256', app.token).update(text).digest('base64url'),
      receivedAt: now(),
      appId: app.appId,
      openid: change.openid,
      remove,
    });
    request.note({ ...(userId !== undefined && { userId }), ...(repeated && { repeated }) });
    if (avatar !== undefined) await removePicture(avatar, request);
  };
}

/** One answer for everything that is not to be trusted; the log says what it was. */
const refusal = () =>
  new ProblemError('invalid-request', {
    detail: 'This is not a message that WeChat signed for this server.',
  });
