import path from 'node:path';
import { readSettings } from '@weapp-login/express/diagnostics';
import { makeMiniProgram, temporaryFolder } from '@weapp-login/express/test/mini-program';
import { describe, expect, test } from 'vitest';
import { checkMiniProgram } from './check-mini-program.ts';
import { envVersions, readBaseUrls } from './read-base-urls.ts';

const { config } = readSettings({
  env: {
    WECHAT_APP_ID: 'wx0000000000000001',
    WECHAT_APP_SECRET: '0123456789abcdef0123456789abcdef',
    WECHAT_APPS: 'wx0000000000000002:0123456789abcdef0123456789abcdef',
  },
  serverFolder: '/',
  envFiles: [],
  nodeEnv: 'development',
});
const examined = (...of: Parameters<typeof makeMiniProgram>) => {
  const folder = makeMiniProgram(...of);
  return { folder, results: checkMiniProgram({ folder, config }) };
};
const aboutAppId = 'AppID of the mini program';

describe('the AppID of the mini program', () => {
  test.each(['wx0000000000000001', 'wx0000000000000002'])('%s is served', (appid) => {
    expect(examined({ project: { appid } }).results[0]).toMatchObject({
      check: aboutAppId,
      status: 'passed',
    });
  });

  test('in the private file wins', () => {
    const project = { appid: 'touristappid' };
    const personal = { appid: 'wx0000000000000001' };
    expect(examined({ project, personal }).results[0]).toMatchObject({ status: 'passed' });
  });

  test.each([
    ['another', { appid: 'wx00000000000000ff' }, 'wx00000000000000ff'],
    ['that of no account', { appid: 'touristappid' }, 'touristappid'],
    ['none', {}, 'none'],
  ])('fails where it is %s: what to do names both sides', (_, project, named) => {
    const { folder, results } = examined({ project });
    expect(results[0]).toEqual({
      check: aboutAppId,
      status: 'failed',
      message: `the mini program has ${named}, the server wx0000000000000001 and wx0000000000000002: WeChat rejects every code (40029)`,
      fix: `set "appid" in ${path.join(folder, 'project.private.config.json')}, or WECHAT_APP_ID and WECHAT_APP_SECRET of the server`,
    });
  });

  test.each(['{', '[]', '{"appid": 7}'])('fails in a file that holds %s', (project) => {
    const { folder, results } = examined({ project });
    expect(results).toMatchObject([{ check: aboutAppId, status: 'failed' }]);
    expect(results[0]?.message).toContain(path.join(folder, 'project.config.json'));
  });

  test('can not be compared where there is no mini program', () => {
    const results = checkMiniProgram({ folder: temporaryFolder(), config });
    expect(results).toMatchObject([{ status: 'warning' }]);
  });
});

describe('the base library', () => {
  const verdictOn = (libVersion: string | undefined) =>
    examined({ project: { appid: 'wx0000000000000001', libVersion } }).results[1];

  test.each([undefined, 'widelyUsed', 'latest', 'trial', '2.32.3', '3.0.0', '2.100.0'])(
    '%s will do',
    (libVersion) => expect(verdictOn(libVersion)).toMatchObject({ status: 'passed' }),
  );

  test.each(['2.32.2', '2.9.5', '1.99.0'])('%s is too old', (libVersion) => {
    expect(verdictOn(libVersion)).toMatchObject({
      check: 'base library',
      status: 'failed',
      message: `${libVersion} is older than 2.32.3, which the mini program needs`,
    });
  });
});

describe('the addresses of the server', () => {
  test('are those that the mini program itself goes by', async () => {
    const folder = makeMiniProgram({ release: 'https://api.example.com' });
    expect(await readBaseUrls({ folder, develop: 'http://127.0.0.1:2020' })).toEqual({
      develop: 'http://127.0.0.1:2020',
      trial: undefined,
      release: 'https://api.example.com',
    });
  });

  test('of the mini program of this repository can be read', async () => {
    const folder = path.resolve(import.meta.dirname, '../../../apps/miniprogram');
    const addresses = await readBaseUrls({ folder, develop: 'http://127.0.0.1:2020' });
    expect(Object.keys(addresses)).toEqual([...envVersions]);
    expect(addresses.develop).toBe('http://127.0.0.1:2020');
  });
});
