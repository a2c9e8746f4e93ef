import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  answerUrlCheck,
  type MessagePushApp,
  type MessagePushQuery,
} from '@weapp-login/wechat-api';
import bodyParser from 'body-parser';
import parseurl from 'parseurl';
import type { Router } from 'router';
import { bodyMaxBytes, ProblemError } from 'weapp-login';
import { createBodyLimit } from '../http/body-readers.ts';
import { mount } from '../http/mount.ts';
import { sendBytes } from '../http/send-bytes.ts';
import type { BeginRequest } from '../request/begin-request.ts';
import { contextOf } from '../request/begin-request.ts';
import type { Middleware } from '../request/middleware.ts';
import type { Store } from '../store/store.ts';
import type { RemovePicture } from '../user/remove-picture.ts';
import type { App } from '../wechat/apps.ts';
import { createReceiveMessage } from './receive-message.ts';

/** The address for mp.weixin.qq.com → 开发管理 → 消息推送. */
export const messagesPath = '/wechat/messages';

/** Returns the apps that receive messages: those with a token. */
export const messagePushOf = (apps: readonly App[]): MessagePushApp[] =>
  apps.flatMap(({ appId, messageToken, encodingAesKey }) =>
    messageToken ? [{ appId, token: messageToken, encodingAesKey }] : [],
  );

/** Of bodies in memory at a time, beside small ones. */
const inFlightBytes = 4 * 1024 * 1024;

/** Of a repeated parameter, the first value counts. */
const queryOf = (req: IncomingMessage): MessagePushQuery =>
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
  router: Router,
  options: {
    messagePush: readonly MessagePushApp[];
    store: Store;
    removePicture: RemovePicture;
    now: () => number;
    begin: BeginRequest;
  },
): void {
  const { messagePush, begin } = options;
  if (messagePush.length === 0) return;
  const receive = createReceiveMessage({ ...options, apps: messagePush });
  const limit = createBodyLimit({ bytes: inFlightBytes })(bodyMaxBytes);
  const readText = bodyParser.text({ type: () => true, limit: bodyMaxBytes, inflate: false });
  const checkUrl: Middleware = (req, res) => {
    const echo = answerUrlCheck(queryOf(req), messagePush);
    if (echo === undefined)
      throw new ProblemError('invalid-request', { detail: 'The signature is not valid.' });
    sendText(res, echo);
  };
  const receiveMessage: Middleware = async (req, res) => {
    // A request without a body has none that is text.
    const { body } = req as { body?: unknown };
    await receive(queryOf(req), typeof body === 'string' ? body : '', contextOf(res));
    sendText(res, 'success');
  };
  mount(router, messagesPath, {
    begin,
    methods: { GET: { steps: [checkUrl] }, POST: { steps: [limit, readText, receiveMessage] } },
  });
}

function sendText(res: ServerResponse, text: string): void {
  sendBytes(res, Buffer.from(text), { 'Content-Type': 'text/plain; charset=utf-8' });
}
