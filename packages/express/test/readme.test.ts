import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startFakeWechat, touristApp, touristCode } from '@weapp-login/fake-wechat';
import { expect, onTestFinished, test } from 'vitest';
import { bearer } from './server.ts';

const program = fileURLToPath(new URL('readme-server.ts', import.meta.url));

test('the first example of the README is a program that logs in', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, first] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  expect(first).toBe(readFileSync(program, 'utf8'));

  const fake = await startFakeWechat();
  onTestFinished(() => fake.close());
  const cwd = mkdtempSync(path.join(tmpdir(), 'weapp-login-readme-'));
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), program], {
    cwd,
    env: {
      PATH: process.env.PATH,
      WECHAT_APP_ID: touristApp.appId,
      WECHAT_APP_SECRET: touristApp.appSecret,
      SESSION_KEY_SECRET: 'a secret that is long enough for tests',
      WECHAT_API_URL: fake.url,
      PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(cwd, { recursive: true });
  });
  const [printed] = await Promise.race([once(child.stdout, 'data'), ended]);
  const [, port] = /port: (\d+)/.exec(String(printed)) ?? [];
  const url = `http://127.0.0.1:${port}`;

  const refused = await fetch(`${url}/orders`);
  expect([refused.status, await refused.json()]).toMatchObject([401, { code: 'session-required' }]);
  const login = await fetch(`${url}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: touristCode }),
  });
  const { token, user } = await login.json();
  const orders = await fetch(`${url}/orders`, { headers: bearer(token) });
  expect([orders.status, await orders.json()]).toEqual([200, { ordersOf: user.id }]);

  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});
