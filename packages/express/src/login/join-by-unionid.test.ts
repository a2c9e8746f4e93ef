import { afterEach, expect, test } from 'vitest';
import { appId, bearer, startTestServer, type TestServer } from '../../test/server.ts';
import { openStore } from '../store/location/open-store.ts';

let server: TestServer;
let store: ReturnType<typeof openStore>;
afterEach(async () => {
  await server.close();
  await store.close();
});

/** Two users who are Xiaoming: one came by another AppID, which had the unionid, one by this AppID before it had. */
async function arrive(joinByUnionid?: boolean) {
  store = openStore({ file: ':memory:' });
  server = await startTestServer({ store, ...(joinByUnionid !== undefined && { joinByUnionid }) });
  const now = Date.now();
  const unionid = server.fake.people.find(({ id }) => id === 'xiaoming')?.unionid ?? '';
  const record = (
    newUserId: string,
    account: { appId: string; openid: string; unionid?: string },
  ) =>
    store.recordLogin({
      ...account,
      newUserId,
      now,
      sessionKey: { keyId: 'key', sealed: Buffer.from('sealed') },
      session: {
        tokenHash: Buffer.alloc(32, newUserId).toString('base64url'),
        id: newUserId,
        createdAt: now,
        lastSeenAt: now,
        expiresAt: now + 1_000,
      },
    });
  await record('user 1', { appId: 'wx0000000000000009', openid: 'oThere', unionid });
  const openid = server.fake.openidOf({ personId: 'xiaoming', appId });
  await record('user 2', { appId, openid });
  await store.updateProfile('user 1', { nickname: '小明' });
}

test('two users with one unionid stay two, with a warning', async () => {
  await arrive();
  expect((await server.login('xiaoming')).user.id).toBe('user 2');
  expect(server.log.text).toContain('"unionidOwner":"user 1"');
});

test('where the setting says so, the login makes one user of them', async () => {
  await arrive(true);
  const { token, user } = await server.login('xiaoming');
  expect(user).toMatchObject({ id: 'user 1', nickname: '小明' });
  expect((await server.request('GET', '/me', { headers: bearer(token) })).status).toBe(200);
  expect(server.log.text).toContain('"joinedFrom":"user 2"');
  expect(server.log.text).not.toContain('unionidOwner');
});

test('where that is not certain, they stay two, and the warning says why', async () => {
  await arrive(true);
  await store.updateProfile('user 1', { phoneNumber: '12066600001' });
  await store.updateProfile('user 2', { phoneNumber: '12066600002' });
  expect((await server.login('xiaoming')).user.id).toBe('user 2');
  expect(server.log.text).toContain('"joinRefusal":"two-phone-numbers"');
});
