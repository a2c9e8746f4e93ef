// `pnpm check:image`: builds deploy/Dockerfile with Docker or Podman and runs the image in production: a login over HTTPS to the
// fake WeChat, a stop, a start, and the session is still there. Needs Linux, because the container uses the host's network.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFakeWechat } from '../packages/fake-wechat/src/index.ts';

const root = path.resolve(import.meta.dirname, '..');
const certificate = path.join(root, 'packages/wechat-api/test/localhost.cert.pem');
const app = { appId: 'wx0123456789abcdef', appSecret: '0123456789abcdef0123456789abcdef' };
const image = 'weapp-login-check';
const container = `${image}-${randomBytes(4).toString('hex')}`;
const healthyMs = 20_000;

const engine = ['docker', 'podman'].find((name) => spawnSync(name, ['version']).status === 0);
if (!engine) {
  console.error(
    'check:image needs a running container engine: Docker or Podman. Nothing was checked.',
  );
  process.exit(1);
}

function run(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(engine as string, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`${engine} ${args[0]} failed:\n${stdout}${stderr}`);
  return stdout.trim();
}

async function listen(server: http.Server | https.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const fake = await startFakeWechat({ apps: [{ ...app, unionBound: false }] });
const secure = https.createServer(
  { cert: readFileSync(certificate), key: readFileSync(certificate.replace('cert', 'key')) },
  (req, res) => {
    const forwarded = http.request(fake.url + req.url, {
      method: req.method,
      headers: req.headers,
    });
    forwarded.on('response', (answer) => answer.pipe(res.writeHead(answer.statusCode ?? 502)));
    req.pipe(forwarded);
  },
);

async function healthy(url: string): Promise<void> {
  for (const until = Date.now() + healthyMs; ; await sleep(100)) {
    const ready = await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    if (Date.now() > until)
      throw new Error(`it does not become healthy\n${run('logs', container)}`);
  }
}

try {
  run('build', '--file', 'deploy/Dockerfile', '--tag', image, '.');
  console.log(`✓ built: ${run('image', 'inspect', '--format', '{{.Size}}', image)} bytes`);

  const free = http.createServer();
  const port = await listen(free);
  await new Promise((resolve) => free.close(resolve));
  const url = `http://127.0.0.1:${port}`;
  const settings = {
    PORT: String(port),
    WECHAT_APP_ID: app.appId,
    WECHAT_APP_SECRET: app.appSecret,
    SESSION_KEY_SECRETS: 'a secret of at least thirty-two characters',
    WECHAT_API_URL: `https://localhost:${await listen(secure)}`,
    NODE_EXTRA_CA_CERTS: '/ca.pem',
    // With it the image uses that PostgreSQL, without it a file of its own.
    ...(process.env.DATABASE_URL && { DATABASE_URL: process.env.DATABASE_URL }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  const mount = ['--volume', `${certificate}:/ca.pem:ro`];
  run(
    'run',
    '--detach',
    '--name',
    container,
    '--network',
    'host',
    '--read-only',
    ...mount,
    ...flags,
    image,
  );
  await healthy(url);
  const login = await fetch(`${url}/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ code: fake.issueCode({ personId: 'xiaoming', appId: app.appId }) }),
  });
  if (login.status !== 200) throw new Error(`a login was answered with ${await login.text()}`);
  const { token } = (await login.json()) as { token: string };
  console.log('✓ healthy on a read-only file system; a login succeeded');

  run('stop', '--time', '20', container);
  const exitCode = run('inspect', '--format', '{{.State.ExitCode}}', container);
  if (exitCode !== '0') throw new Error(`SIGTERM ended it with ${exitCode}`);
  console.log('✓ stopped by SIGTERM');

  run('start', container);
  await healthy(url);
  const me = await fetch(`${url}/me`, { headers: { Authorization: `Bearer ${token}` } });
  if (me.status !== 200) throw new Error(`after a restart, /me was answered with ${me.status}`);
  console.log('✓ started again, and the session is still there');
} catch (error) {
  console.log(`✗ ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  spawnSync(engine, ['rm', '--force', '--volumes', container]);
  secure.close();
  secure.closeAllConnections();
  await fake.close();
}
