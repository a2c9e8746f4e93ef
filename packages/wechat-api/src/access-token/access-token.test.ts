import type { FakeWechat } from '@weapp-login/fake-wechat';
import { describe, expect, test } from 'vitest';
import { startAnsweringServer } from '../../test/answering-server.ts';
import { appId, appSecret, failureOf, testClient } from '../../test/client.ts';
import { createClock, startFake } from '../../test/start-fake.ts';
import type { AccessToken, AccessTokenCache } from './cache.ts';

const minutes = 60_000;
const stableToken = '/cgi-bin/stable_token';
const fetches = (fake: FakeWechat) => fake.calls(stableToken);
const phoneCode = (fake: FakeWechat) => fake.issuePhoneCode({ personId: 'xiaoming', appId });
const inApp = { personId: 'xiaoming', appId };

/** A cache of several processes: slow, and of the same content for all who have it. */
function createSharedCache(delayMs = 5): AccessTokenCache & { tokens: Map<string, AccessToken> } {
  const tokens = new Map<string, AccessToken>();
  const later = () => new Promise((resolve) => setTimeout(resolve, delayMs));
  return {
    tokens,
    get: (id) => later().then(() => tokens.get(id)),
    set: (id, token) => later().then(() => void tokens.set(id, token)),
  };
}

describe('getStableAccessToken', () => {
  test('fetches a token and tells when it expires', async () => {
    const clock = createClock();
    const fake = await startFake({ now: clock.now });
    const client = testClient(fake.url, { now: clock.now });
    const { accessToken, expiresAt } = await client.getStableAccessToken();
    expect(accessToken.length).toBeGreaterThan(100);
    expect(expiresAt).toBe(clock.now() + 7_200_000);
  });

  test('keeps it until its last five minutes, then fetches the next one', async () => {
    const clock = createClock();
    const fake = await startFake({ now: clock.now });
    const client = testClient(fake.url, { now: clock.now });
    const first = await client.getStableAccessToken();
    clock.pass(115 * minutes);
    expect(await client.getStableAccessToken()).toEqual(first);
    expect(fetches(fake)).toBe(1);
    clock.pass(1);
    const second = await client.getStableAccessToken();
    expect(second.accessToken).not.toBe(first.accessToken);
    expect(fetches(fake)).toBe(2);
  });

  test('counts the life of a token from the question, not from the answer', async () => {
    const clock = createClock();
    const server = await startAnsweringServer((_, response) => {
      clock.pass(3_000);
      response.end('{"access_token":"t","expires_in":7200}');
    });
    const asked = clock.now();
    const { expiresAt } = await testClient(server.url, {
      now: clock.now,
    }).getStableAccessToken();
    await server.close();
    expect(expiresAt).toBe(asked + 7_200_000);
  });

  test('is one fetch for fifty callers at the same time, over a slow cache too', async () => {
    const fake = await startFake();
    const client = testClient(fake.url, { accessTokenCache: createSharedCache() });
    const ask = () => Promise.all(Array.from({ length: 50 }, () => client.getStableAccessToken()));
    const tokens = [...(await ask()), ...(await ask())];
    expect(new Set(tokens.map(({ accessToken }) => accessToken)).size).toBe(1);
    expect(fetches(fake)).toBe(1);
  });

  test('asks without force_refresh, as JSON in a POST, with no secret in the address', async () => {
    const seen: unknown[] = [];
    const server = await startAnsweringServer(async (request, response) => {
      const { method, url, headers } = request;
      const body = JSON.parse((await request.setEncoding('utf8').toArray()).join(''));
      seen.push({ method, url, type: headers['content-type'], body });
      response.end('{"access_token":"t","expires_in":7200}');
    });
    await testClient(server.url).getStableAccessToken();
    await server.close();
    const body = { grant_type: 'client_credential', appid: appId, secret: appSecret };
    expect(seen).toEqual([{ method: 'POST', url: stableToken, type: 'application/json', body }]);
  });

  test('forces a refresh when asked to, and keeps the new token', async () => {
    const fake = await startFake();
    const client = testClient(fake.url);
    const leaked = await client.getStableAccessToken();
    const fresh = await client.getStableAccessToken({ forceRefresh: true });
    expect(fresh.accessToken).not.toBe(leaked.accessToken);
    expect(await client.getStableAccessToken()).toEqual(fresh);
    expect(fetches(fake)).toBe(2);
  });

  test('fails with the errcode of a missing whitelist entry, and fetches again next time', async () => {
    const fake = await startFake();
    const client = testClient(fake.url);
    fake.setWhitelist({ appId, addresses: ['203.0.113.7'] });
    expect(await failureOf(client.getStableAccessToken())).toMatchObject({
      kind: 'rejected',
      errcode: 40164,
      errmsg: 'invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist',
    });
    fake.setWhitelist({ appId, addresses: [] });
    expect(await client.getStableAccessToken()).toHaveProperty('accessToken');
  });

  test('is repeated after a failure that cost a code elsewhere, for it costs none', async () => {
    const fake = await startFake();
    fake.fail({ kind: 'drop' }, { times: 1 });
    expect(await testClient(fake.url).getStableAccessToken()).toHaveProperty('accessToken');
    fake.fail({ kind: 'status', status: 502 });
    expect(await failureOf(testClient(fake.url).getStableAccessToken())).toEqual({
      kind: 'unreachable',
      reason: 'status',
      status: 502,
      maybeProcessed: false,
    });
    expect(fetches(fake)).toBe(4);
  });

  test.each(['{}', '{"access_token":"","expires_in":7200}', '{"access_token":"t"}'])(
    'finds %s malformed',
    async (body) => {
      const server = await startAnsweringServer((_, response) => response.end(body));
      const failure = await failureOf(testClient(server.url).getStableAccessToken());
      await server.close();
      expect(failure.kind).toBe('malformed');
    },
  );
});

describe('a cache that is shared', () => {
  test('spares the second process its fetch', async () => {
    const fake = await startFake();
    const accessTokenCache = createSharedCache();
    const clients = [1, 2].map(() => testClient(fake.url, { accessTokenCache }));
    const tokens = [];
    for (const client of clients) tokens.push(await client.getStableAccessToken());
    expect(tokens[1]).toEqual(tokens[0]);
    expect(fetches(fake)).toBe(1);
  });

  test('that holds what another process renewed spares the fetch after a refusal', async () => {
    const fake = await startFake();
    const accessTokenCache = createSharedCache();
    const client = testClient(fake.url, { accessTokenCache });
    const dead = await client.getStableAccessToken();
    fake.revokeAccessTokens({ appId });
    const other = testClient(fake.url);
    accessTokenCache.get = async () => {
      accessTokenCache.get = async () => other.getStableAccessToken();
      return dead;
    };
    await client.getPhoneNumber({ code: phoneCode(fake) });
    expect(fetches(fake)).toBe(2);
  });

  test('that fails is as good as an empty one', async () => {
    const fake = await startFake();
    const down = () => Promise.reject(new Error('the database is down'));
    const client = testClient(fake.url, { accessTokenCache: { get: down, set: down } });
    await client.getPhoneNumber({ code: phoneCode(fake) });
    await client.getPhoneNumber({ code: phoneCode(fake) });
    expect(fetches(fake)).toBe(2);
  });
});

describe('a call whose access_token WeChat refuses', () => {
  test('succeeds with another one that is fetched once', async () => {
    const fake = await startFake();
    const client = testClient(fake.url);
    await client.getStableAccessToken();
    fake.revokeAccessTokens({ appId });
    expect(await client.getPhoneNumber({ code: phoneCode(fake) })).toHaveProperty('phoneNumber');
    expect(fetches(fake)).toBe(2);
  });

  test('succeeds though the clock of this machine is behind', async () => {
    const [wechat, ours] = [createClock(), createClock()];
    const fake = await startFake({ now: wechat.now });
    const client = testClient(fake.url, { now: ours.now });
    await client.getStableAccessToken();
    wechat.pass(120 * minutes);
    expect(await client.getPhoneNumber({ code: phoneCode(fake) })).toHaveProperty('phoneNumber');
  });

  test.each([40001, 40014, 42001])('with %i is repeated once, and no more', async (errcode) => {
    const fake = await startFake();
    const endpoint = '/wxa/business/getuserphonenumber';
    fake.fail({ kind: 'errcode', errcode }, { endpoint });
    const failure = await failureOf(testClient(fake.url).getPhoneNumber({ code: phoneCode(fake) }));
    expect(failure).toMatchObject({ kind: 'rejected', errcode });
    expect([fake.calls(endpoint), fetches(fake)]).toEqual([2, 2]);
  });

  test('shares the fetch of another one with all the others', async () => {
    const fake = await startFake();
    const client = testClient(fake.url, { accessTokenCache: createSharedCache() });
    await client.getStableAccessToken();
    fake.revokeAccessTokens({ appId });
    await Promise.all(
      Array.from({ length: 20 }, () => client.getPhoneNumber({ code: phoneCode(fake) })),
    );
    expect(fetches(fake)).toBe(2);
  });

  test('is not repeated for another refusal', async () => {
    const fake = await startFake();
    expect(await failureOf(testClient(fake.url).getPhoneNumber({ code: 'x' }))).toMatchObject({
      errcode: 40029,
    });
    expect(fake.calls()).toBe(2);
  });
});

test('a login needs no access_token', async () => {
  const fake = await startFake();
  fake.fail({ kind: 'hang' }, { endpoint: stableToken });
  fake.setWhitelist({ appId, addresses: ['203.0.113.7'] });
  const client = testClient(fake.url, { totalTimeoutMs: 800 });
  expect(await client.code2Session({ code: fake.issueCode(inApp) })).toHaveProperty('openid');
  expect(fetches(fake)).toBe(0);
  expect(await failureOf(client.getPhoneNumber({ code: 'x' }))).toEqual({
    kind: 'unreachable',
    reason: 'timeout',
    maybeProcessed: false,
  });
});
