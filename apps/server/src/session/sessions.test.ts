import { touristApp } from '@weapp-login/fake-wechat';
import { pathOf } from '@weapp-login/shared';
import {
  loginResponseSchema,
  type SessionsResponse,
  sessionsResponseSchema,
} from '@weapp-login/shared/schemas';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bearer, startTestServer, type TestServer } from '../../test/server.ts';

const otherAppId = 'wx0000000000000002';
const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) MicroMessenger/8.0.50';

let server: TestServer;
beforeEach(async () => {
  const other = { appId: otherAppId, appSecret: 'fa4e0002fa4e0002fa4e0002fa4e0002' };
  server = await startTestServer({ accounts: [touristApp, other] });
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

describe('DELETE /sessions/:id', () => {
  test('ends one session at once, and no other', async () => {
    const [phone, tablet] = [await server.login('dawei'), await server.login('dawei')];
    const path = pathOf('revokeSession', { id: await idOf(tablet.token) });
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

  test("does nothing to somebody else's", async () => {
    const [mine, theirs] = [await server.login('dawei'), await server.login('xiaohong')];
    expect((await end(`/sessions/${await idOf(theirs.token)}`, mine.token)).status).toBe(204);
    expect(await isOpen(theirs.token)).toBe(true);
  });
});

test('DELETE /sessions ends all of the person, here and everywhere, and nobody else', async () => {
  const [phone, tablet] = [await server.login('dawei'), await server.login('dawei')];
  const other = await server.login('xiaohong');
  expect((await end('/sessions', phone.token)).status).toBe(204);
  expect(await isOpen(phone.token)).toBe(false);
  expect(await isOpen(tablet.token)).toBe(false);
  expect(await isOpen(other.token)).toBe(true);
});
