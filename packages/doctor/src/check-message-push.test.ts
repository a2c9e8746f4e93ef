import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { checkMessagePush, probeMessagePush } from './check-message-push.ts';

const app = { appId: 'wx0000000000000001', appSecret: 'f'.repeat(32) };
const token = { ...app, messageToken: 'AAAAA' };

test.each([
  ['no Token', app, 'warning', 'not set up for wx0000000000000001'],
  ['a Token alone', token, 'warning', 'anyone who has seen one address can forge'],
  ['both', { ...token, encodingAesKey: 'A'.repeat(43) }, 'passed', 'encrypted messages'],
])('%s', (_what, given, status, message) => {
  const result = checkMessagePush(given);
  expect(result).toMatchObject({ status, message: expect.stringContaining(message) });
  expect(JSON.stringify(result)).not.toContain('AAAAA');
});

test('the address is called as the console calls it', async () => {
  let answer = (query: URLSearchParams) => query.get('echostr') ?? '';
  const server = createServer((req, res) => {
    res.end(answer(new URL(req.url ?? '', 'http://x').searchParams));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const probe = (given = token) => probeMessagePush({ baseUrl, app: given, now: Date.now });
  expect(await probe()).toMatchObject([{ status: 'passed' }]);
  answer = () => '<html>';
  expect(await probe()).toMatchObject([{ status: 'failed' }]);
  expect(await probeMessagePush({ baseUrl, app, now: Date.now })).toEqual([]);
});
