import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFakeWechat, touristApp } from '@weapp-login/fake-wechat';
import { expect, test } from 'vitest';
import { killableServer } from '../../test/killable.ts';

const { appId } = touristApp;

test('a server that is killed between a message and its answer loses no deletion', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-messages-'));
  const fake = await startFakeWechat();
  const server = killableServer({ DATA_DIR: folder, WECHAT_API_URL: fake.url });
  let url = await server.start();
  const post = async (route: string, body: object) =>
    (
      await fetch(`${url}${route}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    ).json();
  const inApp = { personId: 'xiaoming', appId } as const;
  const closed = { ...inApp, event: 'user_authorization_cancellation' } as const;

  for (const delay of [0, 2, 5, 10]) {
    await fake.setMessagePush({ appId, url: `${url}/wechat/messages` });
    const { token } = await post('/login', { code: fake.issueCode(inApp) });
    const first = fake.pushEvent(closed);
    await sleep(delay);
    await server.kill();
    await first;
    url = await server.start();
    // WeChat's next attempt, to the server that is back.
    await fake.setMessagePush({ appId, url: `${url}/wechat/messages` });
    expect(await fake.pushEvent(closed)).toEqual([{ attempts: 1, acknowledged: true }]);
    const me = await fetch(`${url}/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(me.status, `killed after ${delay} ms`).toBe(401);
    // Otherwise the next message could be the same as this one: it says the second at which it happened.
    await sleep(1_000);
  }
  await server.stop();
  await fake.close();
  rmSync(folder, { recursive: true });
}, 60_000);
