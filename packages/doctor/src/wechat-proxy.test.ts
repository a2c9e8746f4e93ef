import { startConnectProxy } from '@weapp-login/express/test/connect-proxy';
import { startFakeWechat } from '@weapp-login/fake-wechat';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkClock } from './check-clock.ts';
import { checkWechatApp } from './check-wechat-app.ts';

const password = 'p@ss/word';
const app = {
  appId: 'wx0000000000000002',
  appSecret: 'fa4e0002fa4e0002fa4e0002fa4e0002',
};

let fake: Awaited<ReturnType<typeof startFakeWechat>>;
let proxy: Awaited<ReturnType<typeof startConnectProxy>>;
let allowed: boolean;
beforeEach(async () => {
  allowed = true;
  fake = await startFakeWechat();
  proxy = await startConnectProxy({ credentials: `user:${password}`, allows: () => allowed });
});
afterEach(async () => {
  await proxy.close();
  await fake.close();
});
const url = () => `http://user:${encodeURIComponent(password)}@${proxy.host}`;

describe('behind a proxy', () => {
  const check = (wechatProxyUrl?: string, ignoredProxy?: string) =>
    checkWechatApp({
      app,
      wechatApiUrl: fake.url,
      wechatProxyUrl,
      ignoredProxy,
      now: Date.now,
    });

  test('WeChat is called, and clocks are compared, through it', async () => {
    expect((await check(url())).map(({ status }) => status)).toEqual(['passed', 'passed']);
    const clock = { wechatApiUrl: fake.url, wechatProxyUrl: url(), now: Date.now };
    expect((await checkClock(clock)).status).toBe('passed');
    expect(proxy.targets.length).toBe(2);
  });

  test('a wrong password, a refusal and a proxy that is down have different fixes', async () => {
    const wrong = await check(`http://user:wrong@${proxy.host}`);
    expect(wrong[0]?.fix).toContain('(407)');
    allowed = false;
    const refused = await check(url());
    expect(refused[0]?.fix).toContain('allow CONNECT to api.weixin.qq.com:443');
    await proxy.close();
    const down = await check(url());
    expect(down[0]).toMatchObject({
      status: 'failed',
      message: `${fake.url} is unreachable through ${proxy.host}`,
      fix: expect.stringContaining('WECHAT_PROXY_URL'),
    });
    expect(JSON.stringify([wrong, refused, down])).not.toContain('p%40ss');
    proxy = await startConnectProxy();
  });

  test('HTTPS_PROXY is mentioned if WeChat is unreachable without a proxy', async () => {
    await fake.close();
    const [result] = await check(undefined, 'HTTPS_PROXY');
    expect(result?.fix).toContain('HTTPS_PROXY is set but not used for WeChat');
    fake = await startFakeWechat();
  });
});
