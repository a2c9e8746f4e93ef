import { touristApp } from '@weapp-login/fake-wechat';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pathOf, routes, type User } from 'weapp-login';
import {
  loginResponseSchema,
  type SessionsResponse,
  sessionsResponseSchema,
} from 'weapp-login/schemas';
import { bearer, problemOf, startTestServer, type TestServer } from '../../test/server.ts';
import { openStore } from '../store/location/open-store.ts';
import type { Store } from '../store/store.ts';

const otherAppId = 'wx0000000000000002';
const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) MicroMessenger/8.0.50';

let server: TestServer;
beforeEach(async () => {
  const other = { appId: otherAppId, appSecret: 'fa4e0002fa4e0002fa4e0002fa4e0002' };
  server = await startTestServer({ apps: [touristApp, other] });
});
afterEach(() => server.close());

const opened = async (response: Response) => loginResponseSchema.parse(await response.json());
const isOpen = async (token: string) => (await server.get('/me', token)).status === 200;
const sessionsOf = async (token: string): Promise<SessionsResponse['sessions']> =>
  sessionsResponseSchema.parse(await (await server.get('/sessions', token)).json()).sessions;
const end = (path: string, token: string) =>
  server.request('DELETE', path, { headers: bearer(token) });
const idOf = async (token: string) =>
  (await sessionsOf(token)).find(({ current }) => current)?.id ?? '';

const openOld = (
  store: Store,
  { user: { appId, openid }, n, now }: { user: User; n: number; now: number },
) =>
  store.recordLogin({
    appId,
    openid,
    newUserId: 'stranger',
    now,
    sessionKey: { keyId: 'k', sealed: Buffer.from('sealed') },
    session: {
      tokenHash: Buffer.from(`${n}`.padEnd(32, '.')).toString('base64url'),
      id: `${n}`.padStart(22, '0'),
      createdAt: now,
      lastSeenAt: now,
      expiresAt: now + 1_000_000,
    },
  });

describe('GET /sessions', () => {
  test('lists every device of the person, the one seen last first, and marks the one that asks', async () => {
    const code = server.codeOf('dawei');
    const phone = await opened(await server.post('/login', { code }, { 'user-agent': iphone }));
    server.clock.now += 60_000;
    await server.login('dawei');
    await server.login('xiaohong');
    const sessions = await sessionsOf(phone.token);
    expect(sessions).toEqual([
      {
        id: expect.stringMatching(/^[\w-]{22}$/),
        createdAt: '2030-01-01T00:01:00.000Z',
        lastSeenAt: '2030-01-01T00:01:00.000Z',
        expiresAt: '2030-01-31T00:01:00.000Z',
        current: false,
      },
      {
        id: expect.stringMatching(/^[\w-]{22}$/),
        device: 'iPhone',
        createdAt: '2030-01-01T00:00:00.000Z',
        lastSeenAt: '2030-01-01T00:00:00.000Z',
        expiresAt: '2030-01-31T00:00:00.000Z',
        current: true,
      },
    ]);
    expect(JSON.stringify(sessions)).not.toContain(phone.token);
  });

  test('lists those of the same person in another AppID', async () => {
    const { token, user } = await server.login('xiaoming');
    const code = server.fake.issueCode({ personId: 'xiaoming', appId: otherAppId });
    const other = await opened(await server.post('/login', { code, appId: otherAppId }));
    expect(other.user).toMatchObject({ id: user.id, appId: otherAppId });
    expect(await sessionsOf(token)).toHaveLength(2);
  });
});

describe('GET /sessions of a user with many', () => {
  const pageOf = async (token: string, cursor?: string) => {
    const path = pathOf(routes.sessions, cursor === undefined ? {} : { query: { cursor } });
    return sessionsResponseSchema.parse(await (await server.get(path, token)).json());
  };

  test('answers in pages of 20, each session once, whatever opens or ends meanwhile', async () => {
    await server.close();
    const store = openStore({ file: ':memory:' });
    server = await startTestServer({ store });
    const { token, user } = await server.login('dawei');
    for (let n = 0; n < 44; n += 1)
      await openOld(store, { user, n, now: server.clock.now - 1_000 - n });
    const first = await pageOf(token);
    expect(first.sessions).toHaveLength(20);
    expect(first.sessions[0]?.current).toBe(true);
    const last = first.sessions.at(-1)?.id ?? '';
    expect((await end(pathOf(routes.revokeSession, { path: { id: last } }), token)).status).toBe(
      204,
    );
    await server.login('dawei');
    const second = await pageOf(token, first.nextCursor);
    const third = await pageOf(token, second.nextCursor);
    expect([second.sessions.length, third.sessions.length]).toEqual([20, 5]);
    expect(third).not.toHaveProperty('nextCursor');
    const ids = [first, second, third].flatMap(({ sessions }) => sessions.map(({ id }) => id));
    expect(new Set(ids).size).toBe(45);
  });

  test('answers a page that ends with the last one without a cursor', async () => {
    await server.close();
    const store = openStore({ file: ':memory:' });
    server = await startTestServer({ store });
    const { token, user } = await server.login('dawei');
    for (let n = 0; n < 19; n += 1)
      await openOld(store, { user, n, now: server.clock.now - 1 - n });
    expect(await pageOf(token)).not.toHaveProperty('nextCursor');
  });

  test.each([
    ['x'],
    ['MTIz'],
    ['%00'],
    ['MTg5MzQ1NjAwMDAwMC5h='],
    ['OTk5OTk5OTk5OTk5OTk5OTk5OTkuYQ'],
    [`${'A'.repeat(200)}`],
    ['MS5h&cursor=MS5h'],
    [''],
  ])('refuses a cursor that it never gave: %s', async (cursor) => {
    const { token } = await server.login('dawei');
    const problem = await problemOf(await server.get(`/sessions?cursor=${cursor}`, token));
    expect(problem).toMatchObject({
      code: 'invalid-request',
      errors: [{ in: 'query', pointer: '/cursor' }],
    });
  });
});

describe('DELETE /sessions/:id', () => {
  test('ends one session at once, and no other', async () => {
    const [phone, tablet] = [await server.login('dawei'), await server.login('dawei')];
    const path = pathOf(routes.revokeSession, { path: { id: await idOf(tablet.token) } });
    expect((await end(path, phone.token)).status).toBe(204);
    expect(await isOpen(tablet.token)).toBe(false);
    expect(await isOpen(phone.token)).toBe(true);
    expect((await end(path, phone.token)).status).toBe(204);
  });

  test('may end the session that asks', async () => {
    const { token } = await server.login('dawei');
    expect((await end(`/sessions/${await idOf(token)}`, token)).status).toBe(204);
    expect(await isOpen(token)).toBe(false);
  });

  test("does nothing to another user's", async () => {
    const [mine, theirs] = [await server.login('dawei'), await server.login('xiaohong')];
    expect((await end(`/sessions/${await idOf(theirs.token)}`, mine.token)).status).toBe(204);
    expect(await isOpen(theirs.token)).toBe(true);
  });
});

describe('the limit of open sessions of one person', () => {
  test('ends the one that was used least recently, at the login that is over it', async () => {
    await server.close();
    server = await startTestServer({ sessionLimit: 2 });
    const phone = await server.login('dawei');
    server.clock.now += 1_000;
    const tablet = await server.login('dawei');
    server.clock.now += 2 * 60 * 60 * 1_000;
    expect(await isOpen(phone.token)).toBe(true);
    const desk = await server.login('dawei');
    expect(await isOpen(tablet.token)).toBe(false);
    expect(await isOpen(phone.token)).toBe(true);
    expect(await isOpen(desk.token)).toBe(true);
  });

  test('holds for thousands that are left from before: a login ends some, and the rest end behind it', async () => {
    await server.close();
    const store = openStore({ file: ':memory:' });
    server = await startTestServer({ store, sessionLimit: 2 });
    const { user } = await server.login('dawei');
    await Promise.all(
      Array.from({ length: 2_000 }, (_, n) =>
        openOld(store, { user, n, now: server.clock.now - n }),
      ),
    );
    const { token } = await server.login('dawei');
    await expect
      .poll(async () => (await store.listSessions(user.id, { now: 0, limit: 9_999 })).length)
      .toBe(2);
    expect(await isOpen(token)).toBe(true);
  });
});

test('DELETE /sessions ends all of the user, on every device, and no one else', async () => {
  const [phone, tablet] = [await server.login('dawei'), await server.login('dawei')];
  const other = await server.login('xiaohong');
  expect((await end('/sessions', phone.token)).status).toBe(204);
  expect(await isOpen(phone.token)).toBe(false);
  expect(await isOpen(tablet.token)).toBe(false);
  expect(await isOpen(other.token)).toBe(true);
});
