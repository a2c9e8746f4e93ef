import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { appId, bearer, problemOf, startTestServer, type TestServer } from '../../test/server.ts';

const xiaoming = { personId: 'xiaoming', appId };
let server: TestServer;
beforeAll(async () => {
  // Watermarks bear the fake's time.
  server = await startTestServer({ now: Date.now });
});
afterEach(() => server.fake.replaceSessionKeyBy('exchange'));
afterAll(() => server.close());

const decrypt = (token: string) => {
  const { encryptedData, iv } = server.fake.encryptUserData(xiaoming);
  return server.post('/me/user-data', { encryptedData, iv }, bearer(token));
};

describe('a code that was only obtained', () => {
  test('may have replaced the session_key, and a new login leads back', async () => {
    const { token } = await server.login('xiaoming');
    expect((await decrypt(token)).status).toBe(200);
    server.fake.replaceSessionKeyBy('code');
    // wx.login, whose code no one exchanges.
    server.codeOf('xiaoming');
    expect(await problemOf(await decrypt(token))).toMatchObject({
      code: 'user-data-rejected',
      status: 409,
    });
    const again = await server.login('xiaoming');
    expect((await decrypt(again.token)).status).toBe(200);
  });

  test('leaves our own session as it is', async () => {
    const { token } = await server.login('xiaoming');
    server.fake.replaceSessionKeyBy('code');
    server.codeOf('xiaoming');
    expect((await server.get('/me', token)).status).toBe(200);
  });
});

test('a pre-fetch logs in with the code that it brings, and may replace the session_key too', async () => {
  const { token } = await server.login('xiaoming');
  server.fake.replaceSessionKeyBy('code');
  // The address of 数据预拉取: a route of one's own, which answers what the mini program finds at its start.
  const own = createServer(async (req, res) => {
    const code = new URL(req.url ?? '', 'http://localhost').searchParams.get('code') ?? '';
    const login = await server.post('/login', { code });
    res.end(await login.text());
  }).listen(0, '127.0.0.1');
  await once(own, 'listening');
  const { port } = own.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/prefetch`;
  const fetched = JSON.parse(await server.fake.prefetch({ ...xiaoming, url }));
  own.close();
  expect((await server.get('/me', fetched.token)).status).toBe(200);
  // Both sessions are this person's, and the newest key decrypts for both.
  expect((await decrypt(token)).status).toBe(200);
  expect((await decrypt(fetched.token)).status).toBe(200);
});
