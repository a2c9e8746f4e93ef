import { afterEach, expect, test } from 'vitest';
import { problemOf, startTestServer, type TestServer } from '../../test/server.ts';

let server: TestServer;
afterEach(() => server.close());

test('while WeChat hangs, logins soon fail at once and leave it alone, and sessions go on working', async () => {
  server = await startTestServer();
  const { token } = await server.login('dawei');
  server.fake.fail({ kind: 'hang' });
  await Promise.all(Array.from({ length: 30 }, () => server.post('/login', { code: 'c' })));

  const before = server.fake.calls();
  const response = await server.post('/login', { code: server.codeOf('dawei') });
  expect(await problemOf(response)).toMatchObject({
    code: 'wechat-unavailable',
    detail: 'WeChat cannot be reached.',
  });
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(server.fake.calls()).toBe(before);
  expect(server.logLines().at(-1)).toMatchObject({ level: 'warn', wechat: 'breaker-open' });
  expect((await server.get('/me', token)).status).toBe(200);
  expect((await server.get('/readyz')).status).toBe(200);
});
