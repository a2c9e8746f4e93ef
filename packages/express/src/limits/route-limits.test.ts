import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import {
  type Limit,
  type LimitName,
  type LimitScope,
  limits,
  type Route,
  type RouteName,
  routes,
} from 'weapp-login';
import { formWith, pictures } from '../../test/pictures.ts';
import { rawRequest } from '../../test/raw-request.ts';
import { serverFolder } from '../../test/run-server.ts';
import { appId, bearer, problemOf, startTestServer, type TestServer } from '../../test/server.ts';
import { changeLimits, noLimits } from './change-limits.ts';

let server: TestServer;
let isOpen = false;
afterEach(async () => {
  if (isOpen) await server.close();
  isOpen = false;
});

async function start(...options: Parameters<typeof startTestServer>) {
  server = await startTestServer(...options);
  isOpen = true;
  // The watermark of encrypted data has the time of now.
  server.clock.now = Date.now();
}

const everyRoute = Object.entries(routes) as [RouteName, Route][];
const limited = everyRoute.flatMap(([name, { limit, status }]) =>
  limit ? [{ name, limit: limit.name as LimitName, status }] : [],
);
const allowed = 2;

/** A server with one limit, of so few requests. */
const startLimited = async (limit: LimitName, scope: LimitScope) => {
  const changed = changeLimits({ [`${limit}.${scope}`]: allowed })[limit];
  const other = scope === 'person' ? 'address' : 'person';
  const one = { ...changed, [other]: { ...changed[other], count: 0 } };
  await start({
    limits: { ...noLimits, [limit]: one },
    trustProxy: ['loopback'],
  });
};

/** A good request of each route. */
const calls: Record<
  RouteName,
  (personId: string, headers: Record<string, string>) => Promise<Response>
> = {
  login: (personId, headers) => server.post('/login', { code: server.codeOf(personId) }, headers),
  openid: (personId, headers) => server.post('/openid', { code: server.codeOf(personId) }, headers),
  wechatlogin: (personId, headers) =>
    server.request('POST', '/wechatlogin', {
      body: new URLSearchParams({ code: server.codeOf(personId) }),
      headers,
    }),
  logout: (_, headers) => server.request('POST', '/logout', { headers }),
  me: (_, headers) => server.request('GET', '/me', { headers }),
  phone: (personId, headers) =>
    server.post('/me/phone', { code: server.fake.issuePhoneCode({ personId, appId }) }, headers),
  userData: (personId, headers) => {
    const { encryptedData, iv } = server.fake.encryptUserData({ personId, appId });
    return server.post('/me/user-data', { encryptedData, iv }, headers);
  },
  profile: (_, headers) =>
    server.request('PUT', '/me/profile', {
      body: JSON.stringify({ nickname: '小明' }),
      headers: { 'content-type': 'application/json', ...headers },
    }),
  avatar: (_, headers) =>
    server.request('POST', '/me/avatar', { body: formWith(pictures['image/png']), headers }),
  deleteMe: (_, headers) => server.request('DELETE', '/me', { headers }),
  exportMe: (_, headers) => server.request('GET', '/me/export', { headers }),
  deletePhone: (_, headers) => server.request('DELETE', '/me/phone', { headers }),
  deleteAvatar: (_, headers) => server.request('DELETE', '/me/avatar', { headers }),
  sessions: (_, headers) => server.request('GET', '/sessions', { headers }),
  revokeSession: (_, headers) => server.request('DELETE', '/sessions/none', { headers }),
  revokeSessions: (_, headers) => server.request('DELETE', '/sessions', { headers }),
};

/** Calls a route as a person with a session of its own, from an address. */
async function call(name: RouteName, personId: string, address = '203.0.113.1') {
  const headers: Record<string, string> = { 'x-forwarded-for': address };
  if (routes[name].auth === 'none') return calls[name](personId, headers);
  // The login that a logout needs comes from elsewhere, so that it does not count.
  const code = server.codeOf(personId);
  const login = await server.post('/login', { code }, { 'x-forwarded-for': '192.0.2.1' });
  const { token } = await login.json();
  return calls[name](personId, { ...headers, ...bearer(token) });
}

test('every route has a limit but GET /me', () => {
  const free = everyRoute.filter(([, { limit }]) => !limit).map(([name]) => name);
  expect(free).toEqual(['me']);
  expect(new Set(limited.map(({ limit }) => limit))).toEqual(new Set(Object.keys(limits)));
});

describe.each(limited)('$name', ({ name, limit, status }) => {
  test.each<[LimitScope, [string, string], [string, string]]>([
    ['person', ['dawei', '203.0.113.2'], ['xiaoming', '203.0.113.1']],
    ['address', ['xiaoming', '203.0.113.1'], ['dawei', '203.0.113.2']],
  ])('has a limit for one %s, and for no other', async (scope, same, other) => {
    await startLimited(limit, scope);
    for (let n = 0; n < allowed; n += 1) expect((await call(name, 'dawei')).status).toBe(status);
    const refused = await call(name, ...same);
    const { seconds } = limits[limit][scope];
    const retryAfter = Number(refused.headers.get('retry-after'));
    expect(retryAfter).toBeGreaterThan(seconds - 30);
    expect(retryAfter).toBeLessThanOrEqual(seconds);
    expect(await problemOf(refused)).toMatchObject({
      code: 'too-many-requests',
      detail: expect.stringMatching(`^The limit is ${allowed} requests .* of one ${scope}.$`),
    });
    expect((await call(name, ...other)).status).toBe(status);
    expect(server.logLines()).toContainEqual(
      expect.objectContaining({ problem: 'too-many-requests', limit: `${limit}.${scope}` }),
    );
    const metrics = await (await server.get('/metrics')).text();
    expect(metrics).toContain(`limit_refusals_total{limit="${limit}.${scope}"} 1`);
  });
});

test('routes of one limit count together', async () => {
  await startLimited('logout', 'person');
  expect((await call('logout', 'dawei')).status).toBe(204);
  expect((await call('revokeSession', 'dawei')).status).toBe(204);
  expect((await call('revokeSessions', 'dawei')).status).toBe(429);
});

test('a request over a limit of its person costs no call to WeChat', async () => {
  await startLimited('phone', 'person');
  for (let n = 0; n < allowed; n += 1) await call('phone', 'dawei');
  const { token } = await server.login('dawei');
  const before = server.fake.calls();
  expect((await calls.phone('dawei', bearer(token))).status).toBe(429);
  expect(server.fake.calls()).toBe(before);
});

test.each<LimitScope>(['person', 'address'])(
  'an upload over the limit of its %s is refused before its body is sent',
  async (scope) => {
    await startLimited('avatar', scope);
    const { token } = await server.login('dawei');
    for (let n = 0; n < allowed; n += 1) await calls.avatar('dawei', bearer(token));
    const answer = await rawRequest(
      server.url,
      [
        'POST /me/avatar HTTP/1.1',
        'Host: x',
        'Connection: close',
        `Authorization: Bearer ${token}`,
        'Content-Type: multipart/form-data; boundary=b',
        'Content-Length: 1000000',
        '\r\n',
      ].join('\r\n'),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 429 [\s\S]*"too-many-requests"/);
  },
);

test('an address over its limit is refused before its token is looked up', async () => {
  await startLimited('sessions', 'address');
  for (let n = 0; n < allowed; n += 1)
    expect((await server.get('/sessions', 'x'.repeat(43))).status).toBe(401);
  expect((await server.get('/sessions', 'x'.repeat(43))).status).toBe(429);
});

test('an answer says what is left of both limits', async () => {
  await start({ limits: changeLimits({}) });
  const { token } = await server.login('dawei');
  const { headers } = await server.get('/sessions', token);
  expect(headers.get('ratelimit-policy')).toBe('"address";q=600;w=60, "person";q=60;w=60');
  expect(headers.get('ratelimit')).toBe('"address";r=599;t=60, "person";r=59;t=60');
});

test('the limits are in the OpenAPI document as the server has them', async () => {
  await start({
    limits: changeLimits({ 'phone.person': 3, 'phone.address': 0 }),
  });
  const { paths } = await (await server.get('/openapi.json')).json();
  const { 'x-ratelimit': told, responses } = paths['/me/phone'].post;
  expect(told).toEqual([
    { name: 'phone.person', scope: 'person', limit: 3, windowSeconds: 86_400 },
  ]);
  expect(responses[429].description).toContain('3 requests a day of one person');
  expect(Object.keys(responses[429].headers)).toContain('RateLimit');
  expect(paths['/me'].get).not.toHaveProperty('x-ratelimit');
});

test('docs/settings.md has a row for each limit, with its numbers', () => {
  const readme = readFileSync(path.join(serverFolder, '../../docs/settings.md'), 'utf8');
  const rows = [
    ...readme.matchAll(/^\| `(\w+)\.person`, `\.address` +\|.*\| (.+?) +\| (.+?) +\|$/gm),
  ];
  const told = ({ count, seconds }: Limit) => `${count} a ${seconds === 60 ? 'minute' : 'day'}`;
  expect(rows.map(([, ...cells]) => cells)).toEqual(
    Object.entries(limits).map(([name, { person, address }]) => [
      name,
      told(person),
      told(address),
    ]),
  );
});
