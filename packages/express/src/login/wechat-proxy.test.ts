import { startFakeWechat } from '@weapp-login/fake-wechat';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startConnectProxy } from '../../test/connect-proxy.ts';
import { runServer } from '../../test/run-server.ts';

const password = 'p@ss/word';
const account = {
  appId: 'wx0000000000000002',
  appSecret: 'fa4e0002fa4e0002fa4e0002fa4e0002',
};

let fake: Awaited<ReturnType<typeof startFakeWechat>>;
let proxy: Awaited<ReturnType<typeof startConnectProxy>>;
beforeEach(async () => {
  fake = await startFakeWechat();
  proxy = await startConnectProxy({ credentials: `user:${password}` });
});
afterEach(async () => {
  await proxy.close();
  await fake.close();
});
const url = () => `http://user:${encodeURIComponent(password)}@${proxy.host}`;

test('a server behind a proxy logs in through it, and neither log nor error has its password', async () => {
  const server = runServer(['dist/main.js'], {
    WECHAT_API_URL: fake.url,
    WECHAT_PROXY_URL: url(),
    WECHAT_APP_ID: account.appId,
    WECHAT_APP_SECRET: account.appSecret,
    LOG_LEVEL: 'trace',
  });
  const address = await server.listening();
  const logIn = async () => {
    const response = await fetch(`${address}/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        code: fake.issueCode({ personId: 'dawei', appId: account.appId }),
      }),
    });
    await response.text();
    return response.status;
  };
  expect(await logIn()).toBe(200);
  expect(proxy.targets).toEqual([new URL(fake.url).host]);
  await proxy.close();
  expect(await logIn()).toBe(503);
  server.stop('SIGTERM');
  await server.ended();
  expect(server.output.stdout).toContain(`"wechatProxy":"${proxy.host}"`);
  expect(server.output.stdout).toContain('"wechat":"proxy-unreachable"');
  for (const secret of [password, encodeURIComponent(password), btoa(`user:${password}`)])
    expect(server.output.stdout + server.output.stderr).not.toContain(secret);
  proxy = await startConnectProxy();
});
