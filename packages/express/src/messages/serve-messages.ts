import {
  answerUrlCheck,
  type MessagePushApp,
  type MessagePushQuery,
} from '@weapp-login/wechat-api';
import express, { type Express, type Request } from 'express';
import parseurl from 'parseurl';
import { bodyMaxBytes, ProblemError } from 'weapp-login';
import { createBodyLimit } from '../http/limit-bodies.ts';
import { mount } from '../http/mount.ts';
import { contextOf } from '../request/request-context.ts';
import type { Store } from '../store/store.ts';
import type { RemovePicture } from '../user/remove-picture.ts';
import { createReceiveMessage } from './receive-message.ts';

/** The address for mp.weixin.qq.com → 开发管理 → 消息推送. */
export const messagesPath = '/wechat/messages';

/** Of bodies in memory at a time, beside small ones. */
const inFlightBytes = 4 * 1024 * 1024;

/** A parameter that is there twice counts as its first value. */
const queryOf = (req: Request): MessagePushQuery =>
  Object.fromEntries(
    [...new URLSearchParams(String(parseurl(req)?.query ?? ''))].reverse(),
  ) as MessagePushQuery;

/**
 * Mounts the address that WeChat pushes messages to (消息推送): GET is the check when it is saved in the console, POST a
 * message. It has no limit of requests: a message that is refused for one is a deletion that never happens, and a
 * signature that is wrong costs a hash.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html
 */
export function mountMessages(
  app: Express,
  options: {
    messagePush: readonly MessagePushApp[];
    store: Store;
    removePicture: RemovePicture;
    now: () => number;
  },
): void {
  const { messagePush } = options;
  if (messagePush.length === 0) return;
  const receive = createReceiveMessage({ ...options, apps: messagePush });
  const limit = createBodyLimit({ bytes: inFlightBytes })(bodyMaxBytes);
  const readText = express.text({ type: () => true, limit: bodyMaxBytes, inflate: false });
  mount(app, messagesPath, {
    GET: [
      (req, res) => {
        const echo = answerUrlCheck(queryOf(req), messagePush);
        if (echo === undefined)
          throw new ProblemError('invalid-request', { detail: 'The signature is not valid.' });
        res.type('text/plain').send(echo);
      },
    ],
    POST: [
      limit,
      readText,
      async (req, res) => {
        // A request without a body has none that is text.
        await receive(queryOf(req), typeof req.body === 'string' ? req.body : '', contextOf(res));
        res.type('text/plain').send('success');
      },
    ],
  });
}
