import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { startFake } from '../test/fake.ts';

/** The command, with one Node process to end it by. */
function run(port: string) {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL('main.ts', import.meta.url))],
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
