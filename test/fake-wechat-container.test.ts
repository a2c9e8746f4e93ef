import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { read } from './repository-files.ts';

const dockerfile = read('packages/fake-wechat/container/Dockerfile');
const compose = parse(read('packages/fake-wechat/container/compose.yaml')) as {
  services: {
    wechat: { command: string[]; networks: { default: { aliases: string[] } } };
    backend: { environment: Record<string, string> };
  };
};
const arrayAfter = (pattern: RegExp) =>
  JSON.parse(pattern.exec(dockerfile)?.[1] ?? '[]') as string[];
const [, , healthCheck = ''] = arrayAfter(/HEALTHCHECK[^\n]*\n *CMD (\[.*\])/);

test('the container is api.weixin.qq.com, with the arguments of its Dockerfile', () => {
  const { wechat, backend } = compose.services;
  expect(wechat.command).toEqual(arrayAfter(/^CMD (\[.*\])$/m));
  expect(wechat.networks.default.aliases).toEqual(['api.weixin.qq.com']);
  for (const name of ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'])
    expect(backend.environment[name]).toBe('/wechat/fake-wechat-ca.pem');
});

test('its command starts, and its health check finds it well, and not once it has ended', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'fake-wechat-container-'));
  const args = compose.services.wechat.command.map((arg) =>
    arg === '443' ? '0' : arg === '/data' ? folder : arg,
  );
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', path.resolve('packages/fake-wechat/src/main.ts'), ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  const [, port = ''] = /ready at https:\/\/0\.0\.0\.0:(\d+)/.exec(line) ?? [];
  const program = healthCheck.replace('https://127.0.0.1/', `https://127.0.0.1:${port}/`);
  const check = () => promisify(execFile)(process.execPath, ['-e', program]);
  await check();
  child.kill('SIGTERM');
  await once(child, 'exit');
  await expect(check()).rejects.toMatchObject({ code: 1 });
});
