import { afterEach, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../test/server.ts';

let server: TestServer;
afterEach(() => server.close());

const warnings = () => server.logLines().filter(({ level }) => level === 'warn');
const visit = (headers: Record<string, string>) => server.request('GET', '/me', { headers });

test.each([
  ['x-forwarded-for', '203.0.113.1'],
  ['forwarded', 'for=203.0.113.1'],
  ['x-real-ip', '203.0.113.1'],
])('%s, and no proxy is trusted: one warning that names the setting', async (header, value) => {
  server = await startTestServer();
  await visit({});
  expect(warnings()).toEqual([]);
  for (let times = 0; times < 3; times += 1) await visit({ [header]: value });
  expect(warnings()).toMatchObject([{ header, msg: expect.stringContaining('TRUST_PROXY') }]);
  // The address itself is personal data.
  expect(server.log.text).not.toContain('203.0.113.1');
});

test.each([[0], [1], [['loopback']]])(
  'with TRUST_PROXY as %j there is none',
  async (trustProxy) => {
    server = await startTestServer({ trustProxy });
    await visit({ 'x-forwarded-for': '203.0.113.1' });
    expect(warnings()).toEqual([]);
  },
);
