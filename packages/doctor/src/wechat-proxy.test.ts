import { readConfig } from '@weapp-login/express/src/config/config';
import { startConnectProxy } from '@weapp-login/express/test/connect-proxy';
import { runServer } from '@weapp-login/express/test/run-server';
import { startFakeWechat } from '@weapp-login/fake-wechat';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { examineClock } from './clock.ts';
import { examineAccount } from './wechat-account.ts';

const password = 'p@ss/word';
const account = {
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

describe('the server behind a proxy', () => {
  test('logs in through it, and neither log nor error has its password', async () => {
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
});

describe('the doctor behind a proxy', () => {
  const examine = (wechatProxyUrl?: string, ignoredProxy?: string) =>
    examineAccount({
      account,
      wechatApiUrl: fake.url,
      wechatProxyUrl,
      ignoredProxy,
      now: Date.now,
    });

  test('asks WeChat and compares clocks through it', async () => {
    expect((await examine(url())).map(({ verdict }) => verdict)).toEqual(['right', 'right']);
    const clock = { wechatApiUrl: fake.url, wechatProxyUrl: url(), now: Date.now };
    expect((await examineClock(clock)).verdict).toBe('right');
    expect(proxy.targets.length).toBe(2);
  });

  test('a wrong password, a refusal and a proxy that is down are told apart', async () => {
    const wrong = await examine(`http://user:wrong@${proxy.host}`);
    expect(wrong[0]?.mend).toContain('(407)');
    allowed = false;
    const refused = await examine(url());
    expect(refused[0]?.mend).toContain('allow CONNECT to api.weixin.qq.com:443');
    await proxy.close();
    const down = await examine(url());
    expect(down[0]).toMatchObject({
      verdict: 'fault',
      says: `${fake.url} is unreachable through ${proxy.host}`,
      mend: expect.stringContaining('WECHAT_PROXY_URL'),
    });
    expect(JSON.stringify([wrong, refused, down])).not.toContain('p%40ss');
    proxy = await startConnectProxy();
  });

  test('a proxy of the environment is named where WeChat is out of reach without it', async () => {
    await fake.close();
    const [finding] = await examine(undefined, 'HTTPS_PROXY');
    expect(finding?.mend).toContain('HTTPS_PROXY is set but not used for WeChat');
    fake = await startFakeWechat();
  });
});

describe('WECHAT_PROXY_URL', () => {
  const faultOf = (value: string) => {
    try {
      readConfig({ WECHAT_PROXY_URL: value });
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  };

  test.each([
    'http://proxy:3128',
    'https://proxy.example.com',
    'http://user:p%40ss@10.0.0.1:8080/',
    'http://[::1]:3128',
  ])('%s is one', (value) => {
    expect(faultOf(value)).toBeUndefined();
  });

  test.each([
    ['proxy:3128', 'must be the address of an HTTP proxy'],
    ['socks5://proxy:1080', 'is a SOCKS proxy'],
    ['http://user:se#cret@proxy:1', 'has “#” in its user or password: write it as %23'],
    ['http://user:se@cret@proxy:1', 'has “@” in its user or password: write it as %40'],
    ['http://user:se%cret@proxy:1', 'has “%” in its user or password: write it as %25'],
    ['http://proxy:3128/path', 'must be an address without path'],
    ['http://proxy:99999', 'must be an address without path'],
  ])('%s is none, and its password is not quoted', (value, fault) => {
    const message = faultOf(value);
    expect(message).toContain(`WECHAT_PROXY_URL ${fault}`);
    expect(message).not.toContain('cret');
  });
});
