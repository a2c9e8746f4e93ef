import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { userDataResponseSchema } from 'weapp-login/schemas';
import { appId, bearer, problemOf, startTestServer, type TestServer } from '../../test/server.ts';
import { openStore } from '../store/location/open-store.ts';

const xiaoming = { personId: 'xiaoming', appId };
let server: TestServer;
beforeAll(async () => {
  // Watermarks bear the fake's time.
  server = await startTestServer({ now: Date.now });
});
afterAll(() => server.close());

const send = (body: object, token: string, to = server) =>
  to.post('/me/user-data', body, bearer(token));
const encrypted = (of: 'user-info' | 'phone-number' = 'user-info') => {
  const { encryptedData, iv } = server.fake.encryptUserData({ ...xiaoming, of });
  return { encryptedData, iv };
};
const dataOf = async (response: Response) =>
  userDataResponseSchema.parse(await response.json()).data;

test('what WeChat encrypted is answered in the open, without its watermark', async () => {
  const { token, user } = await server.login('xiaoming');
  expect(await dataOf(await send(encrypted(), token))).toMatchObject({
    openId: user.openid,
    nickName: '微信用户',
  });
  expect(await dataOf(await send(encrypted('phone-number'), token))).toEqual({
    phoneNumber: '12066600001',
    purePhoneNumber: '12066600001',
    countryCode: '86',
  });
});

describe('user-data-rejected', () => {
  test('is returned once WeChat has replaced the key, and a new login fixes it', async () => {
    const { token } = await server.login('xiaoming');
    server.fake.rotateSessionKey(xiaoming);
    const problem = await problemOf(await send(encrypted(), token));
    expect(problem).toMatchObject({ code: 'user-data-rejected', status: 409 });
    expect(server.logLines().at(-1)).toMatchObject({
      userData: 'wrong-key',
      sessionKeyAgeMs: expect.any(Number),
    });

    const again = await server.login('xiaoming');
    expect((await send(encrypted(), again.token)).status).toBe(200);
  });

  test('is answered after an exchange that keeps nothing, which replaces the key too', async () => {
    const { token } = await server.login('xiaoming');
    await server.post('/openid', { code: server.codeOf('xiaoming') });
    expect((await problemOf(await send(encrypted(), token))).code).toBe('user-data-rejected');
  });

  test('is answered to what was encrypted before the latest login, also on the device of it', async () => {
    await server.login('xiaoming');
    const before = encrypted();
    const { token } = await server.login('xiaoming');
    expect((await problemOf(await send(before, token))).code).toBe('user-data-rejected');
  });

  test('is not answered on another device of the person while the key is the same', async () => {
    const first = await server.login('xiaoming');
    await server.login('xiaoming');
    expect((await send(encrypted(), first.token)).status).toBe(200);
  });

  test('is answered where the secret of the key was taken away', async () => {
    const store = openStore({ file: ':memory:' });
    const before = await startTestServer({ store, now: Date.now });
    const { token } = await before.login('xiaoming');
    const body = before.fake.encryptUserData(xiaoming);
    const after = await startTestServer({
      store,
      now: Date.now,
      sessionKeySecrets: ['another secret that is long enough'],
    });
    const problem = await problemOf(await send(body, token, after));
    await before.close();
    await after.close();
    expect(problem.code).toBe('user-data-rejected');
  });
});

describe('what callers can see in their own input is answered with a pointer to it:', () => {
  const iv = randomBytes(16).toString('base64');
  const cut = (text: string, bytes: number) =>
    Buffer.from(text, 'base64').subarray(0, bytes).toString('base64');
  test.each<[string, () => object, string, string]>([
    ['an iv that is none', () => ({ ...encrypted(), iv: 'iv' }), '/iv', 'malformed-iv'],
    [
      'data that is not base64',
      () => ({ encryptedData: 'ä', iv }),
      '/encryptedData',
      'malformed-data',
    ],
    [
      'data that breaks off',
      () => ({ ...encrypted(), encryptedData: cut(encrypted().encryptedData, 50) }),
      '/encryptedData',
      'malformed-data',
    ],
  ])('%s', async (_, body, pointer, fault) => {
    const { token } = await server.login('xiaoming');
    const expected = { code: 'invalid-request', errors: [{ pointer }] };
    expect(await problemOf(await send(body(), token))).toMatchObject(expected);
    expect(server.logLines().at(-1)).toMatchObject({ userData: fault });
    // It is the same without the right key.
    server.fake.rotateSessionKey(xiaoming);
    expect(await problemOf(await send(body(), token))).toMatchObject(expected);
  });
});

describe('whatever needed the key has one answer, at one time:', () => {
  /** With one bit changed, that many bytes before the end. */
  const damaged = (back: number) => {
    const { encryptedData, iv } = encrypted();
    const bytes = Buffer.from(encryptedData, 'base64');
    bytes[bytes.length - back] = (bytes.at(-back) ?? 0) ^ 1;
    return { encryptedData: bytes.toString('base64'), iv };
  };
  const other = () => randomBytes(16).toString('base64');
  test.each<[string, () => object, string]>([
    ['another iv', () => ({ ...encrypted(), iv: other() }), 'wrong-iv'],
    ['another key', () => ({ ...encrypted(), encryptedData: other() }), 'wrong-key'],
    ['a damaged padding', () => damaged(17), 'bad-padding'],
    ['a damaged middle', () => damaged(64), 'not-json'],
  ])('%s', async (_, body, fault) => {
    const { token } = await server.login('xiaoming');
    const startedAt = performance.now();
    const { requestId, ...problem } = await problemOf(await send(body(), token));
    expect(performance.now() - startedAt).toBeGreaterThan(19);
    expect(problem).toEqual({
      type: '/docs/problems#user-data-rejected',
      code: 'user-data-rejected',
      status: 409,
      title: 'The data could not be decrypted; a new login may help',
    });
    expect(server.logLines().at(-1)).toMatchObject({ userData: fault });
  });

  test('data of a quarter of an hour ago', async () => {
    const late = await startTestServer({ now: () => Date.now() + 15 * 60 * 1000 });
    const { token } = await late.login('xiaoming');
    const { encryptedData, iv } = late.fake.encryptUserData(xiaoming);
    const startedAt = performance.now();
    const problem = await problemOf(await send({ encryptedData, iv }, token, late));
    expect(performance.now() - startedAt).toBeGreaterThan(19);
    await late.close();
    expect(problem.code).toBe('user-data-rejected');
    expect(late.logLines().at(-1)).toMatchObject({ userData: 'stale-watermark' });
  });
});

test('base64 that a form or a line length has changed is decrypted all the same', async () => {
  const { token } = await server.login('xiaoming');
  const { encryptedData, iv } = encrypted();
  const body = {
    encryptedData: encryptedData.replaceAll('+', ' ').replace(/(.{64})/g, '$1\r\n'),
    iv: encodeURIComponent(iv),
  };
  expect(await dataOf(await send(body, token))).toHaveProperty('nickName');
});
