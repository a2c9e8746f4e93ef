import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { openFileStore, openStore } from '@weapp-login/express';
import { createLog, startServer } from '@weapp-login/express/process';
import { startFakeWechat, touristApp } from '@weapp-login/fake-wechat';
import { expect, onTestFinished, test } from 'vitest';
import { lastLoginOf } from './last-login.ts';

const { appId } = touristApp;

async function start() {
  const fake = await startFakeWechat();
  const server = await startServer({
    apps: [touristApp],
    sessionKeySecrets: ['a secret that is long enough for tests'],
    port: 0,
    host: '127.0.0.1',
    wechatApiUrl: fake.url,
    store: openStore({ file: ':memory:' }),
    files: openFileStore({ folder: tmpdir() }, { now: Date.now }),
    log: createLog({ level: 'silent', now: Date.now, destination: process.stdout }),
    now: Date.now,
    randomBytes,
  });
  onTestFinished(() => fake.close());
  onTestFinished(() => server.close());
  return { fake, baseUrl: server.url };
}

test('the example of the README runs against the real server', async () => {
  const { fake, baseUrl } = await start();
  const before = Date.now();
  const code = fake.issueCode({ personId: 'xiaoming', appId });
  const lastLogin = await lastLoginOf(code, { baseUrl });
  expect(Date.parse(lastLogin)).toBeGreaterThanOrEqual(before);
});

test('a code that was used rejects with the code of the problem', async () => {
  const { fake, baseUrl } = await start();
  const code = fake.issueCode({ personId: 'xiaoming', appId });
  await lastLoginOf(code, { baseUrl });
  await expect(lastLoginOf(code, { baseUrl })).rejects.toMatchObject({
    name: 'ProblemError',
    code: 'code-rejected',
  });
});

test('the README shows this very example', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(readFileSync(new URL('./last-login.ts', import.meta.url), 'utf8'));
});
