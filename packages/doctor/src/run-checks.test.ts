import path from 'node:path';
import { makeMiniProgram, temporaryFolder } from '@weapp-login/express/test/mini-program';
import { type FakeWechat, startFakeWechat } from '@weapp-login/fake-wechat';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formatReport } from './format-report.ts';
import { runChecks } from './run-checks.ts';

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

const runWith = (changes: Record<string, string> = {}) =>
  runChecks({
    env: { ...env, ...changes },
    serverFolder: temporaryFolder(),
    envFiles: [],
    miniProgramFolder: makeMiniProgram({ project: { appid: appId } }),
    now: Date.now,
  });
const statuses = async (...of: Parameters<typeof runWith>) =>
  (await runWith(...of)).map(({ check, status }) => `${check}: ${status}`);

describe('a setup', () => {
  test('is checked from end to end', async () => {
    expect(await statuses()).toEqual([
      'settings: passed',
      'AppSecret: passed',
      'IP whitelist: passed',
      'clock: passed',
      'message push: warning',
      'AppID of the mini program: passed',
      'base library: passed',
      'server for develop: warning',
      'server for trial: warning',
      'server for release: warning',
      'data folder: passed',
      'database: passed',
    ]);
  });

  test('of several mini programs has each AppID checked', async () => {
    const others = { WECHAT_APPS: `wx00000000000000ff:${appSecret}` };
    expect((await statuses(others)).slice(1, 4)).toEqual([
      'AppSecret: passed',
      'IP whitelist: passed',
      'AppID: failed',
    ]);
  });

  test('without an AppID is reported, and WeChat is not called', async () => {
    const none = { WECHAT_APP_ID: '', WECHAT_APP_SECRET: '' };
    expect((await statuses(none)).slice(0, 2)).toEqual(['settings: passed', 'AppID: warning']);
    expect(fake.calls()).toBe(0);
  });

  test('with invalid settings reports each of them, and nothing else', async () => {
    const results = await runWith({ WECHAT_APP_ID: 'gh_0123456789ab', PORT: 'x' });
    expect(results.map(({ check, status }) => `${check}: ${status}`)).toEqual([
      'settings: failed',
      'settings: failed',
    ]);
    expect(results.map(({ message }) => message.split(' ')[0]).sort()).toEqual([
      'PORT',
      'WECHAT_APP_ID',
    ]);
  });

  test('behind an untrusted proxy warns about the login limit', async () => {
    const found = async (changes: Record<string, string>) =>
      (
        await runChecks({
          env: { ...env, ...changes },
          serverFolder: temporaryFolder(),
          envFiles: [],
          miniProgramFolder: makeMiniProgram({
            project: { appid: appId },
            release: 'https://api.invalid',
          }),
          now: Date.now,
        })
      ).filter(({ check }) => check === 'TRUST_PROXY');
    expect(await found({})).toMatchObject([
      { status: 'warning', message: expect.stringContaining('https://api.invalid') },
    ]);
    for (const trusted of ['loopback', '1', '0'])
      expect(await found({ TRUST_PROXY: trusted })).toEqual([]);
  });

  test('with a data folder that is not writable is not checked for a database', async () => {
    const found = await statuses({ DATA_DIR: path.join(import.meta.filename, 'data') });
    expect(found.at(-1)).toBe('data folder: failed');
  });
});

test('the source of each setting is reported', async () => {
  const [settings] = await runWith();
  expect(settings?.message).toMatch(
    /^OK \(WECHAT_APP_ID, WECHAT_APP_SECRET, .* from environment\)$/,
  );
});

describe('two settings that must agree', () => {
  test('an address for phones, and a server that listens on loopback', async () => {
    const phones = { API_BASE_URL_DEVELOP: 'http://192.168.255.20:1' };
    const hosts = async (HOST: string) =>
      (await statuses({ ...phones, HOST })).includes('HOST: failed');
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
  const text = formatReport(await runWith({ ...secrets, ...bucket }));
  expect(text).toMatch(/AppSecret[\s\S]*database: PostgreSQL[\s\S]*pictures: the bucket/);
  expect(text).toContain('3 failed');
  for (const secret of ['dddddddd', 'pass-word', 'bucket-secret', 'ssssssss'])
    expect(text).not.toContain(secret);
});

test('a report has a line for each result, its fix below it, and the totals', () => {
  const text = formatReport([
    { check: 'clock', status: 'passed', message: 'is right' },
    { check: 'store', status: 'failed', message: 'is away', fix: 'start it' },
  ]);
  expect(text).toBe(
    '✓ clock: is right\n✗ store: is away\n    → start it\n\n1 failed, 0 warnings\n',
  );
});
