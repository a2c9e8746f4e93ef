import { afterEach, describe, expect, test } from 'vitest';
import { bearer, problemOf, startTestServer, type TestServer } from '../../test/server.ts';
import { changeLimits, noLimits } from './change-limits.ts';

let server: TestServer;
afterEach(() => server.close());

/** Limits of logins alone. */
const limitedTo = (perAddress: number, perPerson: number) => ({
  ...noLimits,
  login: changeLimits({ 'login.address': perAddress, 'login.person': perPerson }).login,
});
const from = (address: string) => ({ 'x-forwarded-for': address });
const logIn = (headers: Record<string, string> = {}, personId = 'dawei') =>
  server.post('/login', { code: server.codeOf(personId) }, headers);

describe('one address', () => {
  test('may log in so often a minute, and learns what is left', async () => {
    server = await startTestServer({ limits: limitedTo(2, 0) });
    const first = await logIn();
    expect(first.headers.get('ratelimit-policy')).toBe('"address";q=2;w=60');
    expect(first.headers.get('ratelimit')).toBe('"address";r=1;t=60');
    expect((await logIn()).headers.get('ratelimit')).toMatch(/^"address";r=0;t=(60|59)$/);

    const before = server.fake.calls();
    const refused = await logIn();
    expect(await problemOf(refused)).toMatchObject({ code: 'too-many-requests', status: 429 });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
    expect(server.fake.calls()).toBe(before);
  });

  test('shares its limit between all that cost a call to WeChat, whatever they send', async () => {
    server = await startTestServer({ limits: limitedTo(3, 0) });
    await server.post('/openid', { code: 'c' });
    await server.request('POST', '/wechatlogin', { body: new URLSearchParams({ code: 'c' }) });
    await server.request('POST', '/login', { body: 'nonsense' });
    expect((await logIn()).status).toBe(429);
  });

  test('that is over it keeps the sessions that it has', async () => {
    server = await startTestServer({ limits: limitedTo(1, 0) });
    const { token } = await server.login('dawei');
    expect((await logIn()).status).toBe(429);
    expect((await server.request('GET', '/me', { headers: bearer(token) })).status).toBe(200);
  });
});

describe('the address of a caller', () => {
  const limits = limitedTo(1, 0);

  test('is not what it says of itself', async () => {
    server = await startTestServer({ limits });
    expect((await logIn(from('203.0.113.1'))).status).toBe(200);
    expect((await logIn(from('203.0.113.2'))).status).toBe(429);
  });

  test('is what a trusted proxy says', async () => {
    server = await startTestServer({ limits, trustProxy: ['loopback'] });
    expect((await logIn(from('203.0.113.1'))).status).toBe(200);
    expect((await logIn(from('203.0.113.2'))).status).toBe(200);
    expect((await logIn(from('203.0.113.2'))).status).toBe(429);
  });

  test('is the last that is not a proxy: what the caller put before it does not count', async () => {
    server = await startTestServer({ limits, trustProxy: 1 });
    expect((await logIn(from('198.51.100.1, 203.0.113.1'))).status).toBe(200);
    expect((await logIn(from('198.51.100.2, 203.0.113.1'))).status).toBe(429);
  });

  test.each([
    ['203.0.113.7:41001', '203.0.113.7:41002'],
    ['203.0.113.7', '"203.0.113.7:1"'],
    ['[2001:db8::1]:443', '[2001:db8::2]:444'],
    ['unknown', '_hidden'],
  ])('is the same with another port: %s, %s', async (one, other) => {
    server = await startTestServer({ limits, trustProxy: 1 });
    expect((await logIn(from(one))).status).toBe(200);
    expect((await logIn(from(other))).status).toBe(429);
  });

  test('is found behind a trusted proxy that is written with its port', async () => {
    server = await startTestServer({ limits, trustProxy: ['loopback', '10.0.0.0/8'] });
    expect((await logIn(from('203.0.113.1, 10.0.0.1:4000'))).status).toBe(200);
    expect((await logIn(from('203.0.113.2, [::ffff:10.0.0.1]:4001'))).status).toBe(200);
    expect((await logIn(from('203.0.113.2, 10.0.0.2'))).status).toBe(429);
  });

  test('is its network where it has IPv6', async () => {
    server = await startTestServer({ limits, trustProxy: 1 });
    expect((await logIn(from('2001:db8::1'))).status).toBe(200);
    expect((await logIn(from('2001:db8::2'))).status).toBe(429);
  });
});

test('one person may log in so often a minute, from any address, and others still may', async () => {
  server = await startTestServer({ limits: limitedTo(0, 2), trustProxy: 1 });
  expect((await logIn(from('203.0.113.1'))).status).toBe(200);
  expect((await logIn(from('203.0.113.2'))).status).toBe(200);
  const refused = await logIn(from('203.0.113.3'));
  expect(await problemOf(refused)).toMatchObject({
    code: 'too-many-requests',
    detail: 'The limit is 2 requests a minute of one person.',
  });
  expect(refused.headers.get('retry-after')).toBeTruthy();
  expect((await logIn(from('203.0.113.3'), 'xiaoming')).status).toBe(200);
});
