import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '@weapp-login/express/test/mini-program';
import { startFakeWechat, touristApp } from '@weapp-login/fake-wechat';
import { describe, expect, onTestFinished, test } from 'vitest';

const tsx = import.meta.resolve('tsx');

async function doctor(args: string[], options: { cwd: string; env?: Record<string, string> }) {
  const main = path.join(import.meta.dirname, 'main.ts');
  const child = promisify(execFile)(process.execPath, ['--import', tsx, main, ...args], {
    cwd: options.cwd,
    env: { PATH: process.env.PATH, ...options.env },
  });
  const { code = 0, stdout, stderr } = await child.catch((error) => error);
  return { code, stdout, stderr } as { code: number; stdout: string; stderr: string };
}

/** A project with nothing of this repository in it. */
async function project(options: { appSecret?: string } = {}) {
  const fake = await startFakeWechat();
  onTestFinished(() => fake.close());
  const folder = temporaryFolder();
  const { appId, appSecret } = touristApp;
  writeFileSync(
    path.join(folder, '.env'),
    [
      `WECHAT_APP_ID=${appId}`,
      `WECHAT_APP_SECRET=${options.appSecret ?? appSecret}`,
      `WECHAT_API_URL=${fake.url}`,
      'DATA_DIR=data',
    ].join('\n'),
  );
  const miniProgram = path.join(folder, 'packages', 'miniprogram');
  mkdirSync(miniProgram, { recursive: true });
  writeFileSync(path.join(miniProgram, 'project.config.json'), JSON.stringify({ appid: appId }));
  return folder;
}

describe('in any project', () => {
  test('it finds settings and mini program, and exits with 0', async () => {
    const cwd = await project();
    const { code, stdout } = await doctor([], { cwd });
    expect(stdout).toContain(`WECHAT_API_URL, DATA_DIR from ${path.join(cwd, '.env')}`);
    expect(stdout).toContain(`✓ AppSecret: belongs to ${touristApp.appId}`);
    expect(stdout).toContain(`✓ AppID of the mini program: ${touristApp.appId}`);
    expect(stdout).toContain(`${path.join(cwd, 'data')} will be created at the first start`);
    expect(stdout).toContain('pass the base URL of the released mini program: --url <url>');
    expect(stdout).toMatch(/\n0 failed, \d warnings?\n$/);
    expect(code).toBe(0);
  });

  test('it exits with 1 if a check failed', async () => {
    const { code, stdout } = await doctor([], {
      cwd: await project({ appSecret: 'e'.repeat(32) }),
    });
    expect(stdout).toContain('✗ AppSecret: ');
    expect(code).toBe(1);
  });

  test('it checks the base URL that is passed', async () => {
    const folder = await project();
    const { stdout } = await doctor([folder, '--url', 'http://127.0.0.1:1'], { cwd: '/' });
    expect(stdout).toContain('✗ server for release: http://127.0.0.1:1 is not HTTPS');
    expect(stdout).not.toContain('server for develop');
  });
});

describe('arguments that are wrong are refused in one sentence:', () => {
  test.each<[string, (folder: string) => string[], RegExp]>([
    ['an option', () => ['--fix'], /^Unknown option '--fix'$/],
    ['an option without its value', () => ['--url'], /^Option '--url <value>' argument missing$/],
    ['two folders', () => ['a', 'b'], /^expected one folder, found a and b$/],
    ['a folder that does not exist', () => ['none'], /none is not a folder$/],
    ['a file', () => ['.env'], /\.env is not a folder$/],
    ['a server folder', () => ['--server', 'none'], /none is not a folder$/],
    ['a URL', () => ['--url', 'example'], /^--url example is not a URL: write it as https:/],
    ['a folder without a mini program', () => ['--mini-program', '.'], /is not a mini program$/],
    [
      'two mini programs',
      (folder) => {
        const other = path.join(folder, 'b');
        mkdirSync(other);
        writeFileSync(path.join(other, 'project.config.json'), '{}');
        return [];
      },
      /^found 2 mini programs \(b, packages\/miniprogram\): choose one with --mini-program$/,
    ],
  ])('%s', async (_, args, sentence) => {
    const cwd = await project();
    const { code, stdout, stderr } = await doctor(args(cwd), { cwd });
    const [message, ...rest] = stderr.split('\n');
    expect(message).toMatch(sentence);
    expect(rest).toEqual(['Run weapp-doctor --help for the usage.', '']);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

test('--help prints the usage', async () => {
  const { code, stdout } = await doctor(['--help'], { cwd: '/' });
  expect(stdout).toMatch(/^usage: weapp-doctor \[folder\]/);
  expect(code).toBe(0);
});
