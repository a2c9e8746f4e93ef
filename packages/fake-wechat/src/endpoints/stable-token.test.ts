import { describe, expect, test } from 'vitest';
import { createClock, get, post, stableToken, startFake } from '../../test/fake.ts';
import { defaultApps, type FakeApp, type FakeWechat, touristApp } from '../index.ts';

const path = '/cgi-bin/stable_token';
const secondApp = defaultApps[1] as FakeApp;
const other = { appid: secondApp.appId, secret: secondApp.appSecret };
const seconds = 1000;
const minutes = 60 * seconds;

/** What a token is still good for. */
const use = async (fake: FakeWechat, { access_token }: Record<string, unknown>) =>
  (
    await post(
      fake,
      '/wxa/business/getuserphonenumber',
      { code: 'none' },
      { access_token: String(access_token) },
    )
  ).errcode;
const works = 40029;

describe('normal mode', () => {
  test('gives everyone the same token with the time that is left', async () => {
    const clock = createClock();
    const fake = await startFake({ now: clock.now });
    const first = await stableToken(fake);
    expect(first).toEqual({
      access_token: expect.stringMatching(/^.{100,512}$/),
      expires_in: 7200,
    });
    clock.pass(90.5 * seconds);
    expect(await stableToken(fake)).toEqual({ ...first, expires_in: 7109 });
    expect(await stableToken(fake, { force_refresh: false })).toEqual({
      ...first,
      expires_in: 7109,
    });
  });

  test('gives another app a token of its own', async () => {
    const fake = await startFake();
    expect(await stableToken(fake, other)).not.toMatchObject({
      access_token: (await stableToken(fake)).access_token,
    });
  });

  test('replaces a token with less than five minutes left, and lets it live to its end', async () => {
    const clock = createClock();
    const fake = await startFake({ now: clock.now });
    const first = await stableToken(fake);
    clock.pass(115 * minutes);
    expect(await stableToken(fake)).toEqual({ ...first, expires_in: 300 });
    clock.pass(1);
    const second = await stableToken(fake);
    expect(second.expires_in).toBe(7200);
    expect(second.access_token).not.toBe(first.access_token);
    expect([await use(fake, first), await use(fake, second)]).toEqual([works, works]);
    clock.pass(5 * minutes - 1);
    expect([await use(fake, first), await use(fake, second)]).toEqual([42001, works]);
  });
});

describe('a forced refresh', () => {
  const forced = { force_refresh: true };

  test('gives a new token and kills those before it', async () => {
    const clock = createClock();
    const fake = await startFake({ now: clock.now });
    const oldest = await stableToken(fake);
    clock.pass(116 * minutes);
    const old = await stableToken(fake);
    const fresh = await stableToken(fake, forced);
    expect(fresh.expires_in).toBe(7200);
    expect(await Promise.all([oldest, old, fresh].map((token) => use(fake, token)))).toEqual([
      40001,
      40001,
      works,
    ]);
    expect(await stableToken(fake)).toEqual(fresh);
  });

  test('leaves the tokens of other apps alone', async () => {
    const fake = await startFake();
    const token = await stableToken(fake, other);
    await stableToken(fake, forced);
    expect(await use(fake, token)).toBe(works);
  });

  test('changes nothing within 30 seconds of the last one', async () => {
    const clock = createClock();
    const fake = await startFake({ now: clock.now });
    const { access_token } = await stableToken(fake, forced);
    clock.pass(30 * seconds - 1);
    expect(await stableToken(fake, forced)).toMatchObject({ access_token });
    clock.pass(1);
    expect(await stableToken(fake, forced)).not.toMatchObject({ access_token });
  });

  test('is granted twenty times a day, which begins at midnight in China', async () => {
    const clock = createClock(Date.UTC(2026, 0, 1, 15, 0));
    const fake = await startFake({ now: clock.now });
    for (let i = 0; i < 20; i += 1) {
      expect(await stableToken(fake, forced)).toMatchObject({ expires_in: 7200 });
      clock.pass(30 * seconds);
    }
    expect(await stableToken(fake, forced)).toMatchObject({ errcode: 45009 });
    expect(await stableToken(fake)).toHaveProperty('access_token');
    clock.pass(50 * minutes);
    expect(await stableToken(fake, forced)).toMatchObject({ expires_in: 7200 });
  });
});

describe('a faulty request', () => {
  test.each<[string, object, number, string]>([
    ['no appid', { appid: undefined }, 41002, 'appid missing'],
    ['an unknown appid', { appid: 'wx0000000000000404' }, 40013, 'invalid appid'],
    ['an appid that is not a string', { appid: 1 }, 40013, 'invalid appid'],
    ['no grant_type', { grant_type: undefined }, 40002, 'invalid grant_type'],
    [
      'the grant_type of a login',
      { grant_type: 'authorization_code' },
      40002,
      'invalid grant_type',
    ],
    ['no secret', { secret: undefined }, 41004, 'appsecret missing'],
    ['the secret of another app', { secret: secondApp.appSecret }, 40125, 'invalid appsecret'],
    ['a force_refresh that is text', { force_refresh: 'true' }, 47001, 'data format error'],
  ])('with %s is refused', async (_what, change, errcode, text) => {
    const fake = await startFake({ now: () => 0x6790abcd * 1000 });
    expect(await stableToken(fake, change)).toEqual({
      errcode,
      errmsg: expect.stringMatching(new RegExp(`^${text} rid: 6790abcd-[0-9a-f]{8}-[0-9a-f]{8}$`)),
    });
  });

  test('that is a GET is refused', async () => {
    const query = { appid: touristApp.appId, secret: touristApp.appSecret };
    expect(await get(await startFake(), path, query)).toMatchObject({ errcode: 43002 });
  });

  test.each([[[1]], [null], ['text']])('with %j as its body is refused', async (body) => {
    expect(await post(await startFake(), path, body)).toMatchObject({ errcode: 47001 });
  });

  test('with a form as its body is refused', async () => {
    const { url } = await startFake();
    const form = new URLSearchParams({ appid: touristApp.appId });
    const response = await fetch(url + path, { method: 'POST', body: form });
    expect(await response.json()).toMatchObject({ errcode: 47001 });
  });
});

describe('a whitelist', () => {
  const { appId } = touristApp;

  test('refuses a caller that is not on it, by the address that WeChat saw', async () => {
    const fake = await startFake();
    fake.setWhitelist({ appId, addresses: ['203.0.113.7'] });
    expect(await stableToken(fake)).toEqual({
      errcode: 40164,
      errmsg: expect.stringMatching(
        /^invalid ip 127\.0\.0\.1 ipv6 ::ffff:127\.0\.0\.1, not in whitelist rid: [\da-f-]{26}$/,
      ),
    });
    expect(await stableToken(fake, other)).toHaveProperty('access_token');
  });

  test('admits a caller that is on it, and everyone once it is empty', async () => {
    const fake = await startFake();
    fake.setWhitelist({ appId, addresses: ['203.0.113.7', '127.0.0.1'] });
    expect(await stableToken(fake)).toHaveProperty('access_token');
    fake.setWhitelist({ appId, addresses: ['203.0.113.7'] });
    fake.setWhitelist({ appId, addresses: [] });
    expect(await stableToken(fake)).toHaveProperty('access_token');
  });
});

describe('a quota', () => {
  test('of the minute and of the day is counted per app', async () => {
    const clock = createClock(Date.UTC(2026, 0, 1, 15, 0));
    const fake = await startFake({ now: clock.now });
    fake.setQuota({ endpoint: path, perMinute: 2, perDay: 3 });
    const errcodes = async (calls: number) => {
      const seen = [];
      for (let i = 0; i < calls; i += 1) seen.push((await stableToken(fake)).errcode);
      return seen;
    };
    expect(await errcodes(3)).toEqual([undefined, undefined, 45011]);
    expect(await stableToken(fake, other)).toHaveProperty('access_token');
    clock.pass(minutes);
    expect(await errcodes(2)).toEqual([undefined, 45009]);
    clock.pass(60 * minutes);
    expect(await errcodes(1)).toEqual([undefined]);
  });

  test('is not spent by a faulty request', async () => {
    const fake = await startFake();
    fake.setQuota({ endpoint: path, perDay: 1 });
    await stableToken(fake, { secret: 'wrong' });
    expect(await stableToken(fake)).toHaveProperty('access_token');
  });
});
