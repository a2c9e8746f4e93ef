import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { miniProgram } from '../test/mini-program.ts';

function run(args: string[], env: NodeJS.ProcessEnv) {
  const main = path.join(import.meta.dirname, 'main.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], {
    env: { PATH: process.env.PATH, PORT: '2020', ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += String(chunk);
    });
  onTestFinished(() => void child.kill());
  const exit = once(child, 'exit');
  return { child, exit, output: () => output };
}

test('it says where it is ready, and ends on a signal', async () => {
  const folder = await miniProgram({ 'project.config.json': '{ "appid": "wx4444444444444444" }' });
  const { child, exit, output } = run(['--app', folder], {
    SIMULATOR_PORT: '0',
    FAKE_WECHAT_PORT: '0',
  });
  while (!output().includes('simulator ready at http://127.0.0.1:'))
    await Promise.race([once(child.stdout, 'data'), exit]);
  expect(output()).toContain('AppID wx4444444444444444, AppSecret fa4e');
  const url = /ready at (\S+)/.exec(output())?.[1] as string;
  expect((await fetch(url)).status).toBe(200);
  child.kill();
  expect((await exit)[0]).toBe(0);
});

test('a taken port is named with the variable that changes it', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  onTestFinished(() => void holder.close());
  const { port } = holder.address() as { port: number };
  const { exit, output } = run([], { SIMULATOR_PORT: String(port), FAKE_WECHAT_PORT: '0' });
  expect((await exit)[0]).toBe(1);
  expect(output()).toContain(
    `port ${port} is in use: stop what listens there, or set SIMULATOR_PORT`,
  );
});
