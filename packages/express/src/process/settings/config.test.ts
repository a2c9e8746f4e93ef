import { readFileSync } from 'node:fs';
import path from 'node:path';
import { defaultApps } from '@weapp-login/fake-wechat';
import { describe, expect, test } from 'vitest';
import { limits } from 'weapp-login';
import { serverFolder } from '../../../test/run-server.ts';
import { ConfigError, readConfig } from './config.ts';
import { fakeWechat } from './fake-wechat-apps.ts';
import { settings } from './settings.ts';

const account = {
  WECHAT_APP_ID: 'wx0123456789abcdef',
  WECHAT_APP_SECRET: '0123456789abcdef0123456789abcdef',
};
const reference = ['$', '{PASSWORD}'].join('');
const pair = `wx0000000000000001:${'1'.repeat(32)}`;
const secret = 'a secret that is long enough for production';

/** The lines of the refusal, without its first. */
function faultsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
  return [];
}

describe('with nothing set', () => {
  test('the server runs in development, against the fake WeChat on this machine', () => {
    expect(readConfig({})).toEqual({
      port: 2020,
      host: '127.0.0.1',
      workers: 1,
      logLevel: 'info',
      production: false,
      apps: fakeWechat.apps,
      wechatApiUrl: 'http://127.0.0.1:2021',
      usesFakeWechat: true,
      cloudEnvironmentId: undefined,
      databaseUrl: undefined,
      databaseConnections: { total: 14, store: 10, counters: 4 },
      dataDir: 'data',
      trustProxy: false,
      limits,
      sessionLimit: 50,
      joinByUnionid: false,
      shutdownDelayMs: 0,
      sessionKeySecrets: [],
    });
  });

  test('its AppIDs, AppSecrets and message push are those that the fake knows', () => {
    expect(fakeWechat.apps).toEqual(defaultApps.map(({ unionBound: _, ...app }) => app));
  });

  test('the fake may be on another port', () => {
    expect(readConfig({ FAKE_WECHAT_PORT: '3001' }).wechatApiUrl).toBe('http://127.0.0.1:3001');
  });
});

describe('with an account', () => {
  test('logins go to WeChat, also in development', () => {
    expect(readConfig(account)).toMatchObject({
      apps: [{ appId: account.WECHAT_APP_ID, appSecret: account.WECHAT_APP_SECRET }],
      wechatApiUrl: 'https://api.weixin.qq.com',
      host: '127.0.0.1',
      usesFakeWechat: false,
    });
  });

  test('in production the server answers on every address', () => {
    const env = { ...account, NODE_ENV: 'production', SESSION_KEY_SECRETS: secret };
    const config = readConfig(env);
    expect(config).toMatchObject({ production: true, host: '0.0.0.0', port: 2020 });
  });

  test('more mini programs may come with it', () => {
    const env = {
      ...account,
      WECHAT_APPS: `wx0000000000000001:${'1'.repeat(32)}, wx0000000000000002:${'2'.repeat(32)}`,
    };
    expect(readConfig(env).apps.slice(1)).toEqual([
      { appId: 'wx0000000000000001', appSecret: '1'.repeat(32) },
      { appId: 'wx0000000000000002', appSecret: '2'.repeat(32) },
    ]);
  });

  test('WeChat may be reached at another address', () => {
    const env = { ...account, WECHAT_API_URL: 'https://wechat.example.com/' };
    expect(readConfig(env).wechatApiUrl).toBe('https://wechat.example.com');
  });
});

test('secrets come in their order', () => {
  const env = { SESSION_KEY_SECRETS: `${secret} new, ${secret} old` };
  expect(readConfig(env).sessionKeySecrets).toEqual([`${secret} new`, `${secret} old`]);
});

test('spaces around a value are dropped, and an empty one counts as not set', () => {
  const env = { PORT: ' 8080\n', HOST: '', WECHAT_APP_ID: ' ', LOG_LEVEL: 'debug' };
  expect(readConfig(env)).toMatchObject({ port: 8080, logLevel: 'debug', usesFakeWechat: true });
});

test('LIMITS changes the limits that it names, and off takes all away', () => {
  const changed = readConfig({ LIMITS: 'phone.person=5, login.address = 0' }).limits;
  expect(changed).toEqual({
    ...limits,
    phone: { ...limits.phone, person: { count: 5, seconds: 86_400 } },
    login: { ...limits.login, address: { count: 0, seconds: 60 } },
  });
  const counts = Object.values(readConfig({ LIMITS: 'off' }).limits).flatMap((each) => [
    each.person.count,
    each.address.count,
  ]);
  expect(new Set(counts)).toEqual(new Set([0]));
});

describe('refuses', () => {
  const where = 'set it to the one at mp.weixin.qq.com → 开发管理 → 开发设置';
  test('production without an account and a secret, naming all three settings', () => {
    expect(faultsOf({ NODE_ENV: 'production' })).toEqual([
      `WECHAT_APP_ID is missing: ${where}`,
      `WECHAT_APP_SECRET is missing: ${where}`,
      'SESSION_KEY_SECRETS is missing: make one with: openssl rand -base64 32',
    ]);
  });

  test.each([
    ['WECHAT_APP_ID', 'WECHAT_APP_SECRET'],
    ['WECHAT_APP_SECRET', 'WECHAT_APP_ID'],
  ] as const)('%s without %s', (set, missing) => {
    expect(faultsOf({ [set]: account[set] })).toEqual([`${missing} is missing: ${where}`]);
  });

  test('more mini programs without the first', () => {
    expect(faultsOf({ WECHAT_APPS: pair })).toHaveLength(2);
  });

  test.each([
    ['NODE_ENV', 'prod', 'must be development, test or production'],
    ['PORT', '65536', 'must be a whole number from 0 to 65535'],
    ['PORT', '20.5', 'must be a whole number from 0 to 65535'],
    ['PORT', 'http', 'must be a whole number from 0 to 65535'],
    ['FAKE_WECHAT_PORT', '-1', 'must be a whole number from 0 to 65535'],
    ['WECHAT_APP_ID', 'wx123', 'must be wx and 16 hexadecimal digits'],
    ['WECHAT_APP_ID', 'gh_0123456789ab', 'is an original ID'],
    ['WECHAT_APP_SECRET', 'two words', 'has a space in it'],
    ['WECHAT_API_URL', 'api.weixin.qq.com', 'must be an address such as https://'],
    ['WECHAT_API_URL', 'ftp://api.weixin.qq.com', 'must be an address such as https://'],
    ['WECHAT_API_URL', 'https://a:b@api.weixin.qq.com', 'must be an address without credentials'],
    ['WECHAT_APPS', 'wx0000000000000001', 'must be AppID:AppSecret pairs'],
    ['WECHAT_APPS', `${pair},`, 'has an empty pair'],
    ['WECHAT_APPS', `${pair};${pair}`, 'has pairs that are not separated by commas'],
    ['WECHAT_APPS', `${pair}，${pair}`, 'has pairs that are not separated by commas'],
    ['WECHAT_APPS', pair.replace(':', '：'), 'has a full-width colon'],
    ['WECHAT_APP_ID', '0'.repeat(32), 'is an AppSecret'],
    ['WECHAT_APP_ID', 'WX0123456789ABCDEF', 'has capital letters'],
    ['WECHAT_APP_SECRET', 'wx0123456789abcdef', 'is an AppID'],
    ['WECHAT_APP_SECRET', '0'.repeat(31), 'has 31 digits'],
    ['WECHAT_APP_SECRET', 'g'.repeat(32), 'must be 32 hexadecimal digits'],
    ['WECHAT_APP_SECRET', `"${'0'.repeat(32)}"`, 'has quotes around it'],
    ['WECHAT_APP_SECRET', `“${'0'.repeat(32)}”`, 'has quotes around it'],
    ['WECHAT_APP_SECRET', `${'0'.repeat(32)}\u200B`, 'has an invisible character in it (U+200B)'],
    ['SESSION_KEY_SECRETS', `${secret}\n${secret}`, 'has a line break'],
    ['DATABASE_URL', `postgres://u:${reference}@host/d`, `refers to ${reference}`],
    ['DATABASE_URL', 'postgres://u:a#b@host/d', 'has “#” in its user or password: write it as %23'],
    ['DATABASE_URL', 'postgres://u:a/b@host/d', 'has “/” in its user or password: write it as %2F'],
    ['DATABASE_URL', 'postgres://u:a?b@host/d', 'has “?” in its user or password'],
    [
      'DATABASE_URL',
      'postgres://u:100%@host/d',
      'has “%” in its user or password: write it as %25',
    ],
    ['DATA_DIR', '~/data', 'must be a path'],
    ['DATA_DIR', '$HOME/data', 'must be a path'],
    ['DATABASE_URL', 'mysql://localhost', 'must be an address such as postgres://'],
    ['SESSION_KEY_SECRETS', `${secret},short`, 'must be secrets of at least 32 characters'],
    ['LOG_LEVEL', 'loud', 'must be trace, debug'],
    ['WORKERS', '0', 'must be a whole number from 1 to 99'],
    ['WORKERS', 'all', 'must be a whole number from 1 to 99'],
    [
      'DATABASE_URL',
      'postgres://u@h1,h2/d?target_session_attrs=read-only',
      'must have target_session_attrs',
    ],
    ['DATABASE_CONNECTIONS', 'many', 'must be a whole number from 1'],
    ['DATABASE_CONNECTIONS', '1', 'must be at least 2 for each of WORKERS'],
  ])('%s=%s: it %s', (name, value, fault) => {
    const faults = faultsOf({ ...account, [name]: value });
    expect(faults).toEqual([expect.stringContaining(`${name} ${fault}`)]);
  });

  test.each([
    ['phone.persn=5', 'entry 1'],
    ['login.person=5,phone=5', 'entry 2'],
    ['phone.person', 'entry 1'],
    ['phone.person=-1', 'entry 1'],
    ['phone.person=5;login.person=5', 'entry 1'],
    ['phone.person=5,', 'entry 2'],
    ['none', 'entry 1'],
    ['phone.person=5,phone.person=6', 'has phone.person twice'],
  ])('LIMITS=%s: %s', (LIMITS, fault) => {
    expect(faultsOf({ LIMITS })).toEqual([expect.stringContaining(fault)]);
  });

  test('the settings that LIMITS has replaced, and says so', () => {
    expect(faultsOf({ LOGIN_LIMIT_PER_ADDRESS: '9', LOGIN_LIMIT_PER_OPENID: '' })).toEqual([
      'LOGIN_LIMIT_PER_ADDRESS is not a setting any more: set LIMITS=login.address= and its number',
    ]);
  });

  test('several workers on the embedded store', () => {
    const database = { DATABASE_URL: 'postgres://localhost/weapp' };
    expect(faultsOf({ WORKERS: '2' })).toEqual([
      'WORKERS needs DATABASE_URL: the file of the embedded store is for one process',
    ]);
    expect(readConfig({ WORKERS: '2', ...database }).workers).toBe(2);
    expect(readConfig({ WORKERS: '1' }).workers).toBe(1);
  });

  test('to send the AppSecret unencrypted in production', () => {
    const production = { ...account, NODE_ENV: 'production', SESSION_KEY_SECRETS: secret };
    expect(faultsOf({ ...production, WECHAT_API_URL: 'http://10.0.0.1' })).toEqual([
      expect.stringMatching(/^WECHAT_API_URL must begin with https/),
    ]);
  });

  test('with every fault at once', () => {
    const env = { NODE_ENV: 'production', PORT: 'x', LOG_LEVEL: 'x', WECHAT_APP_ID: 'x' };
    expect(
      faultsOf(env)
        .map((fault) => fault.split(' ')[0])
        .sort(),
    ).toEqual(['LOG_LEVEL', 'PORT', 'SESSION_KEY_SECRETS', 'WECHAT_APP_ID', 'WECHAT_APP_SECRET']);
  });

  test('without repeating a value, which may be a secret in the wrong place', () => {
    const env = {
      ...account,
      WECHAT_APP_ID: 'my-app-secret',
      WECHAT_APP_SECRET: 'with spaces',
      WECHAT_APPS: 'only-a-secret',
      DATABASE_URL: 'user:password@host',
      SESSION_KEY_SECRETS: 'too-short',
    };
    expect(faultsOf(env)).toHaveLength(5);
    expect(faultsOf(env).join()).not.toMatch(/my-app|with spaces|only-a|password@|too-short/);
  });
});

describe('the documents and the settings agree', () => {
  const read = (file: string) => readFileSync(path.join(serverFolder, file), 'utf8');
  const names = Object.keys(settings).sort();

  test('docs/settings.md has a row for each, with its default', () => {
    const rows = new Map(
      [...read('../../docs/settings.md').matchAll(/^\| `([A-Z_]+)` +\| (.*?) +\|/gm)].map(
        ([, name, standard]) => [name as string, standard as string] as const,
      ),
    );
    expect([...rows.keys()].sort()).toEqual(names);
    for (const [name, schema] of Object.entries(settings)) {
      const { data } = schema.safeParse(undefined);
      if (name !== 'LIMITS' && data !== undefined)
        expect(rows.get(name)?.split('; ')[0]).toBe(`\`${data}\``);
    }
  });

  test('.env.example has a line for each', () => {
    const lines = [...read('.env.example').matchAll(/^#?([A-Z_]+)=/gm)];
    expect(lines.map(([, name]) => name).sort()).toEqual(names);
  });
});
