import { touristCode } from '@weapp-login/fake-wechat';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loginResponseSchema, openidResponseSchema } from 'weapp-login/schemas';
import { appId, problemOf, startTestServer, type TestServer } from '../../test/server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.close());

describe('a login', () => {
  test('answers a token, its end, and the openid that WeChat knows the person by', async () => {
    const response = await server.post('/login', { code: server.codeOf('xiaoming') });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(loginResponseSchema.strict().parse(await response.json())).toEqual({
      token: expect.stringMatching(/^[\w-]{43}$/),
      expiresAt: '2030-01-31T00:00:00.000Z',
      user: {
        id: expect.stringMatching(/^[\w-]{22}$/),
        appId,
        openid: server.fake.openidOf({ personId: 'xiaoming', appId }),
        unionid: server.fake.people.find(({ id }) => id === 'xiaoming')?.unionid,
        createdAt: '2030-01-01T00:00:00.000Z',
        lastLoginAt: '2030-01-01T00:00:00.000Z',
      },
    });
  });

  test('opens a session that says who it belongs to', async () => {
    const { token, user } = await server.login('dawei');
    const response = await server.get('/me', token);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ user });
  });

  test('of someone with no unionid shows none', async () => {
    expect((await server.login('xiaohong')).user).not.toHaveProperty('unionid');
  });

  test('again finds the same user, with another token', async () => {
    const first = await server.login('dawei');
    server.clock.now += 60_000;
    const second = await server.login('dawei');
    expect(second.user).toEqual({ ...first.user, lastLoginAt: '2030-01-01T00:01:00.000Z' });
    expect(second.token).not.toBe(first.token);
  });

  test('on a second device leaves the first one logged in', async () => {
    const first = await server.login('dawei');
    await server.login('dawei');
    expect((await server.get('/me', first.token)).status).toBe(200);
  });

  test('of two people makes two users', async () => {
    const ids = [(await server.login('dawei')).user.id, (await server.login('xiaohong')).user.id];
    expect(new Set(ids).size).toBe(2);
  });

  test("takes the code of DevTools' tourist mode, again and again", async () => {
    const logins = [
      await server.post('/login', { code: touristCode }),
      await server.post('/login', { code: touristCode }),
    ];
    expect(logins.map(({ status }) => status)).toEqual([200, 200]);
  });

  test("may name the server's AppID", async () => {
    const body = { code: server.codeOf('dawei'), appId };
    expect((await server.post('/login', body)).status).toBe(200);
  });

  test('that names another AppID is unknown-app, and the code stays unspent', async () => {
    const code = server.codeOf('dawei');
    const refused = await server.post('/login', { code, appId: 'wx0000000000000002' });
    expect(await problemOf(refused)).toMatchObject({ code: 'unknown-app', status: 400 });
    expect(server.fake.calls()).toBe(0);
    expect((await server.post('/login', { code })).status).toBe(200);
  });
});

describe('POST /openid', () => {
  test('answers openid and unionid, and opens no session', async () => {
    const response = await server.post('/openid', { code: server.codeOf('xiaoming') });
    expect(await response.json()).toEqual({
      openid: server.fake.openidOf({ personId: 'xiaoming', appId }),
      unionid: server.fake.people.find(({ id }) => id === 'xiaoming')?.unionid,
    });
  });

  test('answers no unionid where there is none', async () => {
    const response = await server.post('/openid', { code: server.codeOf('xiaohong') });
    expect(openidResponseSchema.parse(await response.json())).not.toHaveProperty('unionid');
  });
});

describe('POST /wechatlogin', () => {
  const form = (fields: string) =>
    server.request('POST', '/wechatlogin', {
      body: fields,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });

  test('answers the openid as a JSON string', async () => {
    const response = await form(`code=${server.codeOf('dawei')}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.json()).toBe(server.fake.openidOf({ personId: 'dawei', appId }));
  });

  test('reads the field as forms encode it', async () => {
    expect((await form(new URLSearchParams({ code: touristCode }).toString())).status).toBe(200);
  });

  test.each(['', 'js_code=c', 'code=', 'code=a&code=b', 'code[a]=b'])(
    'refuses the form "%s"',
    async (fields) => {
      const { code, errors } = await problemOf(await form(fields));
      expect({ code, pointer: errors?.[0]?.pointer }).toMatchObject({ code: 'invalid-request' });
    },
  );

  test('refuses JSON', async () => {
    const response = await server.post('/wechatlogin', { code: touristCode });
    expect((await problemOf(response)).code).toBe('unsupported-media-type');
  });

  test('fails with problems like the other routes', async () => {
    expect(await problemOf(await form('code=unknown'))).toMatchObject({ code: 'code-rejected' });
  });
});
