import { describe, expect, onTestFinished, test } from 'vitest';
import { runServer } from '../../test/run-server.ts';
import { appId, problemOf, startTestServer } from '../../test/server.ts';
import { changeLimits, noLimits } from '../limits/change-limits.ts';
import { ConfigError, readConfig } from '../process/settings/config.ts';
import { publicAddressOf } from './public-address.ts';

const cloudEnvironmentId = 'prod-01';
const headers = {
  'x-wx-source': 'wx_client',
  'x-wx-env': cloudEnvironmentId,
  'x-wx-appid': appId,
  'x-wx-openid': 'oGatewaySaysThisOne000000001',
  'x-original-forwarded-for': '203.0.113.7',
};
const { 'x-original-forwarded-for': _, ...withoutAddress } = headers;

async function start(changes: Parameters<typeof startTestServer>[0] = {}) {
  const server = await startTestServer({ cloudEnvironmentId, trustProxy: 1, ...changes });
  onTestFinished(() => server.close());
  return {
    ...server,
    /** Logs in with a code of dawei's. */
    logIn: (sent: Record<string, string>, body: object = {}) =>
      server.post('/login', { code: server.codeOf('dawei'), ...body }, sent),
  };
}
const openidIn = async (response: Response) => (await response.json()).user.openid;

describe('a login through the gateway', () => {
  test('is that of the openid in its headers, and calls no WeChat', async () => {
    const server = await start();
    const response = await server.logIn({ ...headers, 'x-wx-unionid': 'uGateway0001' });
    expect((await response.json()).user).toMatchObject({
      openid: headers['x-wx-openid'],
      unionid: 'uGateway0001',
    });
    expect(server.fake.calls()).toBe(0);
    expect(server.logLines().at(-1)).toMatchObject({ identifiedBy: 'gateway', appId });
  });

  test('from a mini program that shares the environment has its own headers', async () => {
    const server = await start();
    const { 'x-wx-openid': openid, 'x-wx-appid': id, ...others } = headers;
    const shared = { 'x-wx-from-openid': openid, 'x-wx-from-appid': id };
    expect(await openidIn(await server.logIn({ ...others, ...shared }))).toBe(openid);
  });

  test('of an AppID that the request does not name is refused', async () => {
    const server = await start();
    const response = await server.logIn({ ...headers, 'x-wx-appid': 'wx00000000000000ff' });
    expect(await problemOf(response)).toMatchObject({ code: 'unknown-app' });
  });

  test('counts the address that the gateway appended, not one that the caller sent', async () => {
    const login = changeLimits({ 'login.address': 1 }).login;
    const server = await start({ limits: { ...noLimits, login } });
    const statusFrom = async (addresses: string) =>
      (await server.logIn({ ...headers, 'x-original-forwarded-for': addresses })).status;
    expect(await statusFrom('203.0.113.7')).toBe(200);
    expect(await statusFrom('203.0.113.8')).toBe(200);
    expect(await statusFrom('198.51.100.1, 203.0.113.7')).toBe(429);
  });
});

describe('headers that the gateway cannot have sent lead to the code:', () => {
  test.each<[string, Record<string, string>]>([
    ['no source', { ...withoutAddress, 'x-wx-source': '' }],
    ['another environment', { ...withoutAddress, 'x-wx-env': 'prod-02' }],
    ['an openid that is not one', { ...headers, 'x-wx-openid': 'o1, o2' }],
    ['no openid', { ...headers, 'x-wx-openid': '' }],
    ['no AppID', { ...headers, 'x-wx-appid': '' }],
  ])('%s', async (_, sent) => {
    const server = await start();
    const openid = server.fake.openidOf({ personId: 'dawei', appId });
    expect(await openidIn(await server.logIn(sent))).toBe(openid);
    expect(server.fake.calls()).toBe(1);
  });

  test('in a server that is not set up for the gateway, all of them', async () => {
    const server = await start({ cloudEnvironmentId: undefined });
    expect(await openidIn(await server.logIn(headers))).not.toBe(headers['x-wx-openid']);
  });
});

test('once a request came over the public domain, no header is trusted any more', async () => {
  const server = await start();
  await server.post('/login', { code: 'x' }, { 'x-forwarded-for': '198.51.100.1' });
  expect(await openidIn(await server.logIn(headers))).not.toBe(headers['x-wx-openid']);
  const errors = server.logLines().filter(({ level }) => level === 'error');
  expect(errors).toMatchObject([{ msg: expect.stringContaining('over the public domain') }]);
});

describe('the settings', () => {
  const inCloud = { WECHAT_CLOUD_ENV: 'prod-01', WECHAT_CLOUD_PUBLIC_ACCESS: 'off' };
  const faultsOf = (env: Record<string, string>) => {
    try {
      readConfig(env);
      return [];
    } catch (error) {
      if (error instanceof ConfigError) return error.faults;
      throw error;
    }
  };

  test('turn it on only together, in a container of that environment', () => {
    const config = readConfig({ ...inCloud, CBR_ENV_ID: 'prod-01' });
    expect(config).toMatchObject({ cloudEnvironmentId: 'prod-01', trustProxy: 1 });
  });

  test.each<[string, Record<string, string>]>([
    ['which have CBR_ENV_ID', inCloud],
    ['is not the environment of this container', { ...inCloud, CBR_ENV_ID: 'prod-02' }],
    [
      'WECHAT_CLOUD_PUBLIC_ACCESS is missing',
      { ...inCloud, WECHAT_CLOUD_PUBLIC_ACCESS: '', CBR_ENV_ID: 'prod-01' },
    ],
    [
      'WECHAT_CLOUD_PUBLIC_ACCESS must be off',
      { ...inCloud, WECHAT_CLOUD_PUBLIC_ACCESS: 'on', CBR_ENV_ID: 'prod-01' },
    ],
    ['TRUST_PROXY and WECHAT_CLOUD_ENV', { ...inCloud, CBR_ENV_ID: 'prod-01', TRUST_PROXY: '1' }],
    ['needs WECHAT_CLOUD_ENV', { ...inCloud, WECHAT_CLOUD_ENV: '' }],
    ['WECHAT_CLOUD_ENV must be an environment ID', { ...inCloud, WECHAT_CLOUD_ENV: 'a b' }],
  ])('are refused: %s', (fault, env) => {
    expect(faultsOf(env).join('\n')).toContain(fault);
  });

  test('allow plain HTTP to WeChat there, and only there', () => {
    const production = {
      NODE_ENV: 'production',
      WECHAT_APP_ID: 'wx0123456789abcdef',
      WECHAT_APP_SECRET: '0123456789abcdef0123456789abcdef',
      SESSION_KEY_SECRETS: 'a secret that is long enough for production',
      WECHAT_API_URL: 'http://api.weixin.qq.com',
    };
    expect(faultsOf({ ...production, ...inCloud, CBR_ENV_ID: 'prod-01' })).toEqual([]);
    expect(faultsOf(production)).toHaveLength(1);
    const elsewhere = { ...production, WECHAT_API_URL: 'http://wechat.example.com' };
    expect(faultsOf({ ...elsewhere, ...inCloud, CBR_ENV_ID: 'prod-01' })).toHaveLength(1);
  });
});

test.each([
  [undefined, ['127.0.0.1', '10.0.3.7', '169.254.1.1', 'fe80::1', '::1', 'fd00::7']],
  ['8.8.4.4', ['127.0.0.1', '8.8.4.4']],
  ['2a00:1450::7', ['10.0.3.7', '2a00:1450::7']],
])('a public address is %s of %j', (found, addresses) => {
  const list = addresses.map((address) => ({ address }));
  expect(publicAddressOf({ eth0: list })).toBe(found);
});

test('a machine with a public address does not start with it', async () => {
  const publicMachine =
    "import os from 'node:os';import {syncBuiltinESMExports} from 'node:module';" +
    "os.networkInterfaces=()=>({eth0:[{address:'8.8.4.4'}]});syncBuiltinESMExports();";
  const server = runServer(
    ['--import', `data:text/javascript,${encodeURIComponent(publicMachine)}`, 'dist/main.js'],
    {
      WECHAT_CLOUD_ENV: 'prod-01',
      WECHAT_CLOUD_PUBLIC_ACCESS: 'off',
      CBR_ENV_ID: 'prod-01',
    },
  );
  expect(await server.ended()).toEqual([1, null]);
  expect(server.output.stderr).toBe(
    'this machine has the public address 8.8.4.4: unset WECHAT_CLOUD_ENV, because anyone can send x-wx-openid there\n',
  );
});
