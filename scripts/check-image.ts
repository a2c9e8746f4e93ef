// `pnpm check:image`: carries out the steps of deploy/Dockerfile in an empty folder, without Docker, and starts what
// comes out of them in production: a login over HTTPS to the fake WeChat, a stop, a start, and the session is still there.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFakeWechat } from '../packages/fake-wechat/src/index.ts';
import { carryOut, type Image } from './dockerfile.ts';

const root = path.resolve(import.meta.dirname, '..');
const certificate = path.join(root, 'packages/wechat-api/test/localhost.cert.pem');
const app = { appId: 'wx0123456789abcdef', appSecret: '0123456789abcdef0123456789abcdef' };
const say = (text: string) => process.stdout.write(`${text}\n`);

const folder = mkdtempSync(path.join(tmpdir(), 'check-image-'));
const fake = await startFakeWechat({ apps: [{ ...app, unionBound: false }] });
const secure = https.createServer(
  {
    cert: readFileSync(certificate),
    key: readFileSync(certificate.replace('cert', 'key')),
  },
  (req, res) => {
    const passed = http.request(fake.url + req.url, { method: req.method, headers: req.headers });
    passed.on('response', (answer) => answer.pipe(res.writeHead(answer.statusCode ?? 502)));
    req.pipe(passed);
  },
);

const listen = async (server: http.Server | https.Server) => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

/** Starts the image's command, waits for its health check, and hands over how to stop it. */
async function start(image: Image, env: Record<string, string>) {
  const paths = Object.entries(image.env).map(([name, value]) => [
    name,
    value.startsWith('/') ? path.join(image.root, value) : value,
  ]);
  const options = {
    cwd: path.join(image.root, image.workdir),
    env: { PATH: process.env.PATH, ...Object.fromEntries(paths), ...env },
  };
  const [program = '', ...args] = image.command;
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
  let log = '';
  child.stdout.on('data', (chunk) => {
    log += chunk;
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [checker = '', ...checks] = image.healthcheck;
  const startedAt = Date.now();
  while (spawnSync(checker, checks, options).status !== 0) {
    if (child.exitCode !== null || Date.now() - startedAt > 10_000) {
      child.kill('SIGKILL');
      throw new Error(`it does not become healthy\n${log}`);
    }
    await sleep(100);
  }
  return {
    async stop() {
      child.kill('SIGTERM');
      const code = await exited;
      if (code !== 0) throw new Error(`SIGTERM ended it with ${code}\n${log}`);
    },
  };
}

try {
  const image = carryOut({
    file: path.join(root, 'deploy/Dockerfile'),
    context: root,
    folder,
    say: (step) => say(`  ${step}`),
  });
  const size = spawnSync('du', ['--summarize', '--human-readable', image.root], {
    encoding: 'utf8',
  });
  say(`  ${size.stdout.split('\t')[0]} beside the base image`);

  const free = http.createServer();
  const port = await listen(free);
  await new Promise((resolve) => free.close(resolve));
  const url = `http://127.0.0.1:${port}`;
  const env = {
    PORT: String(port),
    WECHAT_APP_ID: app.appId,
    WECHAT_APP_SECRET: app.appSecret,
    SESSION_KEY_SECRETS: 'a secret of at least thirty-two characters',
    WECHAT_API_URL: `https://localhost:${await listen(secure)}`,
    NODE_EXTRA_CA_CERTS: certificate,
    // With it the image runs on that PostgreSQL, without it on its own file.
    ...(process.env.DATABASE_URL && { DATABASE_URL: process.env.DATABASE_URL }),
  };

  const first = await start(image, env);
  const login = await fetch(`${url}/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ code: fake.issueCode({ personId: 'xiaoming', appId: app.appId }) }),
  });
  if (login.status !== 200) throw new Error(`a login was answered ${await login.text()}`);
  const { token } = (await login.json()) as { token: string };
  say('✓ healthy; a login succeeded');
  await first.stop();
  say('✓ stopped by SIGTERM');

  const second = await start(image, env);
  const me = await fetch(`${url}/me`, { headers: { Authorization: `Bearer ${token}` } });
  const docs = await fetch(`${url}/docs/swagger-ui-bundle.js`);
  await second.stop();
  if (me.status !== 200) throw new Error(`after a restart, /me answered ${me.status}`);
  say('✓ started again, and the session is still there');
  if (docs.status !== 200) throw new Error(`the page of the API answered ${docs.status}`);
} catch (error) {
  say(`✗ ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  secure.close();
  secure.closeAllConnections();
  await fake.close();
  rmSync(folder, { recursive: true });
}
