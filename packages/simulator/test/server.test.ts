import { startFakeWechat } from '@weapp-login/fake-wechat';
import { expect, onTestFinished, test } from 'vitest';
import { startSimulator } from '../src/index.ts';
import { miniProgram } from './mini-program.ts';

async function start() {
  const wechat = await startFakeWechat();
  const appDir = await miniProgram({ 'img/dot.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>' });
  const simulator = await startSimulator({ appDir, forward: [], wechat });
  onTestFinished(() => Promise.all([simulator.close(), wechat.close()]).then(() => {}));
  return simulator.url;
}

test('files of the mini program are served, none outside of it', async () => {
  const url = await start();
  const picture = await fetch(`${url}/app/img/dot.svg`);
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
  expect((await fetch(`${url}/app/..%2f..%2fetc%2fpasswd`)).status).not.toBe(200);
});

test('a login for an AppID that WeChat does not know says so', async () => {
  const response = await fetch(`${await start()}/wx/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ personId: 'xiaoming', appId: 'wx9999999999999999' }),
  });
  expect([response.status, await response.json()]).toEqual([
    400,
    { message: 'unknown AppID: wx9999999999999999' },
  ]);
});
