import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { connect } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { startFake } from '../test/fake.ts';

/** The command, with one Node process to end it by. */
function run(port: string, ...options: string[]) {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL('main.ts', import.meta.url)), ...options],
    { env: { ...process.env, FAKE_WECHAT_PORT: port }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return { child, exited: once(child, 'exit') };
}

test('the command prints its address, answers there, and ends when told to', async () => {
  const { child, exited } = run('0');
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  expect(line).toMatch(/^fake-wechat ready at http:\/\/127\.0\.0\.1:\d+\n$/);
  const url = line.trim().split(' ').at(-1);
  expect((await fetch(`${url}/__fake/state`)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});

test('a taken port ends the command with a message that says what to do', async () => {
  const { port } = new URL((await startFake()).url);
  const { child, exited } = run(port);
  expect(await text(child.stderr)).toBe(
    `fake-wechat: port ${port} is taken: end what listens there, or set FAKE_WECHAT_PORT to another port\n`,
  );
  expect(await exited).toEqual([1, null]);
});

test('a port that is none ends the command too', async () => {
  const { child, exited } = run('70000');
  expect(await text(child.stderr)).toContain('FAKE_WECHAT_PORT has to be a port');
  expect(await exited).toEqual([1, null]);
});

test('--tls: it speaks HTTPS under the names of WeChat and of this machine, by an authority that it keeps', async () => {
  const { child, exited } = run('0', '--tls');
  const [printed] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  const url = /ready at (https:\/\/127\.0\.0\.1:(\d+))\n/.exec(printed)?.[1] ?? '';
  const lines = printed.includes('NODE_EXTRA_CA_CERTS')
    ? printed
    : ((await once(child.stdout, 'data')) as [string])[0];
  const file = /NODE_EXTRA_CA_CERTS=(.+)\n/.exec(lines)?.[1] ?? '';
  const ca = readFileSync(file, 'utf8');
  for (const servername of ['api.weixin.qq.com', 'localhost']) {
    const socket = connect({ port: Number(new URL(url).port), ca, servername });
    await once(socket, 'secureConnect');
    expect(socket.authorized).toBe(true);
    socket.destroy();
  }
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  const again = run('0', '--tls');
  await once(again.child.stdout, 'data');
  expect(readFileSync(file, 'utf8')).toBe(ca);
});

test('an option that is none ends the command', async () => {
  const { child, exited } = run('0', '--https');
  expect(await text(child.stderr)).toBe('fake-wechat: the only option is --tls\n');
  expect(await exited).toEqual([1, null]);
});
