import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { deliverMessage, withQuery } from '../push/deliver-message.ts';
import { signPush } from '../push/encrypt-message.ts';
import { knownApp } from '../state/apps.ts';
import type { EventLog } from '../state/events.ts';
import { openidOf } from '../state/people.ts';
import type { PlatformState } from '../state/platform-state.ts';
import { pushSchema, pushSettingsSchema } from '../state/push-settings.ts';
import type { FakeWechat } from './fake-wechat.ts';

type PushControls = Pick<FakeWechat, 'setMessagePush' | 'pushEvent'>;

/**
 * Creates the controls for message push (消息推送).
 * https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html
 */
export function createPushControls(
  state: PlatformState,
  { log, closing }: { log: EventLog; closing: AbortSignal },
): PushControls {
  let pushes = 0;
  const nextPush = () => {
    pushes += 1;
    return pushes;
  };

  return {
    async setMessagePush(input) {
      const given = pushSettingsSchema.parse(input);
      const app = knownApp(state.apps, given.appId);
      const { mode = 'secure', format = 'json', url } = given;
      const token = given.token ?? app.messageToken;
      const encodingAesKey = given.encodingAesKey ?? app.encodingAesKey ?? '';
      if (!token || !(encodingAesKey || mode === 'plain'))
        throw new Error(`${app.appId} has no Token or EncodingAESKey of its own: give both`);
      const settings = { appId: app.appId, url, token, encodingAesKey, mode, format };
      const timestamp = String(Math.floor(state.now() / 1000));
      const nonce = String(randomInt(1_000_000_000));
      const echostr = String(randomInt(281_474_976_710_655));
      const signature = signPush(settings.token, timestamp, nonce);
      const address = withQuery(settings.url, { signature, echostr, timestamp, nonce });
      const answer = await fetch(address, { redirect: 'error', signal: closing })
        .then((response) => response.text())
        .catch(() => undefined);
      if (answer !== echostr)
        throw new Error('Token check failed: the address did not answer with echostr');
      state.messagePush.set(app.appId, settings);
    },
    async pushEvent(input) {
      const {
        personId,
        appId,
        event,
        revokeInfo,
        copies = 1,
        delayMs = 0,
      } = pushSchema.parse(input);
      const settings = state.messagePush.get(knownApp(state.apps, appId).appId);
      if (!settings) throw new Error(`${appId} has no push address: set one with setMessagePush`);
      if (!state.people.some(({ id }) => id === personId))
        throw new Error(`unknown person: ${personId}`);
      const members = {
        ToUserName: 'gh_fa4efa4efa4e',
        FromUserName: 'oFakeWechatSender-0000000000',
        CreateTime: Math.floor(state.now() / 1000),
        MsgType: 'event',
        Event: event,
        OpenID: openidOf(personId, appId),
        AppID: appId,
        ...(revokeInfo !== undefined && { RevokeInfo: revokeInfo }),
      };
      if (delayMs > 0) await sleep(delayMs, undefined, { signal: closing }).catch(() => undefined);
      const delivery = {
        settings,
        members,
        personId,
        now: state.now,
        log,
        nextPush,
        signal: closing,
      };
      return Promise.all(Array.from({ length: copies }, () => deliverMessage(delivery)));
    },
  };
}
