import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startFakeWechat } from '@weapp-login/fake-wechat';
import { expect, onTestFinished, test } from 'vitest';
import { checkClock } from './check-clock.ts';

const verdictAt = async (aheadSeconds: number) => {
  const fake = await startFakeWechat();
  onTestFinished(() => fake.close());
  const now = () => Date.now() + aheadSeconds * 1000;
  return checkClock({ wechatApiUrl: fake.url, now });
};

test.each([0, 50, -50])('a clock that is %i seconds ahead passes', async (seconds) => {
  expect(await verdictAt(seconds)).toMatchObject({ check: 'clock', status: 'passed' });
});

test.each([
  [300, 'ahead of'],
  [-300, 'behind'],
])('a clock that is %i seconds ahead fails', async (seconds, where) => {
  const { status, message, fix } = await verdictAt(seconds);
  expect(status).toBe('failed');
  expect(message).toMatch(new RegExp(`^is (299|300|301) seconds ${where} WeChat's$`));
  expect(fix).toContain('NTP');
});

test('without another clock there is nothing to say but that', async () => {
  const silent = createServer((_req, res) => {
    res.sendDate = false;
    res.end();
  });
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  onTestFinished(() => void silent.close());
  const wechatApiUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const options = { wechatApiUrl, now: Date.now };
  expect(await checkClock(options)).toMatchObject({ status: 'warning' });
  silent.close();
  silent.closeAllConnections();
  expect(await checkClock(options)).toMatchObject({ status: 'warning' });
});
