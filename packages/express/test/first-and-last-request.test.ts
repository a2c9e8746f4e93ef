import { setTimeout as sleep } from 'node:timers/promises';
import { startFakeWechat, touristApp } from '@weapp-login/fake-wechat';
import { expect, test } from 'vitest';
import { runServer } from './run-server.ts';

/** The server with a fault in it: what the statement does happens on SIGUSR2. */
const withFault = (statement: string) => [
  '--import',
  `data:text/javascript,process.on('SIGUSR2',()=>{${statement}})`,
  'dist/main.js',
];

test.each([
  ['an uncaught exception', 'throw new RangeError("a bug")', 'uncaughtException'],
  ['an unhandled rejection', 'Promise.reject(new RangeError("a bug"))', 'unhandledRejection'],
])('%s ends the process, after a line in the log', async (_, statement, origin) => {
  const server = runServer(withFault(statement), {});
  await server.listening();
  server.stop('SIGUSR2');
  expect(await server.ended()).toEqual([1, null]);
  const last = JSON.parse(server.output.stdout.trim().split('\n').at(-1) ?? '');
  expect(last).toMatchObject({
    level: 'fatal',
    origin,
    err: { name: 'RangeError', message: 'a bug' },
  });
});

test('a line of the very turn in which the process ends is written too', async () => {
  const server = runServer(withFault('process.emit("SIGTERM");process.exit(5)'), {});
  await server.listening();
  server.stop('SIGUSR2');
  expect(await server.ended()).toEqual([5, null]);
  expect(server.output.stdout).toContain('"msg":"closing"');
});

test('on SIGTERM it is not ready any more, goes on answering for the delay, and loses no login', async () => {
  const fake = await startFakeWechat();
  fake.fail({ kind: 'latency', ms: 300 });
  const server = runServer(['dist/main.js'], {
    WECHAT_API_URL: fake.url,
    SHUTDOWN_DELAY_SECONDS: '1',
  });
  const url = await server.listening();
  const logIn = () =>
    fetch(`${url}/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        code: fake.issueCode({ personId: 'dawei', appId: touristApp.appId }),
      }),
    }).then(({ status }) => status);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);

  const underWay = [logIn()];
  await sleep(100);
  server.stop('SIGTERM');
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(503);
  expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'closing' });
  underWay.push(logIn(), logIn());
  expect(await Promise.all(underWay)).toEqual([200, 200, 200]);
  expect(await server.ended()).toEqual([0, null]);
  await fake.close();
});
