import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { makeChain } from '@weapp-login/express/test/certificates';
import { temporaryFolder } from '@weapp-login/express/test/mini-program';
import { startPostgres } from '@weapp-login/express/test/postgres';
import { relayTo } from '@weapp-login/express/test/relay';
import { startFakeWechat } from '@weapp-login/fake-wechat';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const app = { appId: 'wx0123456789abcdef', appSecret: '0123456789abcdef0123456789abcdef' };
/** Neither deployment runs the server as root. */
const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** What a deployment starts: Node's arguments and the settings that it gives. */
interface Deployment {
  args: string[];
  env: Record<string, string>;
  usesPostgres?: true;
}

function plain(): Deployment {
  return { args: ['dist/main.js'], env: { NODE_ENV: 'production', TRUST_PROXY: '1' } };
}

function systemd(): Deployment {
  const unit = read('deploy/weapp-login.service');
  const [, args = ''] = /^ExecStart=\/usr\/bin\/node (.*)$/m.exec(unit) ?? [];
  const [, environment = ''] = /^Environment=(.*)$/m.exec(unit) ?? [];
  return {
    args: args.replace('/opt/weapp-login/current/', '').split(' '),
    env: Object.fromEntries(environment.split(' ').map((pair) => pair.split('=', 2))),
  };
}

function compose(): Deployment {
  const dockerfile = read('deploy/Dockerfile');
  const [, command = '[]'] = /^CMD (\[.*\])$/m.exec(dockerfile) ?? [];
  const { environment } = parse(read('deploy/compose.yaml')).services.server;
  return {
    args: JSON.parse(command).slice(1),
    env: { NODE_ENV: 'production', ...environment },
    usesPostgres: true,
  };
}

async function listen(server: Server): Promise<string> {
  server.listen(0, 'localhost');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `https://localhost:${(server.address() as AddressInfo).port}`;
}

/** A line of the doctor's report that only a test on loopback brings about. */
const aboutThisMachine =
  /has reached end of life|is a name of the local network|has a port|expires on|fsync is off|more than half of what PostgreSQL/;

test.each([
  ['a plain process', plain],
  ['the systemd unit', systemd],
  ['the server of the compose file', compose],
])('the doctor is right about %s', async (_, read) => {
  const { args, env, usesPostgres } = read();
  const { root: authority, intermediate, leaf } = await makeChain();
  const tls = { cert: leaf.pem + intermediate.pem, key: leaf.keyPem };
  const fake = await startFakeWechat({ apps: [{ ...app, unionBound: false }] });
  onTestFinished(() => fake.close());

  const folder = temporaryFolder();
  chmodSync(folder, 0o755);
  const dataDir = path.join(folder, 'data');
  mkdirSync(dataDir, { mode: 0o700 });
  if (user.uid) chownSync(dataDir, user.uid, user.gid);
  const ca = path.join(folder, 'ca.pem');
  writeFileSync(ca, authority.pem);
  writeFileSync(path.join(folder, 'project.config.json'), JSON.stringify({ appid: app.appId }));

  const settings: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    ...env,
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: '0',
    WECHAT_APP_ID: app.appId,
    WECHAT_APP_SECRET: app.appSecret,
    WECHAT_MESSAGE_TOKEN: 'token',
    WECHAT_ENCODING_AES_KEY: 'a'.repeat(43),
    SESSION_KEY_SECRETS: 'a secret that is long enough for production',
    WECHAT_API_URL: await listen(createServer(tls, relayTo(fake.url))),
    NODE_EXTRA_CA_CERTS: ca,
  };
  if (usesPostgres) {
    const postgres = await startPostgres();
    onTestFinished(() => postgres.close());
    settings.DATABASE_URL = await postgres.createDatabase();
  }
  const server = spawn(process.execPath, args, {
    cwd: path.join(root, 'apps/server'),
    env: settings,
    ...user,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void server.kill('SIGKILL'));
  const url = await addressOf(server);
  const front = await listen(createServer(tls, relayTo(url)));

  const doctor = promisify(execFile)(
    process.execPath,
    [
      '--import',
      import.meta.resolve('tsx'),
      path.join(root, 'packages/doctor/src/main.ts'),
      folder,
      '--url',
      front,
    ],
    { cwd: folder, env: settings, ...user },
  );
  const { stdout } = await doctor.catch((error: { stdout: string }) => error);
  expect(stdout).toMatch(/✓ AppSecret[\s\S]*✓ AppID of the mini program[\s\S]*✓ database/);
  const wrong = stdout.split('\n').filter((line: string) => /^[✗!] /.test(line));
  expect(wrong.filter((line: string) => !aboutThisMachine.test(line))).toEqual([]);
});

async function addressOf(server: ChildProcess): Promise<string> {
  let output = '';
  for (const stream of [server.stdout, server.stderr])
    stream?.on('data', (chunk) => {
      output += chunk;
    });
  await expect.poll(() => output, { timeout: 20_000 }).toMatch(/"url":"[^"]+"/);
  return /"url":"([^"]+)"/.exec(output)?.[1] ?? '';
}
