// The first example of a package's README, and the examples in docstrings of what starts something, are programs that run. Those
// of weapp-login, wechat-api and express are tested in their packages.
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readEnvFiles } from '@weapp-login/env-files';
import { openStore } from '@weapp-login/express';
import { startServer } from '@weapp-login/express/process';
import * as fakeWechat from '@weapp-login/fake-wechat';
import { startSimulator } from '@weapp-login/simulator';
import { buildMiniProgram } from '@weapp-login/simulator/build';
import { mountMiniProgram } from '@weapp-login/simulator/testing';
import { createWechatClient } from '@weapp-login/wechat-api';
import { createApp } from 'create-weapp-login';
import { expect, onTestFinished, test } from 'vitest';
import { buildTemplate } from '../packages/create/build/build-template.ts';
import { read } from './repository-files.ts';

const readmeExample = (name: string) =>
  /```ts\n(.*?)```/s.exec(read(`packages/${name}/README.md`))?.[1] ?? '';

/** The example in the docstring of an exported function. */
function docExample(file: string, name: string): string {
  const [before = ''] = read(file).split(
    new RegExp(`^export async function ${name}\\b|^export function ${name}\\b`, 'm'),
  );
  const doc = before.slice(before.lastIndexOf('/**'));
  return (/ \* @example\n(.*?) \*\/$/s.exec(doc.trimEnd())?.[1] ?? '').replaceAll(/^ \* ?/gm, '');
}

/**
 * Runs an example.
 * @param scope what it imports, and what its surroundings give it
 * @param values the names of which the values are returned
 */
async function run(example: string, scope: object, ...values: string[]): Promise<unknown[]> {
  expect(example).not.toBe('');
  const program = example.replaceAll(/^import [^;]*;\n/gm, '');
  const AsyncFunction = (async () => undefined).constructor as FunctionConstructor;
  const names = Object.keys(scope);
  return AsyncFunction(...names, `${program}\nreturn [${values}];`)(...Object.values(scope));
}

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'examples-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const user = {
  id: 'user-1',
  appId: 'touristappid',
  openid: 'openid-1',
  createdAt: '2025-01-31T01:05:00Z',
  lastLoginAt: '2025-01-31T01:05:00Z',
};

/** Starts a server that logs anyone in, and takes WeChat's messages. */
async function startStub(): Promise<string> {
  const login = { token: 'token', expiresAt: '2125-01-31T01:05:00Z', user };
  const server = createServer((req, res) => {
    const { searchParams, pathname } = new URL(req.url ?? '', 'http://localhost');
    if (pathname === '/login') {
      res.setHeader('content-type', 'application/json');
      res.end(JSON.stringify(login));
    } else res.end(searchParams.get('echostr') ?? 'success');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function buildApp(): Promise<string> {
  const output = temporaryFolder();
  const source = path.resolve(import.meta.dirname, '../apps/miniprogram/src');
  await buildMiniProgram({ source, output, apiBaseUrlDevelop: 'http://127.0.0.1:2020' });
  return output;
}

test('fake-wechat: README', async () => {
  const example = readmeExample('fake-wechat').replace('http://127.0.0.1:2020', await startStub());
  const [code] = await run(example, fakeWechat, 'code');
  expect(code).toMatch(/^[\w-]{32}$/);
});

test('simulator: README', async () => {
  const server = { url: await startStub() };
  const { startFakeWechat } = fakeWechat;
  const scope = { startFakeWechat, startSimulator, mountMiniProgram, expect, server };
  const [wechat, simulator] = await run(
    readmeExample('simulator'),
    { ...scope, appDir: await buildApp(), openid: user.openid },
    'wechat',
    'simulator',
  );
  for (const one of [wechat, simulator] as { close(): Promise<void> }[]) await one.close();
});

test('env-files: README', async () => {
  const file = path.join(temporaryFolder(), '.env');
  writeFileSync(file, 'PORT=2021\n');
  const example = readmeExample('env-files').replace('/srv/app/.env', file);
  const [values] = await run(example, { readEnvFiles }, 'values');
  expect(values).toMatchObject({ PORT: '2021' });
});

test('create-weapp-login: README', async () => {
  const folder = temporaryFolder();
  const template = path.join(folder, 'template');
  buildTemplate(template);
  const create: typeof createApp = (options) => createApp({ ...options, template });
  await run(readmeExample('create').replace('/srv', folder), { createApp: create });
  expect(readdirSync(path.join(folder, 'my-app'))).toContain('package.json');
});

test('startFakeWechat: docstring', async () => {
  const [code] = await run(
    docExample('packages/fake-wechat/src/start.ts', 'startFakeWechat'),
    fakeWechat,
    'code',
  );
  expect(code).toMatch(/^[\w-]{32}$/);
});

test('createWechatClient: docstring', async () => {
  const fake = await fakeWechat.startFakeWechat();
  onTestFinished(() => fake.close());
  const { touristApp } = fakeWechat;
  const [openid] = await run(
    docExample('packages/wechat-api/src/create-wechat-client.ts', 'createWechatClient'),
    {
      createWechatClient: () => createWechatClient({ ...touristApp, baseUrl: fake.url }),
      code: fake.issueCode({ personId: 'xiaoming', appId: touristApp.appId }),
    },
    'openid',
  );
  expect(openid).toBe(fake.openidOf({ personId: 'xiaoming', appId: touristApp.appId }));
});

test('startServer: docstring', async () => {
  const folder = temporaryFolder();
  const example = docExample('packages/express/src/process/start-server.ts', 'startServer')
    .replace('login.sqlite', path.join(folder, 'login.sqlite'))
    .replace('2020', '0');
  const [server] = await run(
    example,
    {
      openStore,
      startServer,
      ...fakeWechat.touristApp,
      sessionKeySecrets: ['a secret that is long enough for tests'],
    },
    'server',
  );
  await expect(fetch((server as { url: string }).url)).rejects.toThrow();
});

test('startSimulator: docstring', async () => {
  const { startFakeWechat } = fakeWechat;
  const example = docExample('packages/simulator/src/start.ts', 'startSimulator').replace(
    '/path/to/dist',
    await buildApp(),
  );
  const [simulator] = await run(example, { startFakeWechat, startSimulator }, 'simulator');
  expect((simulator as { url: string }).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});
