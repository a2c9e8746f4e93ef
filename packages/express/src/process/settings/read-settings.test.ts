import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConfigError } from './config.ts';
import { readSettings } from './read-settings.ts';

let root: string;
let serverFolder: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'settings-'));
  serverFolder = path.join(root, 'apps/server');
  mkdirSync(serverFolder, { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const read = (env: Record<string, string> = {}) =>
  readSettings({ env, serverFolder, nodeEnv: 'development' });

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    read(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

test('the environment wins over the file beside the server, and that over the one at the root', () => {
  const [near, far] = [path.join(serverFolder, '.env'), path.join(root, '.env')];
  writeFileSync(near, '\uFEFFDATABASE_URL=postgres://db.example/near\r\nPORT=3001\r\n');
  writeFileSync(far, 'PORT=3002\nLOG_LEVEL=debug\nSITE=other\n');
  const { config, sources, files } = read({ PORT: '3000' });
  expect(config).toMatchObject({
    port: 3000,
    logLevel: 'debug',
    databaseUrl: 'postgres://db.example/near',
  });
  expect(files).toEqual([near, far]);
  expect(sources).toEqual({ PORT: 'environment', DATABASE_URL: near, LOG_LEVEL: far });
});

test('a file that is damaged is named, with nothing that it holds', () => {
  const file = path.join(serverFolder, '.env');
  writeFileSync(file, 'WECHAT_APP_SECRET: 0123456789abcdef0123456789abcdef');
  expect(faultsOf({})).toEqual([`${file}:1: is not NAME=value`]);
});

test('NODE_ENV is what the caller says where it is not set', () => {
  const { config } = readSettings({ env: { NODE_ENV: ' ' }, serverFolder, nodeEnv: 'development' });
  expect(config.production).toBe(false);
  expect(() => readSettings({ env: {}, serverFolder, nodeEnv: 'production' })).toThrow(
    'WECHAT_APP_ID is missing',
  );
});

describe('a name that is nearly a setting', () => {
  test.each([
    ['WECHAT_APPID', 'WECHAT_APP_ID'],
    ['WECHAT_APPSECRET', 'WECHAT_APP_SECRET'],
    ['WX_APP_ID', 'WECHAT_APP_ID'],
    ['wechat_app_id', 'WECHAT_APP_ID'],
    ['TRUSTPROXY', 'TRUST_PROXY'],
    ['TRUST_PROXIES', 'TRUST_PROXY'],
    ['DATABASEURL', 'DATABASE_URL'],
    ['DATABSE_URL', 'DATABASE_URL'],
    ['SESSION_KEY_SECRET', 'SESSION_KEY_SECRETS'],
    ['API_BASE_URL_DEV', 'API_BASE_URL_DEVELOP'],
  ])('%s is refused in the environment', (name, meant) => {
    expect(faultsOf({ [name]: 'x' })).toContain(`${name} is not a setting; did you mean ${meant}?`);
  });

  test.each([
    ['PROT', 'PORT'],
    ['APPID', 'WECHAT_APP_ID'],
    ['LOGLEVEL', 'LOG_LEVEL'],
  ])('%s is refused in a file', (name, meant) => {
    writeFileSync(path.join(root, '.env'), `${name}=x`);
    expect(faultsOf({}).join()).toContain(`did you mean ${meant}? (in ${root}/.env)`);
  });

  test.each(['HOSTNAME', 'LOGLEVEL', 'HOME', 'PORTS', 'REDIS_URL', 'PGHOST', 'OLDPWD', 'DATA'])(
    '%s of another program is not',
    (name) => expect(faultsOf({ [name]: 'x' })).toEqual([]),
  );

  test('is left alone beside the right one', () => {
    expect(faultsOf({ TRUSTPROXY: 'x', TRUST_PROXY: '1' })).toEqual([]);
  });

  test('is reported first, with its consequences', () => {
    expect(faultsOf({ NODE_ENV: 'production', WECHAT_APPID: 'x' })).toEqual([
      'WECHAT_APPID is not a setting; did you mean WECHAT_APP_ID?',
      expect.stringContaining('WECHAT_APP_ID is missing'),
      expect.stringContaining('WECHAT_APP_SECRET is missing'),
      expect.stringContaining('SESSION_KEY_SECRETS is missing'),
    ]);
  });
});
