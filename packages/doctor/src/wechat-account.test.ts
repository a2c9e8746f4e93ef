import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Failure, type FakeWechat, startFakeWechat } from '@weapp-login/fake-wechat';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { examineAccount } from './wechat-account.ts';

const account = {
  appId: 'wx0000000000000002',
  appSecret: 'fa4e0002fa4e0002fa4e0002fa4e0002',
};
let fake: FakeWechat;
beforeEach(async () => {
  fake = await startFakeWechat();
});
afterEach(() => fake.close());

const examined = (changes: Partial<typeof account> = {}, wechatApiUrl = fake.url) =>
  examineAccount({ account: { ...account, ...changes }, wechatApiUrl, now: Date.now });
/** The findings in short. */
const briefly = async (...of: Parameters<typeof examined>) =>
  (await examined(...of)).map(({ about, verdict }) => `${about}: ${verdict}`);

test('an account that WeChat accepts is right', async () => {
  expect(await briefly()).toEqual(['AppSecret: right', 'IP whitelist: right']);
});

test('a wrong AppSecret is a fault, and is not repeated', async () => {
  const findings = await examined({ appSecret: 'eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee' });
  expect(findings).toEqual([
    {
      about: 'AppSecret',
      verdict: 'fault',
      says: 'wx0000000000000002: the AppSecret is not that of the AppID (40125)',
      mend: expect.stringContaining('WECHAT_APP_SECRET'),
    },
  ]);
  expect(JSON.stringify(findings)).not.toContain('eeeeeeee');
});

test('an AppID that WeChat does not know is a fault', async () => {
  const [finding] = await examined({ appId: 'wx00000000000000ff' });
  expect(finding).toMatchObject({
    about: 'AppID',
    verdict: 'fault',
    says: 'wx00000000000000ff: WeChat knows no such AppID (40013)',
  });
});

describe('from an address that is not on the whitelist', () => {
  beforeEach(() => fake.setWhitelist({ appId: account.appId, addresses: ['192.0.2.7'] }));

  test('the fault names the address to add, and the AppSecret is judged all the same', async () => {
    const [secret, whitelist] = await examined();
    expect(secret).toMatchObject({ about: 'AppSecret', verdict: 'right' });
    expect(whitelist).toMatchObject({ about: 'IP whitelist', verdict: 'fault' });
    expect(whitelist?.says).toMatch(/^127\.0\.0\.1 of wx0000000000000002: .*whitelist \(40164\)$/);
    expect(whitelist?.mend).toBe(
      'add 127.0.0.1 at mp.weixin.qq.com → 开发管理 → 开发设置 → IP白名单',
    );
  });

  test('a wrong AppSecret is found too', async () => {
    fake.fail({ kind: 'errcode', errcode: 40164 }, { endpoint: '/cgi-bin/stable_token' });
    expect(await briefly({ appSecret: 'f'.repeat(32) })).toEqual([
      'AppSecret: fault',
      'IP whitelist: fault',
    ]);
  });
});

const rows: [Failure, string][] = [
  [{ kind: 'errcode', errcode: -1 }, 'AppSecret: warning'],
  [{ kind: 'errcode', errcode: 45009 }, 'quota: warning'],
  [{ kind: 'errcode', errcode: 48001 }, 'permissions: fault'],
  [{ kind: 'errcode', errcode: 50007 }, 'account: fault'],
  [{ kind: 'errcode', errcode: 61024 }, 'permissions: fault'],
  [{ kind: 'errcode', errcode: 45011 }, 'AppSecret: warning'],
  [{ kind: 'errcode', errcode: 40243 }, 'AppSecret: fault'],
  [{ kind: 'errcode', errcode: 89503 }, 'IP whitelist: fault'],
  [{ kind: 'errcode', errcode: 89506 }, 'IP whitelist: fault'],
  [{ kind: 'errcode', errcode: 89507 }, 'IP whitelist: fault'],
  [{ kind: 'errcode', errcode: 99999 }, 'AppSecret: fault'],
  [{ kind: 'html' }, 'way to WeChat: fault'],
  [{ kind: 'status', status: 502 }, 'way to WeChat: fault'],
  [{ kind: 'drop' }, 'way to WeChat: fault'],
];
test.each(rows)('%j: %s', async (failure, expected) => {
  fake.fail(failure, { endpoint: '/cgi-bin/stable_token' });
  expect((await briefly()).at(-1)).toBe(expected);
});

test('nobody at the address is a fault that says where to look', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const url = `http://127.0.0.1:${port}`;
  expect(await examined({}, url)).toEqual([
    {
      about: 'way to WeChat',
      verdict: 'fault',
      says: `${url} is unreachable`,
      mend: expect.stringContaining('nothing listens there'),
    },
  ]);
});
