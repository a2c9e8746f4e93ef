import path from 'node:path';
import { readConfig } from '@weapp-login/express/src/config/config';
import { makeMiniProgram, temporaryFolder } from '@weapp-login/express/test/mini-program';
import { describe, expect, test } from 'vitest';
import { envVersions, readBaseUrls } from './base-urls.ts';
import { examineMiniProgram } from './mini-program.ts';

const config = readConfig({
  WECHAT_APP_ID: 'wx0000000000000001',
  WECHAT_APP_SECRET: '0123456789abcdef0123456789abcdef',
  WECHAT_APPS: 'wx0000000000000002:0123456789abcdef0123456789abcdef',
});
const examined = (...of: Parameters<typeof makeMiniProgram>) => {
  const folder = makeMiniProgram(...of);
  return { folder, findings: examineMiniProgram({ folder, config }) };
};
const aboutAppId = 'AppID of the mini program';

describe('the AppID of the mini program', () => {
  test.each(['wx0000000000000001', 'wx0000000000000002'])('%s is served', (appid) => {
    expect(examined({ project: { appid } }).findings[0]).toMatchObject({
      about: aboutAppId,
      verdict: 'right',
    });
  });

  test('in the private file wins', () => {
    const project = { appid: 'touristappid' };
    const personal = { appid: 'wx0000000000000001' };
    expect(examined({ project, personal }).findings[0]).toMatchObject({ verdict: 'right' });
  });

  test.each([
    ['another', { appid: 'wx00000000000000ff' }, 'wx00000000000000ff'],
    ['that of no account', { appid: 'touristappid' }, 'touristappid'],
    ['none', {}, 'none'],
  ])('is a fault where it is %s: what to do names both sides', (_, project, named) => {
    const { folder, findings } = examined({ project });
    expect(findings[0]).toEqual({
      about: aboutAppId,
      verdict: 'fault',
      says: `the mini program has ${named}, the server wx0000000000000001 and wx0000000000000002: WeChat rejects every code (40029)`,
      mend: `set "appid" in ${path.join(folder, 'project.private.config.json')}, or WECHAT_APP_ID and WECHAT_APP_SECRET of the server`,
    });
  });

  test.each(['{', '[]', '{"appid": 7}'])('is a fault in a file that holds %s', (project) => {
    const { folder, findings } = examined({ project });
    expect(findings).toMatchObject([{ about: aboutAppId, verdict: 'fault' }]);
    expect(findings[0]?.says).toContain(path.join(folder, 'project.config.json'));
  });

  test('can not be compared where there is no mini program', () => {
    const findings = examineMiniProgram({ folder: temporaryFolder(), config });
    expect(findings).toMatchObject([{ verdict: 'warning' }]);
  });
});

describe('the base library', () => {
  const verdictOn = (libVersion: string | undefined) =>
    examined({ project: { appid: 'wx0000000000000001', libVersion } }).findings[1];

  test.each([undefined, 'widelyUsed', 'latest', 'trial', '2.32.3', '3.0.0', '2.100.0'])(
    '%s will do',
    (libVersion) => expect(verdictOn(libVersion)).toMatchObject({ verdict: 'right' }),
  );

  test.each(['2.32.2', '2.9.5', '1.99.0'])('%s is too old', (libVersion) => {
    expect(verdictOn(libVersion)).toMatchObject({
      about: 'base library',
      verdict: 'fault',
      says: `${libVersion} lacks what the mini program uses; 2.32.3 has it`,
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
