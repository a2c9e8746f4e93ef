import { describe, expect, test } from 'vitest';
import { createClock, get, post, stableToken, startFake } from '../../test/fake.ts';
import { type FakeWechat, touristApp } from '../index.ts';

const path = '/cgi-bin/token';
const minutes = 60_000;
const query = {
  grant_type: 'client_credential',
  appid: touristApp.appId,
  secret: touristApp.appSecret,
};
const fetchToken = (fake: FakeWechat, changes: Record<string, string> = {}) =>
  get(fake, path, { ...query, ...changes });

/** What each token is still good for. */
const use = (fake: FakeWechat, ...tokens: Record<string, unknown>[]) =>
  Promise.all(
    tokens.map(async ({ access_token }) => {
      const call = '/wxa/business/getuserphonenumber';
      const token = { access_token: String(access_token) };
      return (await post(fake, call, { code: 'none' }, token)).errcode;
    }),
  );
const works = 40029;

test('gives a new token each time, good for two hours', async () => {
  const clock = createClock();
  const fake = await startFake({ now: clock.now });
  const first = await fetchToken(fake);
  const expected = { access_token: expect.stringMatching(/^.{100,512}$/), expires_in: 7200 };
  expect(first).toEqual(expected);
  const second = await fetchToken(fake);
  expect(second).toEqual(expected);
  expect(second.access_token).not.toBe(first.access_token);
  clock.pass(120 * minutes - 1);
  expect(await use(fake, second)).toEqual([works]);
  clock.pass(1);
  expect(await use(fake, second)).toEqual([42001]);
});

test('the newest token ends those before it after five minutes', async () => {
  const clock = createClock();
  const fake = await startFake({ now: clock.now });
  const first = await fetchToken(fake);
  clock.pass(10 * minutes);
  const second = await fetchToken(fake);
  clock.pass(3 * minutes);
  const third = await fetchToken(fake);
  expect(await use(fake, first, second, third)).toEqual([works, works, works]);
  clock.pass(2 * minutes - 1);
  expect(await use(fake, first, second, third)).toEqual([works, works, works]);
  clock.pass(1);
  expect(await use(fake, first, second, third)).toEqual([40001, works, works]);
  clock.pass(3 * minutes);
  expect(await use(fake, first, second, third)).toEqual([40001, 40001, works]);
});

test('the tokens of stable_token are separate', async () => {
  const clock = createClock();
  const fake = await startFake({ now: clock.now });
  const stable = await stableToken(fake);
  const first = await fetchToken(fake);
  await fetchToken(fake);
  clock.pass(6 * minutes);
  expect(await use(fake, stable, first)).toEqual([works, 40001]);
  const last = await fetchToken(fake);
  await stableToken(fake, { force_refresh: true });
  clock.pass(6 * minutes);
  expect(await use(fake, stable, last)).toEqual([40001, works]);
  const { access_token } = await stableToken(fake);
  expect(access_token).not.toBe(last.access_token);
});

test('the control that ends access_tokens ends both kinds', async () => {
  const fake = await startFake();
  const tokens = [await stableToken(fake), await fetchToken(fake)];
  fake.revokeAccessTokens({ appId: touristApp.appId });
  expect(await use(fake, ...tokens)).toEqual([40001, 40001]);
});

describe('is refused', () => {
  test.each<[string, Record<string, string>, number]>([
    ['no appid', { appid: '' }, 41002],
    ['an unknown appid', { appid: 'wx0000000000000404' }, 40013],
    ['another grant_type', { grant_type: 'authorization_code' }, 40002],
    ['no secret', { secret: '' }, 41004],
    ['a wrong secret', { secret: 'wrong' }, 40125],
  ])('with %s', async (_, changes, errcode) => {
    expect(await fetchToken(await startFake(), changes)).toMatchObject({ errcode });
  });

  test('as a POST', async () => {
    expect(await post(await startFake(), path, query, query)).toMatchObject({ errcode: 43001 });
  });

  test('to a caller that is not on the whitelist', async () => {
    const fake = await startFake();
    fake.setWhitelist({ appId: touristApp.appId, addresses: ['203.0.113.7'] });
    expect(await fetchToken(fake)).toMatchObject({ errcode: 40164 });
  });

  test('once the quota of the day is spent', async () => {
    const fake = await startFake();
    fake.setQuota({ endpoint: path, perDay: 1 });
    expect(await fetchToken(fake)).toHaveProperty('access_token');
    expect(await fetchToken(fake)).toMatchObject({ errcode: 45009 });
  });
});
