import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Failure, type FakeWechat, startFakeWechat } from '@weapp-login/fake-wechat';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkWechatApp } from './check-wechat-app.ts';

const app = {
  appId: 'wx0000000000000002',
  appSecret: 'fa4e0002fa4e0002fa4e0002fa4e0002',
};
let fake: FakeWechat;
beforeEach(async () => {
  fake = await startFakeWechat();
});
afterEach(() => fake.close());

const examined = (changes: Partial<typeof app> = {}, wechatApiUrl = fake.url) =>
  checkWechatApp({ app: { ...app, ...changes }, wechatApiUrl, now: Date.now });
/** The results in short. */
const briefly = async (...of: Parameters<typeof examined>) =>
  (await examined(...of)).map(({ check, status }) => `${check}: ${status}`);

test('an app that WeChat accepts passes', async () => {
  expect(await briefly()).toEqual(['AppSecret: passed', 'IP whitelist: passed']);
});

test('a wrong AppSecret is a failed, and is not repeated', async () => {
  const results = await examined({ appSecret: 'eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee' });
  expect(results).toEqual([
    {
      check: 'AppSecret',
      status: 'failed',
      message: 'wx0000000000000002: the AppSecret is not that of the AppID (40125)',
      fix: expect.stringContaining('WECHAT_APP_SECRET'),
    },
  ]);
  expect(JSON.stringify(results)).not.toContain('eeeeeeee');
});

test('an AppID that WeChat does not know fails', async () => {
  const [result] = await examined({ appId: 'wx00000000000000ff' });
  expect(result).toMatchObject({
    check: 'AppID',
    status: 'failed',
    message: 'wx00000000000000ff: WeChat knows no such AppID (40013)',
  });
});

describe('from an address that is not on the whitelist', () => {
  beforeEach(() => fake.setWhitelist({ appId: app.appId, addresses: ['192.0.2.7'] }));

  test('the fix names the address to add, and the AppSecret is still checked', async () => {
    const [secret, whitelist] = await examined();
    expect(secret).toMatchObject({ check: 'AppSecret', status: 'passed' });
    expect(whitelist).toMatchObject({ check: 'IP whitelist', status: 'failed' });
    expect(whitelist?.message).toMatch(
      /^127\.0\.0\.1 of wx0000000000000002: .*whitelist \(40164\)$/,
    );
    expect(whitelist?.fix).toBe(
      'add 127.0.0.1 at mp.weixin.qq.com → 开发管理 → 开发设置 → IP白名单',
    );
  });

  test('a wrong AppSecret is found too', async () => {
    fake.fail({ kind: 'errcode', errcode: 40164 }, { endpoint: '/cgi-bin/stable_token' });
    expect(await briefly({ appSecret: 'f'.repeat(32) })).toEqual([
      'AppSecret: failed',
      'IP whitelist: failed',
    ]);
  });
});

const rows: [Failure, string][] = [
  [{ kind: 'errcode', errcode: -1 }, 'AppSecret: warning'],
  [{ kind: 'errcode', errcode: 45009 }, 'quota: warning'],
  [{ kind: 'errcode', errcode: 48001 }, 'permissions: failed'],
  [{ kind: 'errcode', errcode: 50007 }, 'account: failed'],
  [{ kind: 'errcode', errcode: 61024 }, 'permissions: failed'],
  [{ kind: 'errcode', errcode: 45011 }, 'AppSecret: warning'],
  [{ kind: 'errcode', errcode: 40243 }, 'AppSecret: failed'],
  [{ kind: 'errcode', errcode: 89503 }, 'IP whitelist: failed'],
  [{ kind: 'errcode', errcode: 89506 }, 'IP whitelist: failed'],
  [{ kind: 'errcode', errcode: 89507 }, 'IP whitelist: failed'],
  [{ kind: 'errcode', errcode: 99999 }, 'AppSecret: failed'],
  [{ kind: 'html' }, 'connection to WeChat: failed'],
  [{ kind: 'status', status: 502 }, 'connection to WeChat: failed'],
  [{ kind: 'drop' }, 'connection to WeChat: failed'],
];
test.each(rows)('%j: %s', async (failure, expected) => {
  fake.fail(failure, { endpoint: '/cgi-bin/stable_token' });
  expect((await briefly()).at(-1)).toBe(expected);
});

test('a refused connection says what to check', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const url = `http://127.0.0.1:${port}`;
  expect(await examined({}, url)).toEqual([
    {
      check: 'connection to WeChat',
      status: 'failed',
      message: `${url} is unreachable`,
      fix: expect.stringContaining('the connection is refused'),
    },
  ]);
});
