import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { makeMiniProgram, temporaryFolder } from '@weapp-login/express/test/mini-program';
import { type FakeWechat, startFakeWechat } from '@weapp-login/fake-wechat';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { examine } from './examine.ts';
import { report } from './report.ts';

const appId = 'wx0000000000000002';
const appSecret = 'fa4e0002fa4e0002fa4e0002fa4e0002';
let fake: FakeWechat;
let env: Record<string, string>;
beforeEach(async () => {
  fake = await startFakeWechat();
  env = {
    WECHAT_APP_ID: appId,
    WECHAT_APP_SECRET: appSecret,
    WECHAT_API_URL: fake.url,
    DATA_DIR: temporaryFolder(),
    // Nothing listens there, whatever else runs on this machine.
    API_BASE_URL_DEVELOP: 'http://127.0.0.1:1',
  };
});
afterEach(() => fake.close());

const examined = (changes: Record<string, string> = {}) =>
  examine({
    env: { ...env, ...changes },
    serverFolder: temporaryFolder(),
    miniProgramFolder: makeMiniProgram({ project: { appid: appId } }),
    now: Date.now,
  });
const briefly = async (...of: Parameters<typeof examined>) =>
  (await examined(...of)).map(({ about, verdict }) => `${about}: ${verdict}`);

describe('a set-up', () => {
  test('is looked at from end to end', async () => {
    expect(await briefly()).toEqual([
      'settings: right',
      'AppSecret: right',
      'IP whitelist: right',
      'clock: right',
      'AppID of the mini program: right',
      'base library: right',
      'server for develop: warning',
      'server for trial: warning',
      'server for release: warning',
      'data folder: right',
      'store: right',
    ]);
  });

  test('of several mini programs has each of its accounts tried', async () => {
    const others = { WECHAT_APPS: `wx00000000000000ff:${appSecret}` };
    expect((await briefly(others)).slice(1, 4)).toEqual([
      'AppSecret: right',
      'IP whitelist: right',
      'AppID: fault',
    ]);
  });

  test('without an account is told so, and WeChat is left alone', async () => {
    const none = { WECHAT_APP_ID: '', WECHAT_APP_SECRET: '' };
    expect((await briefly(none)).slice(0, 2)).toEqual(['settings: right', 'AppID: warning']);
    expect(fake.calls()).toBe(0);
  });

  test('whose settings are wrong is told each of them, and nothing else', async () => {
    const findings = await examined({ WECHAT_APP_ID: 'gh_0123456789ab', PORT: 'x' });
    expect(findings.map(({ about, verdict }) => `${about}: ${verdict}`)).toEqual([
      'settings: fault',
      'settings: fault',
    ]);
    expect(findings.map(({ says }) => says.split(' ')[0]).sort()).toEqual([
      'PORT',
      'WECHAT_APP_ID',
    ]);
  });

  test('behind a proxy that is not trusted is told what the login limit does then', async () => {
    const found = async (changes: Record<string, string>) =>
      (
        await examine({
          env: { ...env, ...changes },
          serverFolder: temporaryFolder(),
          miniProgramFolder: makeMiniProgram({
            project: { appid: appId },
            release: 'https://api.invalid',
          }),
          now: Date.now,
        })
      ).filter(({ about }) => about === 'TRUST_PROXY');
    expect(await found({})).toMatchObject([
      { verdict: 'warning', says: expect.stringContaining('https://api.invalid') },
    ]);
    for (const trusted of ['loopback', '1', '0'])
      expect(await found({ TRUST_PROXY: trusted })).toEqual([]);
  });

  test('whose data folder can not be written to has no store looked for there', async () => {
    const found = await briefly({ DATA_DIR: path.join(import.meta.filename, 'data') });
    expect(found.at(-1)).toBe('data folder: fault');
  });
});

test('tells which settings came from where', async () => {
  const [settings] = await examined();
  expect(settings?.says).toMatch(/^OK \(WECHAT_APP_ID, WECHAT_APP_SECRET, .* from environment\)$/);
});

describe('two settings that must agree', () => {
  test('an address for phones, and a server that listens on loopback', async () => {
    const phones = { API_BASE_URL_DEVELOP: 'http://192.168.255.20:1' };
    const hosts = async (HOST: string) =>
      (await briefly({ ...phones, HOST })).includes('HOST: fault');
    expect(await hosts('127.0.0.1')).toBe(true);
    expect(await hosts('0.0.0.0')).toBe(false);
  });
});

test('whatever is wrong, no secret is in the report', async () => {
  const secrets = {
    WECHAT_APP_SECRET: 'd'.repeat(32),
    DATABASE_URL: 'postgres://u:pass-word@127.0.0.1:9/d',
  };
  const bucket = {
    BUCKET_URL: `${fake.url}/bucket`,
    BUCKET_ACCESS_KEY_ID: 'AKEXAMPLE',
    BUCKET_SECRET_ACCESS_KEY: 'bucket-secret',
    SESSION_KEY_SECRETS: 's'.repeat(32),
  };
  const text = report(await examined({ ...secrets, ...bucket }));
  expect(text).toMatch(/AppSecret[\s\S]*store: PostgreSQL[\s\S]*pictures: the bucket/);
  expect(text).toContain('3 faults');
  for (const secret of ['dddddddd', 'pass-word', 'bucket-secret', 'ssssssss'])
    expect(text).not.toContain(secret);
});

test('a report has a mark a finding, what to do below it, and a sum', () => {
  const text = report([
    { about: 'clock', verdict: 'right', says: 'is right' },
    { about: 'store', verdict: 'fault', says: 'is away', mend: 'start it' },
  ]);
  expect(text).toBe('✓ clock: is right\n✗ store: is away\n    → start it\n\n1 fault, 0 warnings\n');
});

test.each([
  ['with 1 where something is wrong', 'e'.repeat(32), 1],
  ['with 0 where nothing is', appSecret, 0],
])('the command ends %s', async (_, secret, expected) => {
  const main = path.join(import.meta.dirname, 'main.ts');
  const child = promisify(execFile)(process.execPath, ['--import', 'tsx', main], {
    cwd: path.join(import.meta.dirname, '../..'),
    env: {
      PATH: process.env.PATH,
      ...env,
      WECHAT_APP_ID: 'touristappid',
      WECHAT_APP_SECRET: expected ? secret : 'fa4efa4efa4efa4efa4efa4efa4efa4e',
      NODE_ENV: 'development',
    },
  });
  const { code = 0, stdout } = await child.catch((error) => error);
  expect(stdout).toMatch(/faults?, \d+ warnings?\n$/);
  expect(code).toBe(expected);
});
