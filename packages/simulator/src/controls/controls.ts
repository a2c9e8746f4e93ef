import type { FakeWechat } from '@weapp-login/fake-wechat';
import express, { type Router } from 'express';
import { z } from 'zod';
import type { Forward } from '../request/origins.ts';
import { type Control, controlSchema } from './protocol.ts';

export interface Controls {
  router: Router;
  /** To be told of each code that wx.login hands out. */
  codeIssued(code: string): void;
}

/**
 * `POST /controls` takes one control; what can't be done is answered with 400 and a message.
 * @param options.restartServer absent where nothing here has started the server
 */
export function createControls(options: {
  wechat: FakeWechat;
  restartServer?: (() => Promise<void>) | undefined;
  forward(forward: Forward): void;
  gateway(answer: { status: number; once: boolean } | undefined): void;
}): Controls {
  const { wechat, restartServer, forward, gateway } = options;
  let nextCodeExpires = false;

  async function perform(control: Control): Promise<void> {
    switch (control.control) {
      case 'fail':
        wechat.clearFailures();
        return wechat.fail(control.failure, control.once ? { times: 1 } : {});
      case 'gateway':
        return gateway(control);
      case 'answer-normally':
        gateway(undefined);
        return wechat.clearFailures();
      case 'expire-next-code':
        nextCodeExpires = true;
        return;
      case 'rotate-session-key':
        return wechat.rotateSessionKey(control);
      case 'replace-session-key-by':
        return wechat.replaceSessionKeyBy(control.step);
      case 'push':
        return push(control);
      case 'restart-server':
        if (!restartServer) throw new Error('the server was not started by pnpm dev');
        return restartServer();
      case 'forward':
        return forward(control);
    }
  }

  async function push(control: Control & { control: 'push' }): Promise<void> {
    const { personId, appId, event, revokeInfo, server } = control;
    await wechat.setMessagePush({ appId, url: `${server}/wechat/messages` });
    const results = await wechat.pushEvent({
      personId,
      appId,
      event,
      ...(revokeInfo !== undefined && { revokeInfo }),
    });
    if (results.some(({ acknowledged }) => !acknowledged))
      throw new Error('the server did not acknowledge the message');
  }

  const router = express.Router();
  router.post('/controls', express.json(), async (req, res) => {
    try {
      await perform(controlSchema.parse(req.body));
      res.status(204).end();
    } catch (error) {
      const message =
        error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
      res.status(400).json({ message });
    }
  });

  return {
    router,
    codeIssued(code) {
      if (nextCodeExpires) wechat.expireCode(code);
      nextCodeExpires = false;
    },
  };
}
