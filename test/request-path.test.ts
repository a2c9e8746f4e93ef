import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startFakeWechat, touristApp } from '@weapp-login/fake-wechat';
import { expect, test } from 'vitest';
import { loginResponseSchema } from 'weapp-login/schemas';
import { read } from './repository-files.ts';

const root = path.resolve(import.meta.dirname, '..');

/**
 * The maximum of files that a reader has to know. What exists for speed alone is in folders named fast and not counted; nor is
 * the thread that writes to SQLite, which is another program.
 */
const mostFiles = 24;

/** The server of apps/server as a process that reports which scripts ran. */
async function startReportingServer(env: Record<string, string>) {
  const preload = ['--require', path.join(root, 'test/report-coverage.cjs'), '--import', 'tsx'];
  const child = spawn(process.execPath, [...preload, 'src/main.ts'], {
    cwd: path.join(root, 'apps/server'),
    env: { PATH: process.env.PATH, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  const address = () => /"url":"([^"]+)"/.exec(output)?.[1];
  await expect.poll(address, { timeout: 20_000 }).toBeDefined();
  const ask = async (message: 'start' | 'take'): Promise<string[]> => {
    const answer = once(child, 'message');
    child.send(message);
    return (await answer)[0];
  };
  async function stop() {
    child.kill('SIGKILL');
    await once(child, 'close');
  }
  return { url: address(), ask, stop };
}

/** The files that the README names, in order: of the login, and of GET /me. */
const [ofLogin = [], ofMe = []] = (
  /\n### Follow one login\n([\s\S]*?)\n## /.exec(read('README.md'))?.[1] ?? ''
)
  .split('Then `GET /me`')
  .map((text) => [...text.matchAll(/\]\(([^)]+\.ts)\)/g)].map(([, file = '']) => file));
const named = [...ofLogin, ...ofMe];

test('the README names at most eight files of a login, and eight more of GET /me', () => {
  expect(ofLogin.length).toBeGreaterThan(4);
  expect(ofLogin.length).toBeLessThanOrEqual(8);
  expect(ofMe.length).toBeGreaterThan(2);
  expect(ofMe.length).toBeLessThanOrEqual(8);
});

test('one login and one GET /me run through few files of the server', async () => {
  const fake = await startFakeWechat();
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'weapp-login-path-'));
  const { appId, appSecret } = touristApp;
  const { url, ask, stop } = await startReportingServer({
    DATA_DIR: dataFolder,
    WECHAT_API_URL: fake.url,
    WECHAT_APP_ID: appId,
    WECHAT_APP_SECRET: appSecret,
  });

  async function loginAndLook(personId: string) {
    const login = await fetch(`${url}/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': personId.padEnd(22, 'x') },
      body: JSON.stringify({ code: fake.issueCode({ personId, appId }) }),
    });
    const { token } = loginResponseSchema.parse(await login.json());
    const me = await fetch(`${url}/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(me.status).toBe(200);
  }

  async function collect() {
    try {
      // The first request of a process also prepares what all later ones use.
      await loginAndLook('xiaoming');
      await ask('start');
      await loginAndLook('dawei');
      return await ask('take');
    } finally {
      await stop();
      await fake.close();
      rmSync(dataFolder, { recursive: true });
    }
  }

  const ran = (await collect())
    .filter((script) => script.startsWith('file:'))
    .map((script) => path.relative(root, fileURLToPath(script)));
  const files = ran.filter(
    (file) =>
      /^(packages\/(express|shared)|apps\/server)\/src\//.test(file) && !/\/fast\//.test(file),
  );

  const ofServer = named.filter((file) => file.startsWith('packages/express/'));
  expect(ofServer.filter((file) => !files.includes(file))).toEqual([]);
  expect(files.length, files.sort().join('\n')).toBeLessThanOrEqual(mostFiles);
}, 60_000);
